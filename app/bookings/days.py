"""The days that a calendar of a room shows, and what is free in each (pure)."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from enum import StrEnum

from app.errors import Refused
from app.schedule.hours import Hours, Window
from app.schedule.recurrence import FIRST_YEAR, LAST_YEAR, span_of
from app.schedule.spans import Span

WEEK = timedelta(days=7)
MOST_ENTRIES, SHOWN_OF_MORE = 4, 3  # in a day of a month; of more than so many, so many
# What is offered of a day where nobody has written down when the room is open.
USUAL = (Window(time(7), time(22)),)


class View(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def read_view(typed: str) -> View:
    """What was asked for; a month where that is nothing we know."""
    return View(typed) if typed in set(View) else View.MONTH


def read_day(typed: str, today: date) -> date:
    """The day that was asked for; today where it is none, or lies in no year that can be booked."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return today
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today


def weeks_of(view: View, on: date) -> list[list[date]]:
    """The days that are shown, in rows: the day, its week from Monday on, or all weeks that its month has part in."""
    if view == View.MONTH:
        return calendar.Calendar().monthdatescalendar(on.year, on.month)
    if view == View.DAY:
        return [[on]]
    monday = on - timedelta(days=on.weekday())
    return [[monday + timedelta(days=ahead) for ahead in range(7)]]


def beside(view: View, on: date) -> tuple[date | None, date | None]:
    """The days to go to for what lies before and after; none where no year that can be booked does."""
    if view == View.MONTH:
        first = on.replace(day=1)
        found = ((first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1))
    else:
        step = WEEK if view == View.WEEK else timedelta(days=1)
        found = (on - step, on + step)
    before, after = (day if FIRST_YEAR <= day.year <= LAST_YEAR else None for day in found)
    return before, after


def gaps(day: date, hours: Hours, taken: Iterable[Span]) -> list[Span]:
    """What is free of a day while the room is open (where that is known), by start."""
    free: list[Span] = []
    booked = sorted(taken)
    for window in hours.on(day) if hours.known else USUAL:
        free += _without(_open(day, window), booked)
    return free


def _open(day: date, window: Window) -> Span | None:
    """A window as instants; nothing where it begins or ends in the hour that summer time skips or repeats."""
    try:
        return span_of(day, window.start, window.end)
    except Refused:
        return None


def _without(whole: Span | None, booked: Sequence[Span]) -> list[Span]:
    if whole is None:
        return []
    free, since = [], whole.starts_at
    for span in booked:
        if span.overlaps(whole):
            if span.starts_at > since:
                free.append(Span(since, span.starts_at))
            since = max(since, span.ends_at)
    return [*free, Span(since, whole.ends_at)] if since < whole.ends_at else free
