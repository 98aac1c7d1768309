"""The coordinator's commands: approving, sending back, and confirming what an activity counts to."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.activities import queries, rules, steps
from app.activities.moderation import MOST_LETTERS
from app.activities.rules import Step
from app.activities.tables import Activity
from app.audit import steps as audit
from app.db import command
from app.errors import Refused
from app.organisations import steps as organisations
from app.organisations.rules import Kind
from app.plan import queries as plan


@command
def approve(session: Session, code: str, counts_to: Iterable[str], actor_id: int | None) -> None:
    """Publish what waits for approval, counting to these strategies; the organisation is trusted from now on.

    Raises NoSuchActivity, NotPossibleNow, UnknownStrategy, OrganisationNotApproved.
    """
    _approve(session, steps.lock_activity(session, code), counts_to, actor_id)


@command
def approve_as_proposed(session: Session, code: str, actor_id: int | None) -> None:
    """Publish what waits for approval, counting to what its type proposes or somebody has confirmed.

    Raises NoSuchActivity, NotPossibleNow, OrganisationNotApproved, and CountsNotChosen where its type counts only when
    confirmed.
    """
    activity = steps.lock_activity(session, code)
    kind, confirmed = steps.type_of(activity.type_key), activity.counts_confirmed
    rules.check_chosen(kind, confirmed)
    counts_to = rules.counts_at_approval(kind, activity.tags, activity.counts_to, confirmed)
    _approve(session, activity, counts_to, actor_id)


@dataclass(frozen=True)
class Outcome:
    """What became of one of several; ``refusal`` none: it is approved."""

    code: str
    title: dict[str, str]
    refusal: Refused | None = None


def approve_together(codes: Iterable[str], actor_id: int | None) -> list[Outcome]:
    """Approve several, a transaction each, so that one which is refused (or that another coordinator decided meanwhile)
    stops no other. What does not exist is left out."""
    outcomes = []
    for code in dict.fromkeys(codes):
        try:
            title = queries.get_activity(code).title
        except rules.NoSuchActivity:
            continue
        try:
            approve_as_proposed(code, actor_id)
        except Refused as refusal:
            outcomes.append(Outcome(code, title, refusal))
        else:
            outcomes.append(Outcome(code, title))
    return outcomes


@command
def reject(session: Session, code: str, reason: str, actor_id: int | None) -> None:
    """Send back what waits for approval, saying why, where both sides write about it.

    Raises NoSuchActivity, NotPossibleNow, ReasonMissing.
    """
    activity = steps.lock_activity(session, code)
    if not reason.strip():
        raise rules.ReasonMissing
    steps.enter(session, activity, Step.REJECT, actor_id)
    activity.rejected_because = reason.strip()[:MOST_LETTERS]
    steps.write_comment(session, activity, activity.rejected_because, (actor_id, True))
    steps.tell_creator(session, activity, "activity_rejected")


@command
def confirm_counts(session: Session, code: str, counts_to: Iterable[str], actor_id: int | None) -> None:
    """Say what an activity counts to, with all its dates. Raises NoSuchActivity, UnknownStrategy."""
    _confirm(session, steps.lock_activity(session, code), counts_to, actor_id)


def _approve(session: Session, activity: Activity, counts_to: Iterable[str], actor_id: int | None) -> None:
    organisation = steps.organisation_of(activity.organisation_id)
    rules.check_may_publish(organisation.state)
    steps.enter(session, activity, Step.APPROVE, actor_id)
    _confirm(session, activity, counts_to, actor_id)
    activity.rejected_because = ""
    if organisation.kind == Kind.ASSOCIATION and organisations.trust(session, organisation.id):
        audit.record(session, actor_id, "trusted", ("organisation", organisation.code), after={"trusted": True})
    steps.tell_creator(session, activity, "activity_approved")


def _confirm(session: Session, activity: Activity, counts_to: Iterable[str], actor_id: int | None) -> None:
    wanted, known = frozenset(counts_to), {strategy.code for strategy in plan.list_strategies()}
    for code in sorted(wanted - known):
        raise rules.UnknownStrategy(code=code)
    before, after = {"counts_to": sorted(activity.counts_to)}, {"counts_to": sorted(wanted)}
    activity.counts_to, activity.counts_confirmed = wanted, True
    audit.record(session, actor_id, "confirmed_counts", ("activity", activity.code), before, after)
