"""What a librarian does with a visit. Any library may deputise for another; the views say whose visits somebody reaches.

``seen``: the visit's sequence when it was shown, so that nobody acts on what has changed since (none: however it is)."""

from dataclasses import replace

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.activities import internal
from app.audit import steps as audit
from app.db import command
from app.schedule.spans import Span
from app.visits import groups, queries, slots, steps
from app.visits.facts import OfferFact, VisitFact
from app.visits.queue import check_turn
from app.visits.rules import (
    NoSuchVisit,
    NotPossibleNow,
    Step,
    TimeInPast,
    VisitState,
    check_reason,
    next_state,
    tags_of,
)
from app.visits.service.asking import find_busy_around
from app.visits.steps import Goal
from app.visits.tables import VisitGroup, VisitRequest


@command
def accept(session: Session, code: str, span: Span | None, actor_id: int | None, seen: int | None = None) -> None:
    """Agree to a visit at the time that it holds, or (``span``) at another of those that the group said would suit.

    Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow, TimeInPast, SlotTaken, RoomTaken.
    """
    visit, offer = steps.lock_visit(code, seen)
    chosen = span or visit.span
    if chosen is None or (span is not None and span != visit.span and span not in visit.wishes):
        raise NotPossibleNow
    _take(session, (visit, offer), Step.ACCEPT, chosen, actor_id)
    steps.tell_group(session, "visit_confirmed", visit)


@command
def decline(session: Session, code: str, reason: str, actor_id: int | None, seen: int | None = None) -> None:
    """Say no, and why. Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow, ReasonMissing."""
    visit, offer = steps.lock_visit(code, seen)
    state, why = next_state(visit.state, Step.DECLINE), check_reason(reason)
    steps.settle(session, visit, offer, Goal(state, None, why), actor_id)
    _log(session, visit, "declined", state, actor_id)
    steps.tell_group(session, "visit_declined", visit)


@command
def propose(session: Session, code: str, span: Span, words: str, actor_id: int | None, seen: int | None = None) -> None:
    """Propose another time, which is held until the group has answered; ``words``: what is said with it.

    Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow, TimeInPast, SlotTaken, RoomTaken.
    """
    visit, offer = steps.lock_visit(code, seen)
    _take(session, (visit, offer), Step.PROPOSE, span, actor_id, words.strip())
    steps.tell_group(session, "visit_proposed", visit)


@command
def offer_time(session: Session, code: str, span: Span, actor_id: int | None, seen: int | None = None) -> None:
    """Propose a free time to the one who has waited longest. Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow,
    NotTheirTurn, TimeInPast, SlotTaken, RoomTaken."""
    visit, offer = steps.lock_visit(code, seen)
    check_turn(queries.list_queue(offer.id), code)
    _take(session, (visit, offer), Step.OFFER, span, actor_id)
    steps.tell_group(session, "visit_proposed", visit)


@command
def move(session: Session, code: str, span: Span, actor_id: int | None, seen: int | None = None) -> None:
    """Move an agreed visit to a time that has been agreed, for example by telephone; its date and room go with it.

    Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow, TimeInPast, SlotTaken, RoomTaken.
    """
    visit, offer = steps.lock_visit(code, seen)
    if span == visit.span:
        return
    _take(session, (visit, offer), Step.MOVE, span, actor_id)
    steps.tell_group(session, "visit_moved", visit)


@command
def keep_time(session: Session, code: str, actor_id: int | None, seen: int | None = None) -> None:
    """Leave an agreed visit as it is, though the group has suggested other times.

    Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow.
    """
    visit, _offer = steps.lock_visit(code, seen)
    if not visit.wants_another_time:
        raise NotPossibleNow
    steps.write(session, visit, wished=[])
    audit.record(session, actor_id, "kept", ("visit", code))
    steps.tell_group(session, "visit_confirmed", visit)


@command
def withdraw(session: Session, code: str, reason: str, actor_id: int | None, seen: int | None = None) -> None:
    """Cancel a visit on behalf of the library, saying why.

    Raises NoSuchVisit, ChangedMeanwhile, NotPossibleNow, ReasonMissing.
    """
    cancel_visit(session, code, reason, actor_id, seen)


