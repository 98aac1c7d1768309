"""What waits for whoever looks after rooms: the queue of wishes, and the answer to one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.bookings import planning, queries, service
from app.bookings.forms import AnswerForm
from app.bookings.queries import PAGE_SIZE, BookingFact
from app.bookings.rules import NoSuchBooking, NothingTicked, check_reason
from app.bookings.views.blueprint import blueprint, carried, names_of, own_rooms, page_number, titles_of
from app.errors import Refused
from app.languages import Text
from app.places import queries as places
from app.web.access import Permission, requires, staff


@dataclass(frozen=True)
class Wish:
    """What was asked for together: its times in rooms of the house, by start, with what they are for."""

    times: tuple[BookingFact, ...]
    title: Text

    @property
    def first(self) -> BookingFact:
        return self.times[0]

    @property
    def last(self) -> BookingFact:
        return self.times[-1]


@blueprint.get("/<lang:lang>/desk/rooms/requests")
@requires(Permission.ROOMS_APPROVE)
def requests() -> str:
    """The oldest first."""
    rooms = {room.id: room for room in own_rooms()}
    together = _together(queries.list_requests(rooms))
    page = page_number()
    shown = together[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    titles = titles_of([times[0] for times in shown])
    return render_template(
        "bookings/requests.html", wishes=[Wish(tuple(times), titles[times[0].id]) for times in shown],
        number=len(together), page=page, pages=-(-len(together) // PAGE_SIZE), rooms=rooms, places=_places(),
        organisations=names_of(times[0].organisation_id for times in shown),
        url=lambda to: url_for("bookings.requests", page=to),
    )  # fmt: skip


@blueprint.route("/<lang:lang>/desk/rooms/requests/<code>", methods=["GET", "POST"])
@requires(Permission.ROOMS_APPROVE)
def answer(code: str) -> Response:
    """One wish, by the code of all its times together. Those that cannot be had any more are not among what is answered."""
    rooms, form = {room.id: room for room in own_rooms()}, AnswerForm()
    asked = [one for one in queries.list_series(code) if one.waits and one.room_id in rooms]
    if not asked:
        raise NoSuchBooking
    blocked, rivals = planning.blocked(asked), planning.rivals_of(asked)
    titles = titles_of([*asked, *rivals])
    if form.validate_on_submit():
        try:
            if request.form.get("decision") == "decline" and "sure" not in request.form:
                ticked = _ticked(form, asked, rivals)
                return _sure(form, code, [one for one in (*asked, *rivals) if one.code in ticked], titles)
            said = _decide(form, asked, rivals)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(said, "ok")
            return redirect(url_for("bookings.requests"))
    page = render_template(
        "bookings/answer.html", form=form, wish=Wish(tuple(asked), titles[asked[0].id]), titles=titles,
        free=[one for one in asked if one.id not in blocked], blocked=[one for one in asked if one.id in blocked],
        rivals=rivals, rooms={one.room_id: rooms[one.room_id] for one in (*asked, *rivals)}, places=_places(),
        organisations=names_of(one.organisation_id for one in (*asked, *rivals)),
        dates=[one for one in asked if one.occurrence_id is not None], moved=any(one.sequence for one in asked),
    )  # fmt: skip
    return make_response(page, form.status)


def _sure(form: AnswerForm, code: str, meant: Sequence[BookingFact], titles: dict[int, Text]) -> Response:
    """What will be declined, before it is. Raises NothingTicked, ReasonMissing."""
    if not meant:
        raise NothingTicked
    reason = check_reason(form.reason.data or "")
    page = render_template(
        "bookings/decline.html", code=code, meant=meant, titles=titles, reason=reason,
        carried=carried(leaving_out=["decision"]), organisations=names_of(one.organisation_id for one in meant),
    )  # fmt: skip
    return make_response(page)


def _ticked(form: AnswerForm, asked: Sequence[BookingFact], rivals: Sequence[BookingFact]) -> set[str]:
    """The codes of all that is ticked, of what stood on the page."""
    return ({one.code for one in asked} & form.chosen) | ({one.code for one in (*asked, *rivals)} & form.declined)


def _decide(form: AnswerForm, asked: Sequence[BookingFact], rivals: Sequence[BookingFact]) -> str:
    """Approve or decline what was ticked, of what stood on the page. Raises NothingTicked and what the commands raise."""
    codes = {one.code for one in asked} & form.chosen
    others = {one.code for one in (*asked, *rivals)} & form.declined - codes
    reason, actor = form.reason.data or "", staff().user_id
    if request.form.get("decision") == "decline":
        ticked = _ticked(form, asked, rivals)
        if not ticked:
            raise NothingTicked
        service.decline(ticked, reason, actor)
        return str(_("Declined. Those who asked get your words by mail."))
    if not codes:
        raise NothingTicked
    service.approve(codes, others, reason, actor)
    return str(_("Approved. Those who asked get a mail."))


def _together(asked: Sequence[BookingFact]) -> list[list[BookingFact]]:
    """The requests by what was asked for together, in the order in which they come."""
    found: dict[str, list[BookingFact]] = {}
    for one in asked:
        found.setdefault(one.series, []).append(one)
    return list(found.values())


def _places() -> dict[int, str]:
    return {place.id: place.name for place in places.list_names()}
