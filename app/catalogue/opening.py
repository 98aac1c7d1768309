"""When a place is open, as its page tells it: the week, and the days soon on which it is otherwise (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.languages import Text, pick
from app.schedule.closures import ClosureKind, closures_of
from app.schedule.hours import Hours, Window

AHEAD = 30  # days


@dataclass(frozen=True)
class Line:
    """The hours of a day, or of all days to ``last_on``; none: closed."""

    first_on: date
    last_on: date
    windows: tuple[Window, ...]
    why: Text


@dataclass(frozen=True)
class Opening:
    """``week``: the days from Monday on with their usual hours, none where there is no week; ``other``: by first day."""

    today: date
    week: tuple[tuple[date, tuple[Window, ...]], ...]
    other: tuple[Line, ...]


def opening_of(hours: Hours, today: date, language: str) -> Opening | None:
    """When a place is open, for a reader of ``language``; None where nobody has told."""
    if not hours.known:
        return None
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=number) for number in range(7))
    week = tuple(zip(days, hours.weekly, strict=True)) if any(hours.weekly) else ()
    soon = [today + timedelta(days=number) for number in range(AHEAD + 1)]
    other = [*_exceptions(hours, soon, language), *_holidays(hours, soon, language)]
    return Opening(today, week, tuple(sorted(other, key=lambda line: (line.first_on, line.last_on))))


def _exceptions(hours: Hours, soon: Iterable[date], language: str) -> list[Line]:
    """Those that hold on one of the days, whole."""
    holding = dict.fromkeys(hours.exception_on(day) for day in soon)
    return [
        Line(one.first_on, one.last_on, one.windows, pick({language: one.why}, language)) for one in holding if one
    ]  # fmt: skip


def _holidays(hours: Hours, soon: Iterable[date], language: str) -> list[Line]:
    """Those on which it is closed though it would be open by the week."""
    if hours.on_holidays:
        return []
    closed = {day: found for day, found in closures_of(soon).items() if found.kind == ClosureKind.HOLIDAY}
    return [
        Line(day, day, (), pick(dict(found.names), language))
        for day, found in closed.items()
        if hours.weekly[day.weekday()] and hours.exception_on(day) is None
    ]
