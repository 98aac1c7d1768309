"""The free times of several offers, in as few statements as for one, and which wished times can be had now."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import clock
from app.bookings import queries as bookings
from app.bookings.rules import BookingState
from app.db import fetch
from app.places import queries as places
from app.schedule.spans import Span
from app.visits import queries, slots
from app.visits.queries import OfferFact, VisitFact
from app.visits.slots import Busy, SlotTaken
from app.visits.tables import Visit
from app.visits.terms import OfferTerms


def find_free(offers: Sequence[OfferFact], days: int) -> dict[int, list[Span]]:
    """Offer id -> the times that can be asked for within so many days from today, in order. At most three statements."""
    today, moment = clock.today(), clock.now()
    last_on = today + timedelta(days=days)
    busy = _busy(offers, clock.day_start(today), clock.day_end(last_on)) if offers else {}
    return {one.id: slots.free_slots(one.terms, busy[one.id], moment, today, last_on) for one in offers}


def near_for_staff(offer: OfferFact, visit: VisitFact, wanted: datetime, number: int) -> list[Span]:
    """The free times nearest to a wanted one that the library can give a visit, sooner than others may ask for too."""
    today = clock.today()
    last_on = offer.terms.last_on(max(today, clock.local(wanted).date()))
    busy = queries.find_busy(offer, clock.now(), clock.day_end(last_on), [visit], by_staff=True)
    free = slots.free_slots(_by_staff(offer.terms, last_on), busy, clock.now(), today, last_on)
    return slots.nearest((span for span in free if span != visit.span), wanted, number)


def which_are_free(offer: OfferFact, visit: VisitFact, spans: Collection[Span]) -> set[Span]:
    """Those of some times that the library could give a visit now: ahead, and with nothing in their way."""
    ahead = [span for span in spans if span.starts_at > clock.now()]
    if not ahead:
        return set()
    since, until = min(span.starts_at for span in ahead), max(span.ends_at for span in ahead)
    busy = queries.find_busy(offer, since - offer.terms.gap, until + offer.terms.gap, [visit], by_staff=True)
    return {span for span in ahead if _is_free(replace(offer.terms, per_day=None), busy, span)}


def _is_free(terms: OfferTerms, busy: Busy, span: Span) -> bool:
    try:
        slots.check_free(terms, busy, [span])
    except SlotTaken:
        return False
    return True


def _by_staff(terms: OfferTerms, last_on: date) -> OfferTerms:
    """The terms without what binds only those who ask: lead time, horizon, visits a day."""
    return replace(terms, per_day=None, lead_days=0, horizon_days=(last_on - clock.today()).days)


def _busy(offers: Sequence[OfferFact], since: datetime, until: datetime) -> dict[int, Busy]:
    """What ``queries.find_busy`` finds of each."""
    v = Visit
    taken = _taken(offers, since, until)
    held = fetch(
        select(v.offer_id, v.starts_at, v.ends_at).where(
            v.offer_id.in_([one.id for one in offers]),
            v.held_until.is_not(None),
            v.starts_at < until,
            v.ends_at > since,
        )
    )
    visits: dict[int, list[Span]] = {}
    for row in held:
        visits.setdefault(row.offer_id, []).append(Span(row.starts_at, row.ends_at))
    return {one.id: Busy(taken[one.id], visits.get(one.id, [])) for one in offers}


def _taken(offers: Sequence[OfferFact], since: datetime, until: datetime) -> dict[int, list[Span]]:
    """When the room of each is booked, and when its place says that it is closed."""
    of_rooms: dict[int, list[Span]] = {}
    for one in bookings.list_taken([one.room_id for one in offers if one.room_id is not None], since, until):
        if one.state == BookingState.APPROVED:
            of_rooms.setdefault(one.room_id, []).append(one.span)
    closed = {
        place.id: [
            Span(clock.day_start(one.first_on), clock.day_end(one.last_on))
            for one in place.hours.exceptions
            if not one.windows
        ]
        for place in places.list_places(include_closed=True)
    }
    return {one.id: [*closed.get(one.place_id, ()), *of_rooms.get(one.room_id or 0, ())] for one in offers}
