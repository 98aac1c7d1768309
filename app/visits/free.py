"""The times of offers that can be asked for now, and who waits for one: read, and worked out."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app import clock
from app.bookings import queries as bookings
from app.bookings.rules import BookingState
from app.db import fetch
from app.places import queries as places
from app.schedule.spans import Span
from app.visits import queries
from app.visits.facts import OfferFact, VisitFact
from app.visits.rules import VisitState
from app.visits.slots import Busy, free_slots
from app.visits.tables import Visit
from app.visits.terms import OfferTerms

A_WHILE = timedelta(days=28)  # so far is looked ahead at one go for the next free time
A_FORTNIGHT = timedelta(days=14)
ENOUGH = 10  # free times, among which somebody finds one that suits


class FreeTimes:
    """The times of an offer that can be asked for now, in order, read no farther than somebody looks: at first the weeks
    that they look at, and all of them only where nothing is free there. ``leaving_out``: visits that make way."""

    def __init__(self, offer: OfferFact, leaving_out: Sequence[VisitFact] = ()) -> None:
        self.offer, self.leaving_out = offer, leaving_out
        self.first_on, self.last_on = _days(offer.terms)
        self._read: tuple[date, date, list[Span]] | None = None

    def between(self, first_on: date, last_on: date) -> list[Span]:
        """Those from one day to another, both included."""
        since, until = max(first_on, self.first_on), min(last_on, self.last_on)
        if since > until or not self.offer.terms.has_windows:
            return []
        if self._read is None or since < self._read[0] or until > self._read[1]:
            self._read = (since, until, self._find(since, until))
        known_since, known_until, spans = self._read
        if (known_since, known_until) == (since, until):
            return spans
        return [span for span in spans if since <= span.day <= until]

    def all(self) -> list[Span]:
        """Every one of them."""
        return self.between(self.first_on, self.last_on)

    def near(self, wanted: datetime | None) -> list[Span]:
        """Those in the weeks around a wanted time, or in the first weeks; all of them where few are there."""
        middle = max(clock.local(wanted).date() if wanted else self.first_on, self.first_on)
        found = self.between(middle - A_FORTNIGHT, middle + A_FORTNIGHT)
        return found if len(found) >= ENOUGH else self.all()

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return bool(self._read and self._read[2]) or self.first is not None

    @property
    def first(self) -> Span | None:
        """The next one, where there is any."""
        found = self.between(self.first_on, self._read[1] if self._read else self.first_on + 2 * A_WHILE)
        return next(iter(found or self.all()), None)

    def _find(self, first_on: date, last_on: date) -> list[Span]:
        gap = self.offer.terms.gap
        since, until = clock.day_start(first_on) - gap, clock.day_end(last_on) + gap
        busy = queries.find_busy(self.offer, since, until, self.leaving_out)
        return free_slots(self.offer.terms, busy, clock.now(), first_on, last_on)


def list_free(offer: OfferFact, leaving_out: Sequence[VisitFact] = ()) -> list[Span]:
    """Every time of an offer that can be asked for now, in order. ``leaving_out``: visits that make way."""
    return FreeTimes(offer, leaving_out).all()


def find_next_free(offers: Collection[OfferFact]) -> dict[int, Span]:
    """Offer id -> its next time that can be asked for, where there is one; three statements, however many offers."""
    looked = [offer for offer in offers if offer.terms.has_windows]
    if not looked:
        return {}
    busy = _busy(looked, *_reach(looked))
    found = {one.id: _next(one.terms, busy[one.id]) for one in looked}
    return {offer_id: span for offer_id, span in found.items() if span is not None}


def list_free_soon(offers: Collection[OfferFact], days: int) -> dict[int, list[Span]]:
    """Offer id -> its times that can be asked for within so many days from today, in order; three statements, however many
    offers."""
    today = clock.today()
    last_on = today + timedelta(days=days)
    busy = _busy(offers, clock.day_start(today), clock.day_end(last_on)) if offers else {}
    return {one.id: free_slots(one.terms, busy[one.id], clock.now(), today, last_on) for one in offers}


def count_waiting(offer_ids: Collection[int]) -> dict[int, int]:
    """Offer id -> how many groups wait for a time, where any does."""
    v = Visit
    waits = v.offer_id.in_(offer_ids), v.state == VisitState.WAITING
    counted = select(v.offer_id, func.count(v.id)).where(*waits).group_by(v.offer_id)
    return {offer_id: number for offer_id, number in fetch(counted)} if offer_ids else {}


def _next(terms: OfferTerms, busy: Busy) -> Span | None:
    day, last_on = _days(terms)
    while day <= last_on:
        found = free_slots(terms, busy, clock.now(), day, day + A_WHILE)
        if found:
            return found[0]
        day += A_WHILE + timedelta(days=1)
    return None


def _busy(offers: Collection[OfferFact], since: datetime, until: datetime) -> dict[int, Busy]:
    """Offer id -> what is in the way of its visits in [since, until) (UTC), as ``queries.find_busy`` finds it for one."""
    visits, taken = _visits_of(offers, since, until), _taken_in(offers, since, until)
    closed = {one.id: queries.closed_days(one.hours, since, until) for one in places.list_places(include_closed=True)}
    return {one.id: Busy([*taken[one.room_id], *closed.get(one.place_id, ())], visits[one.id]) for one in offers}


def _days(terms: OfferTerms) -> tuple[date, date]:
    return terms.first_on(clock.today()), terms.last_on(clock.today())


def _reach(offers: Collection[OfferFact]) -> tuple[datetime, datetime]:
    """From when to when (UTC) something can be in the way of these offers, their gaps included."""
    days = [_days(offer.terms) for offer in offers]
    gap = max(offer.terms.gap for offer in offers)
    first_on, last_on = min(first for first, _last in days), max(last for _first, last in days)
    return clock.day_start(first_on) - gap, clock.day_end(last_on) + gap


def _visits_of(offers: Collection[OfferFact], since: datetime, until: datetime) -> dict[int, list[Span]]:
    v = Visit
    held = v.held_until.is_not(None), v.starts_at < until, v.ends_at > since
    rows = fetch(select(v.offer_id, v.starts_at, v.ends_at).where(v.offer_id.in_([one.id for one in offers]), *held))
    found: dict[int, list[Span]] = defaultdict(list)
    for row in rows:
        found[row.offer_id].append(Span(row.starts_at, row.ends_at))
    return found


def _taken_in(offers: Collection[OfferFact], since: datetime, until: datetime) -> dict[int | None, list[Span]]:
    """Room id -> when it is booked; nothing is in the way of what needs no room (None)."""
    rooms = {offer.room_id for offer in offers if offer.room_id is not None}
    found: dict[int | None, list[Span]] = defaultdict(list)
    for one in bookings.list_taken(rooms, since, until) if rooms else ():
        if one.state == BookingState.APPROVED:
            found[one.room_id].append(one.span)
    return found
