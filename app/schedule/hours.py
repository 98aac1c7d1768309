"""Weekly hours with their exceptions: when a house is open, or when something can be booked (pure)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Any

from app import clock
from app.errors import Refused
from app.languages import N_
from app.schedule.closures import ClosureKind, closures_of
from app.schedule.spans import Span

DAYS = 7
MOST_WINDOWS = 4  # a day
MOST_EXCEPTIONS = 60
_TIME = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3])([:.](?P<minute>[0-5][0-9]))?")


class HoursUnreadable(Refused):
    message = N_("Write hours like 10–19, or 10–12, 13–16.30: the start before the end, and the next after it.")


class ExceptionBackwards(Refused):
    message = N_("The last day is before the first.")


@dataclass(frozen=True, order=True)
class Window:
    """Open from a wall time until another of the same day."""

    start: time
    end: time

    def holds(self, start: time, end: time) -> bool:
        """Whether it is open all the way from ``start`` to ``end``."""
        return self.start <= start and end <= self.end


@dataclass(frozen=True)
class HoursException:
    """Other hours than usual on some days, both included; no ``windows``: closed. ``why`` for those who read it."""

    first_on: date
    last_on: date
    windows: tuple[Window, ...] = ()
    why: str = ""

    def covers(self, day: date) -> bool:
        """Whether ``day`` is one of its days."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True)
class Hours:
    """The windows of each weekday from Monday on, and the exceptions from them, of which the last written counts.
    ``on_holidays``: open on Swedish public holidays and their eves too, as on any other day."""

    weekly: tuple[tuple[Window, ...], ...] = ((),) * DAYS
    exceptions: tuple[HoursException, ...] = ()
    on_holidays: bool = False

    @property
    def known(self) -> bool:
        """Whether any hours have been written down."""
        return any(self.weekly) or bool(self.exceptions)

    def on(self, day: date) -> tuple[Window, ...]:
        """The windows of a day, in order: an exception before a holiday, a holiday before the weekday."""
        exception = self.exception_on(day)
        if exception is not None:
            return exception.windows
        if not self.on_holidays and is_holiday(day):
            return ()
        return self.weekly[day.weekday()]

    def exception_on(self, day: date) -> HoursException | None:
        """The exception that holds on a day."""
        return next((one for one in reversed(self.exceptions) if one.covers(day)), None)

    def holds(self, span: Span) -> bool:
        """Whether it is open during all of ``span``; what ends on another day never is."""
        start, end = clock.wall(span.starts_at), clock.wall(span.ends_at)
        windows = self.on(start.date()) if end.date() == start.date() else ()
        return any(window.holds(start.time(), end.time()) for window in windows)

    def as_plain(self) -> dict[str, Any]:
        """As it is kept in a row."""
        if not self.known and not self.on_holidays:
            return {}
        return {
            "weekly": [_plain(windows) for windows in self.weekly],
            "exceptions": [
                [one.first_on.isoformat(), one.last_on.isoformat(), _plain(one.windows), one.why]
                for one in self.exceptions
            ],
            "on_holidays": self.on_holidays,
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> "Hours":
        """From what ``as_plain`` gave."""
        if not kept:
            return cls()
        exceptions = (
            HoursException(date.fromisoformat(first), date.fromisoformat(last), _windows(windows), why)
            for first, last, windows, why in kept["exceptions"]
        )
        return cls(tuple(map(_windows, kept["weekly"])), tuple(exceptions), kept["on_holidays"])


def is_holiday(day: date) -> bool:
    """Whether it is a Swedish public holiday or one of the eves that everybody keeps."""
    closure = closures_of([day]).get(day)
    return closure is not None and closure.kind == ClosureKind.HOLIDAY


def read_windows(typed: str) -> tuple[Window, ...]:
    """Hours as people write them, "10–12, 13.30–16". Raises HoursUnreadable."""
    parts = [part for part in typed.replace(";", ",").split(",") if part.strip()]
    if len(parts) > MOST_WINDOWS:
        raise HoursUnreadable
    windows = tuple(_read_window(part) for part in parts)
    for before, after in pairwise(windows):
        if after.start <= before.end:
            raise HoursUnreadable
    return windows


def in_words(windows: Iterable[Window]) -> str:
    """The hours of a day, "10:00–12:00, 13:30–16:00"; empty where it is closed."""
    return ", ".join(f"{one.start:%H:%M}–{one.end:%H:%M}" for one in windows)


def exception(first_on: date, last_on: date | None, windows: Sequence[Window], why: str = "") -> HoursException:
    """Other hours from a day to a day (none: that day alone). Raises ExceptionBackwards."""
    if last_on is not None and last_on < first_on:
        raise ExceptionBackwards
    return HoursException(first_on, last_on or first_on, tuple(windows), why)


def _read_window(typed: str) -> Window:
    bounds = typed.replace("—", "-").replace("–", "-").split("-")
    if len(bounds) != 2:
        raise HoursUnreadable
    start, end = (_read_time(bound.strip()) for bound in bounds)
    if end <= start:
        raise HoursUnreadable
    return Window(start, end)


def _read_time(typed: str) -> time:
    found = _TIME.fullmatch(typed)
    if found is None:
        raise HoursUnreadable
    return time(int(found["hour"]), int(found["minute"] or 0))


def _plain(windows: Iterable[Window]) -> list[list[str]]:
    return [[f"{one.start:%H:%M}", f"{one.end:%H:%M}"] for one in windows]


def _windows(kept: Iterable[Sequence[str]]) -> tuple[Window, ...]:
    return tuple(Window(time.fromisoformat(start), time.fromisoformat(end)) for start, end in kept)


__all__ = [
    "DAYS", "ExceptionBackwards", "Hours", "HoursException", "HoursUnreadable", "Window", "exception", "in_words",
    "is_holiday", "read_windows",
]  # fmt: skip
