"""One row a date: for the list that every figure opens, and for whoever wants to count again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.activities.tables import Activity, Occurrence
from app.attendance.tables import AttendanceCount, AttendanceRecord
from app.db import reading, stream
from app.organisations.tables import Organisation
from app.reports.queries.held import ROOT, TRAITS, held, in_scope, of_dates, traits, with_groups, within
from app.reports.rules.cells import Traits
from app.reports.rules.periods import Span
from app.visits.tables import VisitGroup

CHUNK = 1000


@dataclass(frozen=True)
class Record:
    """What was stated about a date; the counts are None where nothing was said."""

    id: int
    total: int
    visit_count: int | None
    call_count: int | None
    loans: int | None
    hours: Decimal | None
    group_name: str


@dataclass(frozen=True)
class Group:
    """The group whose visit a date is, as it is called now."""

    code: str
    name: str


@dataclass(frozen=True)
class DateLine:
    """A date of an activity that has been published. ``record`` only where it has been held; ``group`` only where a visit
    stands behind it."""

    code: str
    series_code: str
    root_id: int
    root_code: str
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    state: str
    held: bool
    traits: Traits
    organisation_code: str
    organisation_name: str
    unit_key: str | None
    record: Record | None
    group: Group | None


@dataclass(frozen=True)
class ActivityDates:
    """How many dates with these traits an activity has held."""

    traits: Traits
    code: str
    title: dict[str, str]
    dates: int


def list_dates(
    spans: Sequence[Span], types: frozenset[str] | None = None, scope: frozenset[int] | None = None
) -> Iterator[list[DateLine]]:
    """The dates of the spans by start, coming and cancelled ones too, a thousand at a time; ``types``: only of these."""
    root = aliased(Activity)
    r, o = AttendanceRecord, Occurrence
    statement = of_dates(
        select(
            o.code.label("code"), Activity.code.label("series_code"), ROOT.label("root_id"),
            root.code.label("root_code"), Activity.title.label("title"), o.starts_at.label("starts_at"),
            o.ends_at.label("ends_at"), o.state.label("state"), held().label("held"), *TRAITS,
            Organisation.code.label("organisation_code"), Organisation.name.label("organisation_name"),
            func.coalesce(Organisation.unit_key, Organisation.part_of_unit).label("unit_key"),
            r.id.label("record_id"), r.total, r.visit_count, r.call_count, r.loans, r.hours, r.group_name,
            VisitGroup.code.label("visit_group_code"), VisitGroup.name.label("visit_group_name"),
        )
    ).join(root, root.id == ROOT).join(Organisation, Organisation.id == Activity.organisation_id)  # fmt: skip
    statement = in_scope(with_groups(statement).where(within(spans)), scope).order_by(o.starts_at, o.id)
    if types is not None:
        statement = statement.where(Activity.type_key.in_(types))
    for rows in stream(statement, CHUNK):
        yield [_line(row) for row in rows]


def list_categories(lines: Sequence[DateLine]) -> dict[int, dict[str, int]]:
    """Record -> category -> heads, of these dates."""
    ids = [line.record.id for line in lines if line.record]
    if not ids:
        return {}
    c = AttendanceCount
    found: dict[int, dict[str, int]] = {}
    for row in reading().execute(select(c.record_id, c.category, c.heads).where(c.record_id.in_(ids))):
        found.setdefault(row.record_id, {})[row.category] = row.heads
    return found


def list_titles(codes: Sequence[str]) -> dict[str, dict[str, str]]:
    """Code -> title of these activities; no statement where there are none."""
    if not codes:
        return {}
    return {
        row.code: row.title
        for row in reading().execute(select(Activity.code, Activity.title).where(Activity.code.in_(codes)))
    }


def list_activities(span: Span, scope: frozenset[int] | None = None) -> list[ActivityDates]:
    """The activities with held dates in the span, a row for each kind of date that they have."""
    counted = func.count(Occurrence.id).label("dates")
    statement = of_dates(select(Activity.id, *TRAITS, counted)).where(held(), within([span]))
    found = in_scope(statement, scope).group_by(Activity.id, *TRAITS).subquery()
    named = select(found, Activity.code, Activity.title).join(Activity, Activity.id == found.c.id)
    rows = reading().execute(named.order_by(found.c.dates.desc(), Activity.code))
    return [ActivityDates(traits(row), row.code, row.title, row.dates) for row in rows]


def _line(row: Any) -> DateLine:
    record = None
    if row.held and row.record_id is not None:
        record = Record(row.record_id, row.total, row.visit_count, row.call_count, row.loans, row.hours, row.group_name)
    return DateLine(
        row.code, row.series_code, row.root_id, row.root_code, row.title, row.starts_at, row.ends_at, row.state,
        bool(row.held), traits(row), row.organisation_code, row.organisation_name, row.unit_key, record,
        Group(row.visit_group_code, row.visit_group_name) if row.visit_group_code else None,
    )  # fmt: skip
