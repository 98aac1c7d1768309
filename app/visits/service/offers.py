"""What a library offers to groups."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.activities import internal
from app.activities import steps as activities
from app.audit import steps as audit
from app.bookings import rules as rooms
from app.bookings import steps as bookings
from app.db import command
from app.schedule.hours import Hours
from app.visits import queries, steps
from app.visits.closing import NotARoomOfOurs, check_decided, in_the_way
from app.visits.facts import OfferFact, VisitFact
from app.visits.rules import OfferChangedMeanwhile
from app.visits.service.answering import cancel_visit
from app.visits.tables import VisitOffer
from app.visits.terms import OfferState, OfferTerms, check_offer, terms_of

FAR = timedelta(days=3650)


@dataclass(frozen=True)
class OfferInput:
    """What a librarian writes."""

    organisation_id: int
    type_key: str
    title: dict[str, str]
    place_id: int
    minutes: int
    max_people: int
    room_id: int | None = None
    summary: dict[str, str] = field(default_factory=dict)
    bring: dict[str, str] = field(default_factory=dict)
    receiver: str = ""
    languages: frozenset[str] = frozenset({"sv"})
    min_people: int = 1
    gap_minutes: int = 0
    lead_days: int = 7
    horizon_days: int = 180
    per_day: int | None = None
    most_visits: int = 1
    auto_accept: bool = False
    question: dict[str, str] = field(default_factory=dict)
    hours: Hours = field(default_factory=Hours)
    state: str = OfferState.OPEN

    @property
    def terms(self) -> OfferTerms:
        """What of it decides about visits."""
        return terms_of(self)


@dataclass(frozen=True)
class Away:
    """What becomes of visits over which an offer closes: those that stay all the same, those that are cancelled, and why."""

    kept: Collection[str] = ()
    cancelled: Collection[str] = ()
    reason: str = ""


@command
def save_offer(
    session: Session,
    code: str | None,
    typed: OfferInput,
    actor_id: int | None,
    away: Away | None = None,
    seen: str | None = None,
) -> str:
    """Make an offer (``code`` none) or change it; returns its code. ``seen``: how it stood when it was shown to whoever
    writes (none: however it is).

    Raises NoSuchOffer, OfferChangedMeanwhile, what ``check_offer`` raises, PlaceClosed, RoomNotThere, NotARoomOfOurs,
    UnknownActivityType, ClosedOverVisits where its new hours close over agreed visits and it is not said what becomes of
    each, ReasonMissing.
    """
    check_offer(typed.terms)
    activities.type_of(typed.type_key)
    activities.check_place(typed.place_id, typed.room_id)
    _check_room(typed)
    before = queries.lock_offer(code) if code else None
    if before is not None:
        _check_seen(before, seen)
        _clear_way(session, list_in_the_way(before, typed.hours), away or Away(), actor_id)
    row = (
        session.get_one(VisitOffer, before.id) if before else VisitOffer(created_at=clock.now(), created_by_id=actor_id)
    )
    for one in fields(typed):
        setattr(row, one.name, getattr(typed, one.name))
    row.changed_at = clock.now()
    session.add(row)
    session.flush()
    if row.activity_id is not None:
        internal.keep_alike(session, row.activity_id, steps.internal_of(queries.get_offer(row.code)))
    audit.record(session, actor_id, "saved", ("visit_offer", row.code), after={"state": typed.state})
    return row.code


@command
def renew_feed(session: Session, key: str, actor_id: int | None) -> None:
    """Give the calendar of a library's visits another secret address; the old one shows nothing from now on."""
    bookings.renew_feed(session, key)
    audit.record(session, actor_id, "renewed_feed", ("calendar", key))


def list_in_the_way(offer: OfferFact, hours: Hours) -> list[VisitFact]:
    """The coming visits of an offer over which it would close with these hours."""
    moment = clock.now()
    coming = queries.list_between(None, moment, moment + FAR, offer.id)
    return in_the_way(coming, offer.hours, hours, moment)


def _check_seen(before: OfferFact, seen: str | None) -> None:
    if seen is not None and seen != before.seen:
        raise OfferChangedMeanwhile


def _clear_way(session: Session, visits: list[VisitFact], away: Away, actor_id: int | None) -> None:
    check_decided(visits, away.kept, away.cancelled)
    for visit in visits:
        if visit.code in away.cancelled:
            cancel_visit(session, visit.code, away.reason, actor_id)


def _check_room(typed: OfferInput) -> None:
    """A visit holds its room at once, so the room is one that the library may take. Raises NotARoomOfOurs."""
    if typed.room_id is None:
        return
    room = bookings.lock_rooms([typed.room_id])[typed.room_id]
    if rooms.first_state(room, typed.organisation_id) != rooms.BookingState.APPROVED:
        raise NotARoomOfOurs
