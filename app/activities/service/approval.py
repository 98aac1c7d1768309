"""The coordinator's commands: approving, sending back, and confirming what an activity counts to."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.activities import rules, steps
from app.activities.rules import Step
from app.activities.tables import Activity
from app.audit import steps as audit
from app.db import command
from app.organisations import steps as organisations
from app.organisations.rules import Kind
from app.plan import queries as plan


@command
def approve(session: Session, code: str, counts_to: Iterable[str], actor_id: int | None) -> None:
    """Publish what waits for approval, counting to these strategies; the organisation is trusted from now on.

    Raises NoSuchActivity, NotPossibleNow, UnknownStrategy, OrganisationNotApproved.
    """
    activity = steps.lock_activity(session, code)
    organisation = steps.organisation_of(activity.organisation_id)
    rules.check_may_publish(organisation.state)
    steps.enter(session, activity, Step.APPROVE, actor_id)
    _confirm(session, activity, counts_to, actor_id)
    activity.rejected_because = ""
    if organisation.kind == Kind.ASSOCIATION and organisations.trust(session, organisation.id):
        audit.record(session, actor_id, "trusted", ("organisation", organisation.code), after={"trusted": True})
    steps.tell_creator(session, activity, "activity_approved")


@command
def reject(session: Session, code: str, reason: str, actor_id: int | None) -> None:
    """Send back what waits for approval, saying why. Raises NoSuchActivity, NotPossibleNow, ReasonMissing."""
    activity = steps.lock_activity(session, code)
    if not reason.strip():
        raise rules.ReasonMissing
    steps.enter(session, activity, Step.REJECT, actor_id)
    activity.rejected_because = reason.strip()[:1000]
    steps.tell_creator(session, activity, "activity_rejected")


@command
def confirm_counts(session: Session, code: str, counts_to: Iterable[str], actor_id: int | None) -> None:
    """Say what an activity counts to, with all its dates. Raises NoSuchActivity, UnknownStrategy."""
    _confirm(session, steps.lock_activity(session, code), counts_to, actor_id)


def _confirm(session: Session, activity: Activity, counts_to: Iterable[str], actor_id: int | None) -> None:
    wanted, known = frozenset(counts_to), {strategy.code for strategy in plan.list_strategies()}
    for code in sorted(wanted - known):
        raise rules.UnknownStrategy(code=code)
    before, after = {"counts_to": sorted(activity.counts_to)}, {"counts_to": sorted(wanted)}
    activity.counts_to, activity.counts_confirmed = wanted, True
    audit.record(session, actor_id, "confirmed_counts", ("activity", activity.code), before, after)
