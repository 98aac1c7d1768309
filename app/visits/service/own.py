"""What a group does on its own page: more or fewer people, another time, yes or no to a proposal, cancelling."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.db import command
from app.schedule.spans import Span
from app.visits import asking, queries, steps
from app.visits.facts import OfferFact, VisitFact
from app.visits.queue import check_nobody_waits
from app.visits.rules import NotPossibleNow, Step, TimeInPast, VisitState, next_state
from app.visits.service.asking import check_slots
from app.visits.steps import Goal
from app.visits.tables import VisitRequest


@command
def change_people(session: Session, code: str, learners: int, adults: int) -> None:
    """They are more or fewer. Raises NoSuchVisit, NotPossibleNow, TimeInPast, GroupTooLarge, GroupTooSmall and the like."""
    visit, offer = _open(code)
    asking.check_people(offer.terms, learners, adults)
    if (learners, adults) == (visit.learners, visit.adults):
        return
    steps.write(session, visit, learners=learners, adults=adults)
    _tell_library(session, visit, "people")
    before, after = {"learners": visit.learners, "adults": visit.adults}, {"learners": learners, "adults": adults}
    audit.record(session, "resident", "people_changed", ("visit", code), before, after)


@command
def ask_again(session: Session, code: str, span: Span) -> VisitState:
    """They ask for another free time; the old one is given back. Returns the state now: agreed at once where the offer says
    so.

    Raises NoSuchVisit, NotPossibleNow, TimeInPast, LeadTimePassed, BeyondHorizon, QueueBefore, SlotTaken.
    """
    visit, offer = _open(code)
    following = next_state(visit.state, Step.ASK_AGAIN)
    check_nobody_waits(queries.list_queue(offer.id), visit.code)
    check_slots(offer, [span], [visit])
    state = VisitState.CONFIRMED if offer.auto_accept else following
    with steps.seen_by_group():
        steps.settle(session, visit, offer, Goal(state, span), None)
    steps.write(session, visit, wished=[])  # what suited beside the old time
    _log(session, visit, "asked_again", state)
    kind = "visit_confirmed" if state == VisitState.CONFIRMED else "visit_requested"
    steps.tell_group(session, kind, visit, was=visit.state)
    _tell_library(session, visit, "asked_again")
    return state


@command
def suggest_again(session: Session, code: str, suggestions: Sequence[Span]) -> None:
    """They suggest other times, where an offer has none to choose from. An agreed visit stands until the library moves it; a
    time that was proposed is given back.

    Raises NoSuchVisit, NotPossibleNow, TimeInPast, what ``check_suggestions`` raises.
    """
    visit, offer = _open(code)
    following = next_state(visit.state, Step.ASK_AGAIN)
    if offer.terms.has_windows:
        raise NotPossibleNow
    asking.check_suggestions(offer.terms, suggestions, clock.now(), clock.today())
    agreed = visit.state == VisitState.CONFIRMED
    if not agreed:
        steps.settle(session, visit, offer, Goal(following), None)
    steps.write(session, visit, wished=steps.as_wished(suggestions))
    _log(session, visit, "suggested", VisitState.CONFIRMED if agreed else following)
    if not agreed:
        steps.tell_group(session, "visit_requested", visit)
    _tell_library(session, visit, "suggested")


@command
def agree(session: Session, code: str) -> None:
    """They take the time that the library proposed. Raises NoSuchVisit, NotPossibleNow, TimeInPast, SlotTaken."""
    visit, offer = _open(code)
    state = next_state(visit.state, Step.AGREE)
    with steps.seen_by_group():
        steps.settle(session, visit, offer, Goal(state, visit.span), None)
    _log(session, visit, "agreed", state)
    steps.tell_group(session, "visit_confirmed", visit)
    _tell_library(session, visit, "agreed")


@command
def refuse_proposal(session: Session, code: str) -> None:
    """They cannot come when the library proposed, and go on waiting, at the place that they had. Raises NoSuchVisit,
    NotPossibleNow."""
    visit, offer = steps.lock_visit(code)
    state = next_state(visit.state, Step.REFUSE_PROPOSAL)
    steps.settle(session, visit, offer, Goal(state), None)
    _log(session, visit, "refused", state)
    _tell_library(session, visit, "refused")


@command
def cancel(session: Session, code: str) -> None:
    """They do not come. Raises NoSuchVisit, NotPossibleNow, TimeInPast."""
    visit, offer = _open(code)
    state = next_state(visit.state, Step.CANCEL)
    steps.settle(session, visit, offer, Goal(state), None)
    _log(session, visit, "cancelled", state)
    steps.tell_group(session, "visit_cancelled_by_you", visit)
    _tell_library(session, visit, "cancelled" if visit.holds else "cancelled_untimed")


@command
def choose_mails(session: Session, request_code: str, wanted: bool) -> None:
    """They stop, or wish again, to be reminded the day before; what becomes of their visits they are always told."""
    session.execute(update(VisitRequest).where(VisitRequest.code == request_code).values(reminded=wanted))


def _open(code: str) -> tuple[VisitFact, OfferFact]:
    """A visit that lies ahead, and its offer, locked. Raises NoSuchVisit, NotPossibleNow, TimeInPast."""
    visit, offer = steps.lock_visit(code)
    if visit.state in {VisitState.CANCELLED, VisitState.DECLINED, VisitState.HELD}:
        raise NotPossibleNow
    if visit.starts_at is not None and visit.starts_at <= clock.now():
        raise TimeInPast
    return visit, offer


def _tell_library(session: Session, visit: VisitFact, did: str) -> None:
    steps.tell_library(session, "visit_changed_by_group", visit, did)


def _log(session: Session, visit: VisitFact, action: str, state: VisitState) -> None:
    audit.record(session, "resident", action, ("visit", visit.code), {"state": visit.state}, {"state": str(state)})
