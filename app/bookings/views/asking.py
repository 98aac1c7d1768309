"""Asking for a room: the form, then every time with what stands against it, and only then sending. Each step posts everything
typed again, so that nothing is kept in between and no script is needed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.bookings import planning, rules, service
from app.bookings.forms import BOOK, AskForm, RowForm
from app.bookings.planning import Line
from app.bookings.queries import terms_of
from app.bookings.rules import PROBLEM_NAMES, BookedMeanwhile, BookingState, Wish
from app.bookings.service import Receipt
from app.bookings.views.blueprint import askers, blueprint, carried, open_room, place_of, rooms_for
from app.errors import Refused
from app.organisations.queries import OrganisationFact
from app.places.queries import RoomFact
from app.schedule.recurrence import dates_of
from app.schedule.spans import Span
from app.web.access import Permission, requires, staff
from app.web.formats import ngettext
from app.web.refusals import told

LOOK, SEND, CHANGE = "look", "send", "change"


@dataclass
class Looked:
    """The times that are asked for, as they stand. ``problems``: what is wrong, for the summary; ``meanwhile``: something is no
    longer as it was shown."""

    organisation: OrganisationFact
    rooms: list[RoomFact]
    rows: list[RowForm]
    problems: list[tuple[str, str]] = field(default_factory=list)
    meanwhile: bool = False

    @property
    def errors(self) -> bool:
        """Whether anything is told above the page."""
        return bool(self.problems)

    @property
    def wanted(self) -> list[RowForm]:
        return [row for row in self.rows if row.booked]

    def count(self, state: BookingState) -> int:
        """How many of the wanted times would get that state."""
        states = [rules.first_state(terms_of(row.room), self.organisation.id) for row in self.wanted if row.span]
        return states.count(state)


@blueprint.route("/<lang:lang>/desk/rooms/<code>/ask", methods=["GET", "POST"])
@requires(Permission.ROOMS_ASK)
def ask(code: str) -> Response:
    """The form; ``day``, ``start``, ``end`` and ``people`` of the address stand in it already."""
    room, form = open_room(code), AskForm()
    able = askers(room)
    if not able:
        raise rules.RoomNotForYou
    form.offer(able)
    step = request.form.get("step", LOOK)
    if request.method == "GET":
        form.begin(request.args)
    elif step != CHANGE and form.validate_on_submit():
        try:
            rules.check_people(form.people.data, room.capacity)
            return _looked(form, room, dates_of(form.schedule()), step)
        except Refused as refusal:
            form.refuse(refusal)
    status = 200 if step == CHANGE else form.status
    page = render_template("bookings/ask.html", form=form, room=room, place=place_of(room))
    return make_response(page, status)


def _looked(form: AskForm, room: RoomFact, spans: Sequence[Span], step: str) -> Response:
    """The list of the times, or where all stands as it was shown, the end of it."""
    organisation = next(one for one in askers(room) if one.code == form.organisation.data)
    rooms = rooms_for(organisation, room.place_id)
    looked = Looked(organisation, rooms, [_row(number, span, room, rooms) for number, span in enumerate(spans)])
    whole = [_is_whole(row, form.people.data) for row in looked.rows]
    changed = any(row.changed for row in looked.rows)
    lost = _stand(looked)
    if step == SEND and not lost and not changed and all(whole):
        try:
            return _sent(service.ask(_request(form, organisation), _wishes(looked.wanted), staff().user_id))
        except rules.RoomTaken:
            lost = _stand(looked)
        except Refused as refusal:
            looked.problems.append(("", told(refusal)))
    if step == SEND:
        _tell(looked, lost)
    return _page(form, room, looked, changed and step == SEND)


def _tell(looked: Looked, lost: Sequence[RowForm]) -> None:
    """What stands against times that should have been booked: at those that were shown so, else above the page."""
    for row in lost:
        if row.problem and row.knew(row.problem):
            row.day.errors = [_("This cannot be booked as it stands. Change it, or leave it skipped.")]
        elif not row.changed:
            looked.meanwhile = True


def _row(number: int, span: Span, room: RoomFact, rooms: Sequence[RoomFact]) -> RowForm:
    """A time as it was sent, else as the rule makes it."""
    row = RowForm(number) if f"t{number}-day" in request.form else RowForm(number, formdata=None)
    row.offer(rooms)
    if row.day.raw_data is None:
        row.show(room.code, span)
        row.seen.data = row.mark
    return row


def _is_whole(row: RowForm, people: int | None) -> bool:
    """Whether the time can be looked at; what is wrong with it stands in the row."""
    if row.day.raw_data is not None and not row.validate():
        return False
    try:
        row.span = row.wish().span
        rules.check_people(people, row.room.capacity)
    except Refused as refusal:
        row.span = None
        refusal.field = "place" if isinstance(refusal, rules.TooManyPeople) else refusal.field
        row.refuse(refusal)
    return row.span is not None


def _stand(looked: Looked) -> list[RowForm]:
    """Let each row know what stands against it now; those that are skipped stand in the way of none. Those that should be
    booked and cannot be."""
    wanted = [row for row in looked.rows if row.span and row.booked]
    skipped = [row for row in looked.rows if row.span and not row.booked]
    for row, line in (*_lines(looked, wanted), *_lines(looked, skipped)):
        row.stand(line.problem, line.contested)
    return [row for row in wanted if row.problem]


def _lines(looked: Looked, rows: Sequence[RowForm]) -> Iterable[tuple[RowForm, Line]]:
    """Each row with its line; of two alike the first has the first."""
    found: dict[Wish, list[Line]] = defaultdict(list)
    for line in planning.look(looked.rooms, looked.organisation.id, _wishes(rows)):
        found[Wish(line.room_id, line.span)].append(line)
    return [(row, found[wish].pop(0)) for row, wish in zip(rows, _wishes(rows), strict=True)]


def _wishes(rows: Iterable[RowForm]) -> list[Wish]:
    return [Wish(row.room.id, row.span) for row in rows if row.span]


def _request(form: AskForm, organisation: OrganisationFact) -> service.Request:
    return service.Request(organisation.id, form.purpose.data or "", form.people.data, form.nonce.data or "")


def _page(form: AskForm, room: RoomFact, looked: Looked, changed: bool) -> Response:
    """``changed``: some times were changed in the list and sent before they had been looked at."""
    if looked.meanwhile:
        looked.problems.insert(0, ("", _(BookedMeanwhile.message)))
    looked.problems += [problem for row in looked.rows for problem in row.problems]
    for row in looked.rows:
        row.seen.data = row.mark
    page = render_template(
        "bookings/look.html", form=form, room=room, place=place_of(room), looked=looked, names=PROBLEM_NAMES,
        at_once=looked.count(BookingState.APPROVED), asked=looked.count(BookingState.REQUESTED),
        changed=changed, carried=[pair for pair in carried() if pair[0] in form], book=BOOK,
    )  # fmt: skip
    wrong = 422 if any(row.failed for row in looked.rows) else 409
    return make_response(page, wrong if looked.problems else 200)


def _sent(receipt: Receipt) -> Response:
    """To what was booked, with what became of it."""
    if receipt.approved:
        flash(ngettext("%(num)s time is booked.", "%(num)s times are booked.", receipt.approved), "ok")
    if receipt.requested:
        said = ngettext(
            "%(num)s time is asked for. You get a mail when it is answered.",
            "%(num)s times are asked for. You get a mail when they are answered.", receipt.requested,
        )  # fmt: skip
        flash(said, "ok")
    return redirect(url_for("bookings.show", code=receipt.series))
