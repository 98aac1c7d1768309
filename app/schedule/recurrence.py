"""The dates that a rule makes, in the municipality's wall time (pure): 17:00 stays 17:00 when summer time begins or ends.

Occurrences are rows; a rule only generates them once (``design.md`` §2). Daily or rarer, at most 400 dates a rule."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app import clock
from app.errors import Refused
from app.languages import N_
from app.schedule.spans import Span

MAX_DATES = 400
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Every(StrEnum):
    ONCE = "once"
    WEEKLY = "weekly"
    SECOND_WEEK = "second_week"
    MONTHLY = "monthly"


EVERY_NAMES = {
    Every.ONCE: N_("Once"),
    Every.WEEKLY: N_("Every week"),
    Every.SECOND_WEEK: N_("Every second week"),
    Every.MONTHLY: N_("Every month, on the same weekday (for example the second Tuesday)"),
}
_STEPS = {Every.ONCE: 0, Every.WEEKLY: 7, Every.SECOND_WEEK: 14}


class EndBeforeStart(Refused):
    message = N_("The end must be later than the start, on the same day.")
    field = "end"


class TimeSkipped(Refused):
    message = N_("%(time)s on %(date)s does not exist: summer time begins and skips that hour. Choose another time.")
    field = "start"


class TimeTwice(Refused):
    message = N_("%(time)s on %(date)s comes twice: summer time ends and repeats that hour. Choose another time.")
    field = "start"


class TooManyDates(Refused):
    message = N_("That makes %(number)d dates. One rule can make at most %(most)d.")
    field = "count"


class NoDates(Refused):
    message = N_("No date is left. Keep at least one.")
    field = "first_on"


class EndMissing(Refused):
    message = N_("Say when the dates end: by a last day, or by how many they are.")
    field = "until_on"


class EndTwice(Refused):
    message, field = N_("Give either a last day or a number of dates, not both."), "count"


class LastBeforeFirst(Refused):
    message = N_("The last day is before the first date.")
    field = "until_on"


class NotOneOfTheDates(Refused):
    message = N_("%(date)s is not one of the dates, so it cannot be left out. Check the day.")
    field = "excluded"


class YearOutside(Refused):
    message = N_("Choose dates from the year %(first)d to %(last)d.")
    field = "first_on"


@dataclass(frozen=True)
class Schedule:
    """A rule in Stockholm wall time. A repeating one ends at ``until_on`` (included) or after ``count`` dates;
    ``excluded`` days are left out afterwards and make no further dates."""

    every: str
    first_on: date
    start: time
    end: time
    until_on: date | None = None
    count: int | None = None
    excluded: frozenset[date] = frozenset()

    def without(self, days: Iterable[date]) -> "Schedule":
        """The same rule with further days left out."""
        return replace(self, excluded=self.excluded | frozenset(days))

    def as_plain(self) -> dict[str, Any]:
        """The rule as it is kept with its series."""
        return {
            "every": str(self.every),
            "first_on": self.first_on.isoformat(),
            "start": f"{self.start:%H:%M}",
            "end": f"{self.end:%H:%M}",
            "until_on": self.until_on.isoformat() if self.until_on else None,
            "count": self.count,
            "excluded": sorted(day.isoformat() for day in self.excluded),
        }


def days_of(schedule: Schedule) -> list[date]:
    """The days that the rule makes before any is left out, in order.

    Raises EndMissing, EndTwice, LastBeforeFirst, TooManyDates, NoDates, YearOutside.
    """
    number = _number(schedule)
    if number < 1:
        raise NoDates(field="count")
    if number > MAX_DATES:
        raise TooManyDates(number=number, most=MAX_DATES)
    if not FIRST_YEAR <= schedule.first_on.year <= LAST_YEAR:
        raise YearOutside(first=FIRST_YEAR, last=LAST_YEAR)
    if nth_day(schedule.every, schedule.first_on, number - 1).year > LAST_YEAR:
        raise YearOutside(field="count", first=FIRST_YEAR, last=LAST_YEAR)
    return [nth_day(schedule.every, schedule.first_on, index) for index in range(number)]


def nth_day(every: str, first_on: date, index: int) -> date:
    """The day ``index`` steps after ``first_on``; monthly keeps the weekday and its place in the month (RFC 5545 3.3.10,
    BYDAY with a number)."""
    if every != Every.MONTHLY:
        return first_on + timedelta(days=_STEPS[Every(every)] * index)
    months = first_on.month - 1 + index
    first_of_month = date(first_on.year + months // 12, months % 12 + 1, 1)
    ahead = (first_on.weekday() - first_of_month.weekday()) % 7
    place = (first_on.day - 1) // 7
    day = first_of_month + timedelta(days=ahead + 7 * place)
    # Where the first date is a fifth weekday, a month with four of them takes its last.
    return day if day.month == first_of_month.month else day - timedelta(days=7)


def half_a_year_later(every: str, first_on: date) -> date:
    """Where a rule begins in the next term: 26 weeks later, so that the weekday stays, or six months by its place in them."""
    return nth_day(every, first_on, 6) if every == Every.MONTHLY else first_on + timedelta(weeks=26)


def dates_of(schedule: Schedule) -> list[Span]:
    """The dates of a rule, in order, without those that are left out.

    Raises what ``days_of`` raises, NotOneOfTheDates, EndBeforeStart, TimeSkipped, TimeTwice, and NoDates where all are left out.
    """
    days = days_of(schedule)
    strange = sorted(schedule.excluded - set(days))
    if strange:
        raise NotOneOfTheDates(date=strange[0].isoformat())
    kept = [span_of(day, schedule.start, schedule.end) for day in days if day not in schedule.excluded]
    if not kept:
        raise NoDates
    return kept


def span_of(day: date, start: time, end: time) -> Span:
    """One date from wall times. Raises EndBeforeStart, YearOutside, TimeSkipped, TimeTwice (naming the day)."""
    if end <= start:
        raise EndBeforeStart
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise YearOutside(first=FIRST_YEAR, last=LAST_YEAR)
    return Span(_instant(day, start, "start"), _instant(day, end, "end"))


def _number(schedule: Schedule) -> int:
    if schedule.every == Every.ONCE:
        return 1
    if schedule.until_on is None and schedule.count is None:
        raise EndMissing
    if schedule.until_on is None:
        return schedule.count or 0
    if schedule.count is not None:
        raise EndTwice
    if schedule.until_on < schedule.first_on:
        raise LastBeforeFirst
    if schedule.every != Every.MONTHLY:
        return (schedule.until_on - schedule.first_on).days // _STEPS[Every(schedule.every)] + 1
    until, first = schedule.until_on, schedule.first_on
    months = (until.year - first.year) * 12 + until.month - first.month
    return months + (nth_day(schedule.every, first, months) <= until)


def _instant(day: date, at: time, field: str) -> datetime:
    named = {"field": field, "date": day.isoformat(), "time": f"{at:%H:%M}"}
    try:
        return clock.to_utc(datetime.combine(day, at))
    except clock.WallTimeMissing:
        raise TimeSkipped(**named) from None
    except clock.WallTimeTwice:
        raise TimeTwice(**named) from None
