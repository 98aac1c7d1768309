"""The times that can be asked for: an offer's windows less what is in their way (pure)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import nsmallest
from operator import attrgetter

from app import clock
from app.errors import Refused
from app.languages import N_
from app.schedule.hours import Window
from app.schedule.recurrence import TimeSkipped, TimeTwice, span_of
from app.schedule.spans import Span
from app.visits.terms import OfferTerms, minute_of

ONE_DAY = timedelta(days=1)
WINDOWS_REMEMBERED = 1024


class SlotTaken(Refused):
    message = N_("That time has just been taken. Choose another.")
    field = "slot"


@dataclass(frozen=True)
class Busy:
    """What is in the way of new visits: spans in which the room or the staff are taken, and the offer's own visits that hold
    their time; around those the offer's gap is kept, and they count for its days."""

    taken: Sequence[Span] = ()
    visits: Sequence[Span] = ()


def slots_on(terms: OfferTerms, day: date) -> list[Span]:
    """The slots of a day in order, free or not: in each window from its start on, with the gap between them, as long as a whole
    visit fits. One that begins or ends in the hour that summer time skips or repeats, or that holds that hour, is left out."""
    starts = _starts(terms.hours.on(day), terms.minutes, terms.gap_minutes)
    if not starts:
        return []
    midnight = clock.day_start(day)
    # Two days a year need the clock for every slot; on others the minutes since midnight do, in a tenth of the time.
    if clock.day_end(day) - midnight == ONE_DAY:
        return [_since(midnight, start, terms.minutes) for start in starts]
    spans = (_by_the_clock(day, start, terms.minutes) for start in starts)
    return [span for span in spans if span is not None]


def is_slot(terms: OfferTerms, span: Span) -> bool:
    """Whether a span is one of the offer's slots, free or not."""
    return span in slots_on(terms, span.day)


def free_slots(terms: OfferTerms, busy: Busy, now: datetime, first_on: date, last_on: date) -> list[Span]:
    """The slots that can be asked for from one day to another, both included, in order: within lead time and horizon, not
    begun, with nothing in their way, and on days that have not as many visits as the offer allows."""
    obstacles = _Obstacles(terms, busy)
    today = clock.local(now).date()
    days = _days(max(first_on, terms.first_on(today)), min(last_on, terms.last_on(today)))
    slots = (slot for day in days if not obstacles.fill(day) for slot in slots_on(terms, day))
    return [slot for slot in slots if slot.starts_at > now and not obstacles.meet(slot)]


def check_free(terms: OfferTerms, busy: Busy, wanted: Sequence[Span]) -> None:
    """Whether these visits can all be had, each beside those before it; slots of the offer or not. Raises SlotTaken."""
    visits = list(busy.visits)
    for span in wanted:
        obstacles = _Obstacles(terms, Busy(busy.taken, visits))
        if obstacles.fill(span.day) or obstacles.meet(span):
            raise SlotTaken
        visits.append(span)


def nearest(free: Iterable[Span], wanted: datetime, number: int = 5) -> list[Span]:
    """The free slots whose starts are nearest to a wanted one, of two as near the earlier; in order of time."""

    def distance(slot: Span) -> tuple[timedelta, datetime]:
        return abs(slot.starts_at - wanted), slot.starts_at

    return sorted(nsmallest(number, free, key=distance))


class _Obstacles:
    """What is in the way, made ready to be asked about many slots: spans that do not overlap, in order."""

    def __init__(self, terms: OfferTerms, busy: Busy) -> None:
        around = (Span(visit.starts_at - terms.gap, visit.ends_at + terms.gap) for visit in busy.visits)
        spans = _merged([*busy.taken, *around])
        self._starts = [span.starts_at for span in spans]
        self._ends = [span.ends_at for span in spans]
        self._per_day = terms.per_day
        self._visits_on = Counter(visit.day for visit in busy.visits)

    def fill(self, day: date) -> bool:
        """Whether the day has all the visits that the offer allows."""
        return self._per_day is not None and self._visits_on[day] >= self._per_day

    def meet(self, slot: Span) -> bool:
        """Whether something overlaps the slot: if anything does, then the first that ends after it has begun."""
        at = bisect_right(self._ends, slot.starts_at)
        return at < len(self._starts) and self._starts[at] < slot.ends_at


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same time as spans that do not overlap, in order."""
    merged: list[Span] = []
    for span in sorted(spans, key=attrgetter("starts_at")):
        if merged and span.starts_at <= merged[-1].ends_at:
            merged[-1] = Span(merged[-1].starts_at, max(merged[-1].ends_at, span.ends_at))
        else:
            merged.append(span)
    return merged


def _days(first_on: date, last_on: date) -> Iterator[date]:
    return (first_on + timedelta(days=index) for index in range((last_on - first_on).days + 1))


@lru_cache(maxsize=WINDOWS_REMEMBERED)
def _starts(windows: tuple[Window, ...], minutes: int, gap_minutes: int) -> tuple[int, ...]:
    """The minutes of the day at which slots begin."""
    return tuple(
        start
        for window in windows
        for start in range(minute_of(window.start), minute_of(window.end) - minutes + 1, minutes + gap_minutes)
    )


def _since(midnight: datetime, start: int, minutes: int) -> Span:
    return Span(midnight + timedelta(minutes=start), midnight + timedelta(minutes=start + minutes))


def _by_the_clock(day: date, start: int, minutes: int) -> Span | None:
    """The slot that begins at a minute of the day, unless summer time takes from it or adds to it."""
    try:
        span = span_of(day, _wall(start), _wall(start + minutes))
    except (TimeSkipped, TimeTwice):
        return None
    return span if span.ends_at - span.starts_at == timedelta(minutes=minutes) else None


def _wall(minute: int) -> time:
    return time(*divmod(minute, 60))
