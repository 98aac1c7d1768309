"""Splitting a series: what follows becomes a part of its own, with the same root, codes, dates, pools and people."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app import clock
from app.activities.hooks import hooks
from app.activities.steps import co_organisers_of
from app.activities.tables import Activity, CoOrganiser, Occurrence, PublishedVersion
from app.audit import steps as audit

_ITS_OWN = {"id", "code", "root_id", "copied_from_id", "created_by_id", "created_at", "words"}


def split(session: Session, activity: Activity, following: Sequence[Occurrence], actor_id: int | None) -> Activity:
    """Make the ``following`` dates of a series a new part of it, which is the same in everything that is written about it.

    Dates keep their ids, codes and recurrence ids, pools of dates and all registrations go with them; pools of the whole
    series stay with the root and cover both parts (``design.md`` §2). What has been stays where it is.
    """
    columns = [column.key for column in Activity.__mapper__.column_attrs if column.key not in _ITS_OWN]
    made = Activity(
        **{name: getattr(activity, name) for name in columns}, root_id=activity.root_id or activity.id,
        created_by_id=actor_id, created_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    ids = [date.id for date in following]
    session.execute(update(Occurrence).where(Occurrence.id.in_(ids)).values(activity_id=made.id))
    for date in following:
        session.refresh(date, ["activity_id"])
    session.add_all(
        CoOrganiser(activity_id=made.id, organisation_id=one) for one in co_organisers_of(session, activity)
    )
    kept = session.get(PublishedVersion, activity.id)
    if kept is not None:
        session.add(PublishedVersion(activity_id=made.id, facts=kept.facts, kept_at=kept.kept_at))
    hooks.hand_pools(session, made.id, ids)
    _divide_rule(activity, made, following)
    audit.record(
        session, actor_id, "split", ("activity", activity.code), after={"following": made.code, "dates": len(ids)}
    )
    return made


def _divide_rule(first: Activity, second: Activity, following: Sequence[Occurrence]) -> None:
    """Each part keeps the rule that made its dates, for copying it to another term."""
    if not first.rule.get("first_on"):
        return
    since, until = following[0].starts_on, following[-1].starts_on
    left_out = first.rule.get("excluded", ())
    later = {"first_on": since.isoformat(), "until_on": until.isoformat(), "count": None}
    second.rule = {**first.rule, **later, "excluded": [day for day in left_out if day >= since.isoformat()]}
    earlier = {"until_on": (since - timedelta(days=1)).isoformat(), "count": None}
    first.rule = {**first.rule, **earlier, "excluded": [day for day in left_out if day < since.isoformat()]}
