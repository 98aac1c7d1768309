"""The times that a library can give a visit: sooner and oftener than others may ask for them, but none that is taken."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from app import clock
from app.schedule.spans import Span
from app.visits import queries, slots
from app.visits.facts import OfferFact, VisitFact
from app.visits.slots import Busy, SlotTaken
from app.visits.terms import OfferTerms


def list_nearest(offer: OfferFact, visit: VisitFact, wanted: datetime, number: int) -> list[Span]:
    """The free times of an offer nearest to a wanted one, without the one that the visit has."""
    today = clock.today()
    last_on = offer.terms.last_on(max(today, clock.local(wanted).date()))
    busy = queries.find_busy(offer, clock.now(), clock.day_end(last_on), [visit], by_staff=True)
    free = slots.free_slots(_by_staff(offer.terms, last_on), busy, clock.now(), today, last_on)
    return slots.nearest((span for span in free if span != visit.span), wanted, number)


def which_are_free(offer: OfferFact, visit: VisitFact, spans: Collection[Span]) -> set[Span]:
    """Those of some times that a visit could have now: ahead, and with nothing in their way."""
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
