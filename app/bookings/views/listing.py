"""All rooms, which of them are free at a time, and what one has booked."""

from dataclasses import dataclass

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from app.bookings import planning, queries
from app.bookings.forms import FreeForm
from app.bookings.rules import PROBLEM_NAMES, STATE_NAMES, Problem
from app.bookings.views.blueprint import askable, blueprint, looks_after, names_of, page_number
from app.errors import Refused
from app.places import queries as places
from app.places.queries import PlaceFact, RoomFact
from app.places.rules import EQUIPMENT_NAMES
from app.schedule.spans import Span
from app.web.access import Permission, requires, staff


@dataclass(frozen=True)
class Listed:
    """A room in the list: whether the reader may ask for it, and what stands against having it then."""

    room: RoomFact
    place: PlaceFact
    open: bool
    problem: Problem | None = None
    too_small: bool = False

    @property
    def free(self) -> bool:
        return self.problem is None and not self.too_small


@blueprint.get("/<lang:lang>/desk/rooms/")
@requires(Permission.ROOMS_READ)
def index() -> Response:
    form, scope, page = FreeForm(), staff().scope(Permission.ROOMS_ASK), page_number()
    span = _wanted(form)
    listed = _list(span, None if form.failed else form.people.data)
    own, number = queries.list_own(scope, page) if scope else ([], 0)
    kept = {name: value for name, value in request.args.items() if name in form and value}
    looked_after = [one.room.id for one in listed if looks_after(one.room)]
    body = render_template(
        "bookings/index.html", form=form, span=span, listed=listed, own=own, number=number, page=page,
        pages=-(-number // queries.PAGE_SIZE), url=lambda to: url_for("bookings.index", page=to, _anchor="own"),
        rooms={one.room.id: one for one in listed}, problems=PROBLEM_NAMES, states=STATE_NAMES,
        answers=bool(looked_after), waiting=queries.count_requests(looked_after),
        equipment=EQUIPMENT_NAMES, kept=kept, names=names_of(one.organisation_id for one in own),
        several=scope is not None and len(scope) > 1,
    )  # fmt: skip
    return make_response(body, form.status)


def _wanted(form: FreeForm) -> Span | None:
    """The time that is asked for; what is wrong with it stands in the form."""
    if not form.asked or not form.validate():
        return None
    try:
        return form.span()
    except Refused as refusal:
        form.refuse(refusal)
        return None


def _list(span: Span | None, people: int | None) -> list[Listed]:
    """The rooms by place; where a time or a number is asked for, those that can be had before the others."""
    known = {place.id: place for place in places.list_places()}
    rooms = [room for room in places.list_rooms() if room.place_id in known]
    houses, mine = staff().scope(Permission.ROOMS_ASK) or frozenset(), askable(rooms)
    problems = planning.problems_at(rooms, houses, span) if span else {}
    listed = [
        Listed(
            room, known[room.place_id], room.id in mine, problems.get(room.id),
            people is not None and room.capacity is not None and people > room.capacity,
        )
        for room in rooms
    ]  # fmt: skip
    order = {place_id: number for number, place_id in enumerate(known)}
    return sorted(listed, key=lambda one: (not one.free, order[one.place.id]))
