"""When things happen: every date that a series could have, and the choice of as many as were asked for."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.demo.content import Series
from app.demo.rules import Window

EPOCH = date(2000, 1, 3)  # a Monday, from which every second week and every course is counted
TERMS = {"v": ((1, 8), (6, 12)), "h": ((8, 17), (12, 19))}
OPEN_ALL_YEAR_CLOSED = ((7, 6), (8, 9))
CHRISTMAS = ((12, 20), (1, 7))
FEASTS = {(5, 1), (6, 6)}
RARE_WEIGHT, STEADY_WEIGHT, ASSOCIATION_WEIGHT = 0.1, 0.5, 0.6
RARE_WEEKS = 4
STEADY_ORGANISATIONS = {"library", "klf", "sf", "kff", "buf"}
NO_SIGN_UP = 10_000  # days: the smallest demos rather have dates that one can sign up for
LONG_MINUTES = 180  # what lasts longer keeps its hour, so that it ends on its day


@dataclass(frozen=True)
class Slot:
    """A date that could be: ``turn`` 0 is the series itself, 1 and on its copies at other places and times;
    ``run`` the term, year or course. Wall times in Stockholm."""

    series: Series
    turn: int
    run: str
    starts: datetime

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.series.minutes)

    @property
    def group(self) -> tuple[str, int, str]:
        """What makes one activity."""
        return self.series.key, self.turn, self.run


def choose(all_series: Sequence[Series], window: Window, past: int, coming: int) -> list[Slot]:
    """Exactly ``past`` and ``coming`` dates in order of their start: nearest to today first, every series at least
    once a year where the number allows; copies of the series where it asks for more."""
    behind: list[Slot] = []
    ahead: list[Slot] = []
    turn = 0
    while len(behind) < past or len(ahead) < coming:
        for series in all_series:
            for slot in slots(series, turn, window):
                (behind if slot.starts.date() < window.today else ahead).append(slot)
        turn += 1
    chosen = _best(behind, past, window) + _best(ahead, coming, window)
    return sorted(chosen, key=lambda slot: (slot.starts, slot.series.key, slot.turn))


def slots(series: Series, turn: int, window: Window) -> Iterator[Slot]:
    """Every date of a series, or of its copy number ``turn``, within the window."""
    if turn and (series.state != "published" or series.season == "coming"):
        return
    series = _shifted(series, turn)
    dated = _course_days(series, window) if series.season == "course" else _running_days(series, window)
    hour, minute = (int(part) for part in series.at.split(":"))
    for run, day in dated:
        yield Slot(series, turn, run, datetime.combine(day, time(hour, minute)))


def _shifted(series: Series, turn: int) -> Series:
    """A copy meets on other days and hours, so that copies do not stand on each other."""
    if not turn:
        return series
    hour = int(series.at[:2])
    if series.minutes <= LONG_MINUTES:
        hour = 8 + (hour - 8 + 2 * turn) % 11
    days = tuple((day + turn) % 5 if day < 5 else day for day in series.days)
    return replace(series, at=f"{hour:02d}{series.at[2:]}", days=days, offset=series.offset + turn, host_link=False)


def _running_days(series: Series, window: Window) -> Iterator[tuple[str, date]]:
    first = window.today + timedelta(days=7) if series.season == "coming" else window.first
    last = first + timedelta(weeks=series.weeks) if series.season == "coming" else window.last
    offset = (zlib.crc32(series.key.encode()) + series.offset) % series.every
    for day in _days(first, last):
        if day.weekday() in series.days and _week(day) % series.every == offset:
            run = _run(series, day)
            if run:
                yield run, day


def _course_days(series: Series, window: Window) -> Iterator[tuple[str, date]]:
    start = EPOCH + timedelta(weeks=series.offset)
    while start <= window.last:
        if start >= window.first:
            meetings = (day for day in _days(start, window.last) if day.weekday() in series.days and not _break(day))
            for _, day in zip(range(series.weeks * len(series.days)), meetings, strict=False):
                yield start.isoformat(), day
        start += timedelta(weeks=series.gap)


def _run(series: Series, day: date) -> str | None:
    if series.season == "coming":
        return "coming"
    if _break(day) or (day.month, day.day) in FEASTS:
        return None
    if series.season == "year":
        return str(day.year)
    return next((f"{day.year}{name}" for name, span in TERMS.items() if _in(day, span)), None)


def _break(day: date) -> bool:
    return _in(day, OPEN_ALL_YEAR_CLOSED) or not _in(day, (CHRISTMAS[1], CHRISTMAS[0]))


def _in(day: date, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    return span[0] <= (day.month, day.day) <= span[1]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _week(day: date) -> int:
    return (day - EPOCH).days // 7


def _best(candidates: list[Slot], count: int, window: Window) -> list[Slot]:
    sure = _sure(candidates, window)
    ranked = sorted(candidates, key=lambda slot: (_rank(slot, slot in sure, window), slot.starts, slot.group))
    return ranked[:count]


def _sure(candidates: Iterable[Slot], window: Window) -> set[Slot]:
    """One date of each series in each year, the nearest to today, and all of what is only to come."""
    nearest: dict[tuple[str, int], list[Slot]] = defaultdict(list)
    for slot in candidates:
        if not slot.turn:
            nearest[slot.series.key, slot.starts.year].append(slot)
    return {min(found, key=lambda slot: abs(slot.starts.date() - window.today)) for found in nearest.values()}


def _rank(slot: Slot, sure: bool, window: Window) -> tuple[int, float]:
    distance = abs((slot.starts.date() - window.today).days)
    if sure or slot.series.season == "coming":
        return 0, distance + (0 if slot.series.pools else NO_SIGN_UP)
    return 1 + slot.turn, distance * _weight(slot.series)


def _weight(series: Series) -> float:
    """How soon a series is cut where fewer dates are asked for: courses and rare dates last, associations first."""
    if series.season == "course" or series.every >= RARE_WEEKS:
        return RARE_WEIGHT
    spread = zlib.crc32(series.key.encode()) % 100 / 100
    steady = series.season == "year" or series.organisation in STEADY_ORGANISATIONS
    return STEADY_WEIGHT + spread / 4 if steady else ASSOCIATION_WEIGHT + spread / 2
