"""The statements that the sums share: which dates there are, which have been held, and what they have in common."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_

from app import clock
from app.activities.rules import ActivityState, OccurrenceState
from app.activities.tables import Activity, Occurrence
from app.attendance.tables import AttendanceRecord
from app.places.tables import Place
from app.reports.rules.cells import Traits
from app.reports.rules.periods import Span
from app.visits.tables import Visit, VisitGroup, VisitRequest

Columns = Sequence[ColumnElement[Any]]
Statement = Select[*tuple[Any, ...]]

ROOT: ColumnElement[int] = func.coalesce(Activity.root_id, Activity.id)
YEAR: ColumnElement[int] = extract("year", Occurrence.starts_on)
MONTH: ColumnElement[int] = extract("month", Occurrence.starts_on)
TRAITS: Columns = (
    Activity.type_key.label("type_key"),
    Activity.counts_to.label("counts_to"),
    Activity.tags.label("activity_tags"),
    Occurrence.tags.label("own_tags"),
    Place.key.label("place_key"),
)


def of_dates(statement: Statement) -> Statement:
    """Join each date's activity, its place and its record; only dates of activities that have been published.

    What was held counts whatever came later, so those of withdrawn activities stay (their coming dates are cancelled).
    """
    public = or_(
        Activity.state == ActivityState.PUBLISHED,
        and_(Activity.state == ActivityState.WITHDRAWN, Activity.published_at.is_not(None)),
    )
    return (
        statement.select_from(Occurrence)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .join(Place, Place.id == func.coalesce(Occurrence.place_id, Activity.place_id))
        .outerjoin(AttendanceRecord, AttendanceRecord.occurrence_id == Occurrence.id)
        .where(public)
    )


def with_groups(statement: Statement) -> Statement:
    """Join to each date the group whose visit it is, where a visit stands behind it."""
    return (
        statement.outerjoin(Visit, Visit.occurrence_id == Occurrence.id)
        .outerjoin(VisitRequest, VisitRequest.id == Visit.request_id)
        .outerjoin(VisitGroup, VisitGroup.id == VisitRequest.group_id)
    )


def held() -> ColumnElement[bool]:
    """Whether a date has ended and was not cancelled."""
    return and_(Occurrence.state != OccurrenceState.CANCELLED, Occurrence.ends_at <= clock.now())


def within(spans: Sequence[Span]) -> ColumnElement[bool]:
    """Whether a date begins in one of the spans, by Stockholm's calendar."""
    return or_(*(Occurrence.starts_on.between(span.first, span.last) for span in spans))


def in_scope(statement: Statement, scope: frozenset[int] | None) -> Statement:
    """Only dates that these organisations lead; None: everybody's."""
    return statement if scope is None else statement.where(Activity.organisation_id.in_(scope))


def traits(row: Any) -> Traits:
    """The traits of a row that selects TRAITS."""
    return Traits(row.type_key, row.counts_to, row.activity_tags, row.own_tags, row.place_key)
