"""Writes of the visits inside an open transaction. ``settle`` is the only place where the state and the time of a visit
change: the room and the date go with them, or nothing does."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.accounts import queries as accounts
from app.activities import internal
from app.activities import queries as activities
from app.activities.hooks import DateWas, Hooks
from app.activities.internal import Internal
from app.activities.rules import OccurrenceState
from app.audit import steps as audit
from app.bookings import steps as bookings
from app.bookings.rules import RoomClosedThen, RoomTaken
from app.bookings.steps import Owner
from app.codes import new_code
from app.db import violated
from app.messages import steps as messages
from app.schedule.spans import Span
from app.visits import queries
from app.visits.facts import OfferFact, VisitFact
from app.visits.rules import HOLDING, Source, VisitState, check_seen, tags_of
from app.visits.slots import SlotTaken
from app.visits.tables import NO_OVERLAP, Visit, VisitGroup, VisitOffer, VisitRequest

IN_NOBODYS_WAY = frozenset({Source.OUTREACH, Source.PAST})


@dataclass(frozen=True)
class Goal:
    """What a visit becomes: its state, its time (none: it holds none), and what is said about it to the group."""

    state: VisitState
    span: Span | None = None
    reason: str = ""


@contextmanager
def seen_by_group() -> Iterator[None]:
    """To a group a room that has just been booked is a time that has just been taken."""
    try:
        yield
    except (RoomTaken, RoomClosedThen) as refusal:
        raise SlotTaken from refusal


def lock_visit(code: str, seen: int | None = None) -> tuple[VisitFact, OfferFact]:
    """A visit and its offer, read after the offer was locked. ``seen``: the visit's sequence when it was
    shown to whoever acts on it. Raises NoSuchVisit, ChangedMeanwhile."""
    offer = queries.lock_offer_of(code)
    visit = queries.get_visit(code)
    check_seen(visit.sequence, seen)
    return visit, offer


def settle(session: Session, visit: VisitFact, offer: OfferFact, goal: Goal, actor_id: int | None) -> None:
    """Let a visit of a locked offer become what ``goal`` says, with its room and its date.

    Raises SlotTaken, RoomTaken and what else the bookings of rooms refuse.
    """
    row, span = session.get_one(Visit, visit.id), goal.span if goal.state in HOLDING else None
    agreed = goal.state in {VisitState.CONFIRMED, VisitState.HELD}
    _make_way(session, row, visit, goal, agreed)
    if span is not None and agreed and visit.occurrence_id is None:
        series, tags = activity_of(session, offer, actor_id), tags_of(visit.newcomers)
        row.occurrence_id = internal.add_date(
            session, series, span, tags, visit.source == Source.OUTREACH, row.booking_id
        )
        row.booking_id = None  # the date has it now
    elif span is not None and not agreed and offer.room_id is not None:
        owner = Owner(offer.organisation_id, visit.request_code, actor_id)
        row.booking_id = bookings.hold(session, offer.room_id, span, owner)
    row.decided_at, row.decided_by_id = clock.now(), actor_id
    if agreed:
        row.wished = []  # no other time is wanted any more
    _write(session, row, offer, goal, visit.source in IN_NOBODYS_WAY)
    if row.occurrence_id is not None and row.occurrence_id == visit.occurrence_id:
        _let_date_follow(session, row.occurrence_id, span)


def add_group(session: Session, name: str, organisation: str, kind: str, newcomers: bool) -> VisitGroup:
    """Write a group that has not been here before, as far as anybody has said."""
    made = VisitGroup(name=name, organisation=organisation, kind=kind, newcomers=newcomers, created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def forget_group(session: Session, group_id: int) -> None:
    """Remove a group of which no request is left."""
    session.flush()
    left = exists().where(VisitRequest.group_id == group_id)
    session.execute(delete(VisitGroup).where(VisitGroup.id == group_id, ~left))


def add_visit(session: Session, request: VisitRequest, people: tuple[int, int], newcomers: bool, **given: Any) -> Visit:
    """Write a visit of a request that holds no time yet. ``people``: learners and adults."""
    learners, adults = people
    moment = clock.now()
    made = Visit(
        code=new_code(), request_id=request.id, offer_id=request.offer_id, state=VisitState.WAITING, learners=learners,
        adults=adults, newcomers=newcomers, asked_at=moment, changed_at=moment, sequence=0, **given,
    )  # fmt: skip
    session.add(made)
    return made


def as_wished(spans: Iterable[Span]) -> list[list[str]]:
    """Times that would suit a group, as they are kept."""
    return [[span.starts_at.isoformat(), span.ends_at.isoformat()] for span in spans]


def write(session: Session, visit: VisitFact, **values: Any) -> None:
    """Change what is written about a visit, but neither its state nor its time."""
    changed = {"changed_at": clock.now(), "sequence": Visit.sequence + 1}
    session.execute(update(Visit).where(Visit.id == visit.id).values(**changed, **values))


def activity_of(session: Session, offer: OfferFact, actor_id: int | None) -> int:
    """The internal series of an offer, made when its first visit is agreed."""
    if offer.activity_id is not None:
        return offer.activity_id
    row = session.get_one(VisitOffer, offer.id)
    if row.activity_id is None:
        row.activity_id = internal.make_series(session, internal_of(offer), actor_id)
        session.flush()
    return row.activity_id


def internal_of(offer: OfferFact) -> Internal:
    """What the dates of an offer have in common."""
    return Internal(offer.organisation_id, offer.type_key, offer.title, offer.place_id, offer.room_id)


def tell_group(session: Session, kind: str, visit: VisitFact, occasion: str = "", **more: Any) -> None:
    """Mail the contact person about a visit, where they left an address; else the library tells them. ``more``: what the
    letter must know besides (``whole``: it is about the whole request; ``was``: the state before)."""
    if visit.contact_email:
        occasion = occasion or f"{clock.now():%Y%m%dT%H%M%S%f}"
        key = f"{kind}:{visit.code}:{occasion}"[:200]
        about = {"visit": visit.code, "request": visit.request_code, **more}
        messages.enqueue(session, kind, (visit.contact_email, visit.language), key, about)


def tell_library(session: Session, kind: str, visit: VisitFact, did: str = "") -> None:
    """Mail those who work in the library about a visit; ``did``: what the group has done, a key of ``staff_letters.DEEDS``."""
    for address, language in accounts.list_editors(visit.organisation_id):
        key = f"{kind}:{visit.code}:{clock.now():%Y%m%dT%H%M%S%f}:{address}"[:200]
        messages.enqueue(session, kind, (address, language), key, {"visit": visit.code, "did": did})


def connect(hooks: Hooks) -> None:
    """Let visits follow their dates, after whoever else is told of them."""
    tell_others = hooks.dates_changed

    def dates_changed(session: Session, changed: Sequence[DateWas]) -> None:
        tell_others(session, changed)
        follow(session, [was.occurrence_id for was in changed])

    hooks.dates_changed = dates_changed


def follow(session: Session, occurrence_ids: Sequence[int]) -> None:
    """Let visits be when their dates are: those may be moved or cancelled as any date of an activity. The group is told.
    Raises SlotTaken."""
    visits = queries.list_of_occurrences(occurrence_ids)
    dates = {date.id: date for date in activities.list_by_ids(list(visits))}
    for occurrence_id, visit in visits.items():
        date = dates[occurrence_id]
        if visit.state != VisitState.CONFIRMED:
            continue
        offer = queries.lock_offer(visit.offer_code)
        row = session.get_one(Visit, visit.id)
        cancelled, span = date.state == OccurrenceState.CANCELLED, Span(date.starts_at, date.ends_at)
        if not cancelled and visit.span == span:
            continue
        state = VisitState.CANCELLED if cancelled else VisitState.CONFIRMED
        _write(session, row, offer, Goal(state, span), visit.source in IN_NOBODYS_WAY)
        tell_group(session, "visit_cancelled" if cancelled else "visit_moved", visit)
        after = {"state": state, "starts_at": date.starts_at.isoformat()}
        audit.record(session, None, "followed_date", ("visit", visit.code), after=after)


def hold_on_record(session: Session, occurrence_id: int) -> None:
    """A visit whose people have been counted has been (a hook of the attendance)."""
    row = session.scalars(select(Visit).where(Visit.occurrence_id == occurrence_id)).one_or_none()
    if row is not None and row.state == VisitState.CONFIRMED:
        row.state, row.changed_at = VisitState.HELD, clock.now()
        session.flush()


def _write(session: Session, row: Visit, offer: OfferFact, goal: Goal, in_nobodys_way: bool) -> None:
    """State and time, under the law. Raises SlotTaken."""
    holds = goal.span is not None and goal.state in HOLDING and not in_nobodys_way
    row.state, row.reason = goal.state, goal.reason
    if goal.span is not None or goal.state in {VisitState.WAITING, VisitState.REQUESTED}:
        row.starts_at = goal.span.starts_at if goal.span else None
        row.ends_at = goal.span.ends_at if goal.span else None
    row.held_until = goal.span.ends_at + offer.terms.gap if holds and goal.span else None
    row.changed_at, row.sequence = clock.now(), row.sequence + 1
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error, NO_OVERLAP):
            raise SlotTaken from error
        raise


def _make_way(session: Session, row: Visit, visit: VisitFact, goal: Goal, agreed: bool) -> None:
    """Give back what a visit holds and does not keep: the room, unless its date takes it over, and the date of a visit that
    is agreed no longer and waits again."""
    if visit.booking_id is not None and not (agreed and goal.span == visit.span):
        row.booking_id = None
        bookings.release(session, visit.booking_id)
    if visit.occurrence_id is not None and goal.state in {
        VisitState.REQUESTED,
        VisitState.PROPOSED,
        VisitState.WAITING,
    }:
        row.occurrence_id = None
        internal.cancel_date(session, visit.occurrence_id)


def _let_date_follow(session: Session, occurrence_id: int, span: Span | None) -> None:
    """Let the date be when its visit is, or (``span`` none) be cancelled."""
    if span is None:
        internal.cancel_date(session, occurrence_id)
        return
    date = activities.find_occurrence(occurrence_id)
    if date is not None and Span(date.starts_at, date.ends_at) != span:
        internal.move_date(session, occurrence_id, span)
