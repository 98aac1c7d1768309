"""What an activity says about signing up, as columns for ``registrations`` to join its pools with, and its dates by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, Subquery, bindparam, case, func, or_, select

from app.activities.queries import OccurrenceFact, select_occurrences
from app.activities.rules import ActivityState, NoSuchActivity, OccurrenceState
from app.activities.tables import Activity, Occurrence
from app.db import fetch, reading
from app.organisations.queries import organisation_states
from app.organisations.rules import State


@dataclass(frozen=True)
class Span:
    """First and second start and last end of the scheduled dates of a series and of what was split from it."""

    first_starts_at: datetime | None = None
    second_starts_at: datetime | None = None
    last_ends_at: datetime | None = None


def activity_terms() -> Subquery:
    """Each activity with what it says about signing up, and the state of its organisation."""
    a, organisation = Activity, organisation_states()
    columns = select(
        a.id, func.coalesce(a.root_id, a.id).label("root_id"), a.code, a.organisation_id, a.title, a.signup,
        a.visibility, a.contact_required, a.door_closed, a.state, organisation.c.state.label("organisation_state"),
    )  # fmt: skip
    return columns.join(organisation, organisation.c.id == a.organisation_id).subquery("activity_terms")


def date_terms() -> Subquery:
    """Each date with what decides whether one can still sign up for it."""
    o = Occurrence
    return select(o.id, o.code, o.starts_at, o.ends_at, o.state).subquery("date_terms")


def find_spans(root_ids: Sequence[int]) -> dict[int, Span]:
    """The spans of these series, by the id of their root; those without a scheduled date are left out."""
    rows = fetch(select_spans(), {"root_ids": root_ids}) if root_ids else ()
    return {row.root_id: Span(row.first_starts_at, row.second_starts_at, row.last_ends_at) for row in rows}


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


def list_held_on(day: date) -> list[OccurrenceFact]:
    """Every date of a published activity that starts on ``day`` (Stockholm) and is not cancelled, by start."""
    statement = select_occurrences().where(Occurrence.starts_on == day, Occurrence.state == OccurrenceState.SCHEDULED)
    held = statement.where(Activity.state == ActivityState.PUBLISHED).order_by(Occurrence.starts_at, Occurrence.id)
    dates = [OccurrenceFact(*row) for row in reading().execute(held)]
    return [date for date in dates if date.organisation_state == State.APPROVED]


@cache
def select_spans() -> Select[*tuple[Any, ...]]:
    """The spans of the series whose roots are the parameter ``root_ids``: ``root_id`` and the fields of ``Span``."""
    root = func.coalesce(Activity.root_id, Activity.id)
    number = func.row_number().over(partition_by=root, order_by=Occurrence.starts_at)
    wanted: BindParameter[Any] = bindparam("root_ids", expanding=True)
    dates = (
        select(root.label("root_id"), Occurrence.starts_at, Occurrence.ends_at, number.label("number"))
        .join(Occurrence, Occurrence.activity_id == Activity.id)
        .where(or_(Activity.id.in_(wanted), Activity.root_id.in_(wanted)))
        .where(Occurrence.state == OccurrenceState.SCHEDULED)
        .subquery()
    )
    second = func.min(case((dates.c.number == 2, dates.c.starts_at)))
    return select(
        dates.c.root_id,
        func.min(dates.c.starts_at).label("first_starts_at"),
        second.label("second_starts_at"),
        func.max(dates.c.ends_at).label("last_ends_at"),
    ).group_by(dates.c.root_id)