@command
def take_note(session: Session, code: str, note: str, actor_id: int | None, seen: int | None = None) -> None:
    """Write a note for colleagues; the group does not see it. Raises NoSuchVisit, ChangedMeanwhile."""
    visit, _offer = steps.lock_visit(code, seen)
    steps.write(session, visit, note=note.strip())
    audit.record(session, actor_id, "noted", ("visit", code))


@command
def set_newcomers(session: Session, code: str, newcomers: bool, actor_id: int | None, seen: int | None = None) -> None:
    """Say whether a visit is of newcomers, for the follow-up; the next visits of the group begin so. Raises NoSuchVisit,
    ChangedMeanwhile."""
    visit, _offer = steps.lock_visit(code, seen)
    if visit.newcomers == newcomers:
        return
    steps.write(session, visit, newcomers=newcomers)
    session.get_one(VisitGroup, visit.group_id).newcomers = newcomers
    if visit.occurrence_id is not None:
        internal.tag_date(session, visit.occurrence_id, tags_of(newcomers))
    before, after = {"newcomers": visit.newcomers}, {"newcomers": newcomers}
    audit.record(session, actor_id, "tagged", ("visit", code), before, after)


@command
def recognise(session: Session, code: str, group_code: str, actor_id: int | None) -> None:
    """Say that the group of a visit is one that has been here before; all of its visits count as one group from now on.

    Raises NoSuchVisit also where there is no such group.
    """
    visit, found = queries.get_visit(code), queries.find_group(group_code)
    if found is None:
        raise NoSuchVisit
    group_id, _name = found
    if group_id == visit.group_id:
        return
    session.execute(update(VisitRequest).where(VisitRequest.group_id == visit.group_id).values(group_id=group_id))
    steps.forget_group(session, visit.group_id)
    audit.record(session, actor_id, "recognised", ("visit", code), {"group": visit.group_code}, {"group": group_code})


@command
def part(session: Session, code: str, actor_id: int | None) -> None:
    """Say that the group of a visit is another than the one that it was taken for: what was asked for with it counts as a
    group of its own from now on. Raises NoSuchVisit, NotPossibleNow where it is one by itself."""
    visit = queries.get_visit(code)
    if all(one.request_id == visit.request_id for one in groups.list_visits(visit.group_id)):
        raise NotPossibleNow
    made = steps.add_group(session, visit.group_name, visit.group_organisation, visit.group_kind, visit.newcomers)
    session.execute(update(VisitRequest).where(VisitRequest.id == visit.request_id).values(group_id=made.id))
    audit.record(session, actor_id, "parted", ("visit", code), {"group": visit.group_code}, {"group": made.code})


def cancel_visit(session: Session, code: str, reason: str, actor_id: int | None, seen: int | None = None) -> None:
    """Cancel a visit on behalf of the library, inside an open transaction. Raises what ``withdraw`` raises."""
    visit, offer = steps.lock_visit(code, seen)
    state, why = next_state(visit.state, Step.CANCEL), check_reason(reason)
    steps.settle(session, visit, offer, Goal(state, None, why), actor_id)
    _log(session, visit, "cancelled", state, actor_id)
    steps.tell_group(session, "visit_cancelled", visit)


def _take(
    session: Session, which: tuple[VisitFact, OfferFact], step: Step, span: Span, actor_id: int | None, words: str = ""
) -> None:
    """Let a visit have a time. The library may give times outside of its windows, but none that is taken."""
    visit, offer = which
    state = next_state(visit.state, step)
    if span.starts_at <= clock.now():
        raise TimeInPast
    if not (visit.holds and span == visit.span):
        busy = find_busy_around(offer, [span], [visit], by_staff=True)
        slots.check_free(replace(offer.terms, per_day=None), busy, [span])
    steps.settle(session, visit, offer, Goal(state, span, words), actor_id)
    _log(session, visit, str(step), state, actor_id)


def _log(session: Session, visit: VisitFact, action: str, state: VisitState, actor_id: int | None) -> None:
    audit.record(session, actor_id, action, ("visit", visit.code), {"state": visit.state}, {"state": str(state)})
