"""The calendar of a room: a month, a week or a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from flask import render_template, request, url_for
from markupsafe import Markup

from app import clock
from app.bookings import days, queries, sheet
from app.bookings.days import MOST_ENTRIES, SHOWN_OF_MORE, View
from app.bookings.queries import Scope
from app.bookings.rules import BookingState
from app.bookings.sheet import Entry
from app.bookings.views.blueprint import askers, blueprint, looks_after, names_of, open_room, place_of, titles_of
from app.bookings.views.feeds import addresses_of
from app.languages import Text, pick
from app.places.queries import RoomFact
from app.places.rules import EQUIPMENT_NAMES
from app.schedule.hours import Hours, in_words
from app.schedule.spans import Span
from app.web.access import Permission, requires, staff
from app.web.drawing import draw
from app.web.locale import current_language


@dataclass(frozen=True)
class Told:
    """An entry with what it is for and whose it is, where the reader may know."""

    entry: Entry
    title: Text
    organisation: str


@dataclass(frozen=True)
class Day:
    """A day of the calendar. ``hours``: when the room is open, in words, empty where nobody has written it down;
    ``closed``, and ``why``. ``more``: how many entries are not among ``told``."""

    day: date
    inside: bool
    hours: str
    closed: bool
    why: str
    told: tuple[Told, ...]
    more: int
    past: bool
    today: bool

    def drawn(self, weekday: str, day_url: str, series_url: str, free: bool) -> Markup:
        """Its cell in the table; drawn once, for a month is looked at again and again. ``free``: marked where it is."""
        return draw("bookings/day_cell.html", "cell", self, weekday, day_url, series_url, free)


@blueprint.get("/<lang:lang>/desk/rooms/<code>")
@requires(Permission.ROOMS_READ)
def room(code: str) -> str:
    """Who may answer for the room reads all of it; others read their own, and when it is taken."""
    found = open_room(code)
    view = days.read_view(request.args.get("view", ""))
    on = days.read_day(request.args.get("on", ""), clock.today())
    house = looks_after(found)
    scope = None if house else staff().scope(Permission.ROOMS_READ)
    cells = _month(found, on, scope) if view == View.MONTH else _days(found, days.weeks_of(view, on), scope)
    return render_template(
        "bookings/room.html", room=found, place=place_of(found), house=house, able=bool(askers(found)),
        equipment=EQUIPMENT_NAMES, view=view, on=on, cells=cells,
        rows=_with_gaps(found, cells[0][0]) if view == View.DAY else [],
        feed=addresses_of(found) if house else None, waiting=queries.count_requests([found.id]) if house else 0,
        **_ways(code, view, on),
    )  # fmt: skip


def _ways(code: str, view: View, on: date) -> dict[str, object]:
    """The addresses that lead from here to other days and other views."""
    at = partial(url_for, "bookings.room", code=code)
    before, after = days.beside(view, on)
    return {
        "views": {one: at(view=one, on=on.isoformat()) for one in View},
        "before": at(view=view, on=before.isoformat()) if before else "",
        "after": at(view=view, on=after.isoformat()) if after else "",
        "now": at(view=view) if clock.today() not in chain(*days.weeks_of(view, on)) else "",
        # Addresses that are made once, and end in the day and in the code that they lead to.
        "day_url": at(view=View.DAY) + "&on=",
        "series_url": url_for("bookings.show", code="0").removesuffix("0"),
    }


def _month(room: RoomFact, on: date, scope: Scope) -> list[list[Day]]:
    """The weeks of a month. A full day shows its first entries, and says how many there are more; only what is shown is
    read."""
    weeks, hours = days.weeks_of(View.MONTH, on), room.hours
    first = on.replace(day=1)
    since, until = clock.day_start(first), clock.day_start((first + timedelta(days=31)).replace(day=1))
    of_day = _ids_by_day(sheet.list_starts(room.id, since, until, scope), first, until)
    shown = {day: ids[:SHOWN_OF_MORE] if len(ids) > MOST_ENTRIES else ids for day, ids in of_day.items()}
    told = _by_day(_tell(sheet.list_entries(room.id, since, until, scope, [*chain(*shown.values())])))
    return [
        [_day(hours, day, told.get(day, ()), day.month == on.month, len(of_day.get(day, ())) - len(shown.get(day, ())))
         for day in week]
        for week in weeks
    ]  # fmt: skip


def _ids_by_day(starts: Sequence[tuple[int, datetime]], first: date, until: datetime) -> dict[date, list[int]]:
    """The ids of a month's entries by day; by where each day begins, since asking the clock of hundreds is slow."""
    found: dict[date, list[int]] = {}
    day, ends_at = first, clock.day_end(first)
    for entry_id, starts_at in starts:
        while starts_at >= ends_at and ends_at < until:
            day += timedelta(days=1)
            ends_at = clock.day_end(day)
        found.setdefault(day, []).append(entry_id)
    return found


def _days(room: RoomFact, rows: Sequence[Sequence[date]], scope: Scope) -> list[list[Day]]:
    """Days with all their entries."""
    since, until, hours = clock.day_start(rows[0][0]), clock.day_end(rows[-1][-1]), room.hours
    told = _by_day(_tell(sheet.list_entries(room.id, since, until, scope)))
    return [[_day(hours, day, told.get(day, ()), True, 0) for day in row] for row in rows]


def _day(hours: Hours, day: date, told: Sequence[Told], inside: bool, more: int) -> Day:
    windows, exception, today = hours.on(day), hours.exception_on(day), clock.today()
    closed, why = hours.known and not windows, exception.why if exception else ""
    return Day(day, inside, in_words(windows), closed, why, tuple(told), more, day < today, day == today)


def _by_day(told: Iterable[Told]) -> dict[date, list[Told]]:
    found: dict[date, list[Told]] = {}
    for one in told:
        found.setdefault(one.entry.span.day, []).append(one)
    return found


def _tell(entries: Sequence[Entry]) -> list[Told]:
    """The entries with what they are for and whose they are."""
    titles = titles_of([one for one in entries if one.readable])
    organisations = names_of(one.organisation_id for one in entries)
    nothing = pick({}, current_language().code)
    return [
        Told(one, titles.get(one.id, nothing), organisations.get(one.organisation_id or 0, "")) for one in entries
    ]  # fmt: skip


def _with_gaps(room: RoomFact, day: Day) -> list[tuple[Span, Told | None]]:
    """The bookings of a day and what is free between them, by start; what is only asked for takes nothing away."""
    booked = [one.entry.span for one in day.told if one.entry.state == BookingState.APPROVED]
    free = [(span, None) for span in days.gaps(day.day, room.hours, booked) if span.ends_at > clock.now()]
    rows: list[tuple[Span, Told | None]] = [*((one.entry.span, one) for one in day.told), *free]
    return sorted(rows, key=lambda row: (row[0].starts_at, row[1] is None, row[0].ends_at))
