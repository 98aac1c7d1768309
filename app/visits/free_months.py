"""The free times of one month, and which months before and after it have some."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.schedule.spans import Span
from app.visits.free import FreeTimes


@dataclass(frozen=True)
class FreeMonth:
    """``first``: the first day of the month (none: no month has a free time); ``earlier`` and ``later``: of the nearest
    months that have some."""

    first: date | None = None
    free: list[Span] = field(default_factory=list)
    earlier: date | None = None
    later: date | None = None


NOTHING = FreeMonth()


def month_of(times: FreeTimes, wanted: date | None) -> FreeMonth:
    """The wanted month if it has free times, else the first that does.

    Until the month after the wanted one is read at one go; all of the times only where that shows too little.
    """
    end = _end_of_month_after(max(wanted or times.first_on, times.first_on))
    found = _among(times.between(times.first_on, end), wanted)
    enough = found.later is not None and wanted in {None, found.first}
    return found if enough else _among(times.all(), wanted)


def _end_of_month_after(day: date) -> date:
    """The last day of the month after the one that ``day`` is in."""
    for _month in range(2):
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day - timedelta(days=1)


def _among(spans: list[Span], wanted: date | None) -> FreeMonth:
    months: dict[date, list[Span]] = {}
    for span in spans:
        months.setdefault(span.day.replace(day=1), []).append(span)
    if not months:
        return NOTHING
    listed = list(months)
    first = wanted if wanted in months else listed[0]
    at = listed.index(first)
    return FreeMonth(
        first, months[first], listed[at - 1] if at else None, listed[at + 1] if at + 1 < len(listed) else None
    )
