"""What an activity says about signing up, as columns for ``registrations`` to join its pools with, and its dates by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select

from app.activities.queries import OccurrenceFact, select_occurrences
from app.activities.rules import NoSuchActivity, OccurrenceState
from app.activities.tables import Activity, Occurrence
from app.db import reading


@dataclass(frozen=True)
class Span:
    """Columns over the scheduled dates of a series and of what was split from it."""

    first_starts_at: ColumnElement[Any]
    second_starts_at: ColumnElement[Any]
    last_ends_at: ColumnElement[Any]


def activity_terms() -> Subquery:
    """Each activity with what it says about signing up."""
    a = Activity
    return select(
        a.id, a.code, a.organisation_id, a.title, a.signup, a.contact_required, a.door_closed, a.state
    ).subquery("activity_terms")  # fmt: skip


def date_terms() -> Subquery:
    """Each date with what decides whether one can still sign up for it."""
    o = Occurrence
    return select(o.id, o.code, o.starts_at, o.ends_at, o.state).subquery("date_terms")


def span(root_id: ColumnElement[int]) -> Span:
    """First and second start and last end of the dates that a pool of the whole series ``root_id`` covers."""
    begin = _scheduled(root_id, Occurrence.starts_at).order_by(Occurrence.starts_at).limit(1)
    return Span(
        begin.scalar_subquery(),
        begin.offset(1).scalar_subquery(),
        _scheduled(root_id, func.max(Occurrence.ends_at)).scalar_subquery(),
    )


def list_series_dates(code: str) -> list[OccurrenceFact]:
    """Every date of the series with this code, by start. Raises NoSuchActivity where there is none."""
    statement = select_occurrences().where(Activity.code == code).order_by(Occurrence.starts_at)
    dates = [OccurrenceFact(*row) for row in reading().execute(statement)]
    if not dates:
        raise NoSuchActivity
    return dates


def list_covered_dates(root_ids: Sequence[int]) -> list[OccurrenceFact]:
    """Every date that pools of these whole series cover, by start."""
    covered = or_(Activity.id.in_(root_ids), Activity.root_id.in_(root_ids))
    statement = select_occurrences().where(covered).order_by(Occurrence.starts_at)
    return [OccurrenceFact(*row) for row in reading().execute(statement)]


def _scheduled(root_id: ColumnElement[int], column: Any) -> Select[Any]:
    part = select(Activity.id).where(or_(Activity.id == root_id, Activity.root_id == root_id))
    return select(column).where(
        Occurrence.activity_id.in_(part.scalar_subquery()), Occurrence.state == OccurrenceState.SCHEDULED
    )
