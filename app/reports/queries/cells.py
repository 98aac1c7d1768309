"""Held dates added up by the database: few statements and few rows, however many dates there are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.activities.tables import Activity, Occurrence
from app.attendance.tables import AttendanceCount, AttendanceRecord, GroupMembers
from app.db import reading
from app.plan.tables import ReportedValue
from app.reports.queries.held import MONTH, ROOT, TRAITS, YEAR, held, in_scope, of_dates, traits, with_groups, within
from app.reports.rules.cells import Cell, GroupDates, SeriesDates, Sums
from app.reports.rules.periods import Span
from app.visits.tables import VisitGroup

FINE: tuple[ColumnElement[Any], ...] = (MONTH.label("month"), Activity.organisation_id.label("organisation_id"))


def list_cells(
    spans: Sequence[Span], fine: bool = False, scope: frozenset[int] | None = None, with_categories: bool = True
) -> list[Cell]:
    """The held dates of the spans (each of another year), added up by what decides to what they count; ``fine``: also by
    month and organisation. Two statements."""
    by = (YEAR.label("year"), *TRAITS, *(FINE if fine else ()))
    r = AttendanceRecord
    sums = (
        func.count(Occurrence.id), func.count(r.id), func.sum(r.total), func.sum(r.visit_count), func.sum(r.call_count),
        func.sum(r.loans), func.sum(r.hours),
    )  # fmt: skip
    categories = _categories(by, spans, scope) if with_categories else {}
    statement = in_scope(of_dates(select(*by, *sums)).where(held(), within(spans)), scope).group_by(*by)
    return [_cell(row, len(by), categories, fine) for row in reading().execute(statement)]


def list_groups(spans: Sequence[Span], types: frozenset[str]) -> list[GroupDates]:
    """The groups that the recorded dates of these types were held with, in each of the spans."""
    if not types:
        return []
    by = (
        YEAR.label("year"), *TRAITS, ROOT.label("root_id"), AttendanceRecord.group_name.label("group_name"),
        VisitGroup.code.label("visit_group"),
    )  # fmt: skip
    statement = with_groups(of_dates(select(*by))).where(held(), within(spans), AttendanceRecord.id.is_not(None))
    rows = reading().execute(statement.where(Activity.type_key.in_(types)).distinct())
    return [GroupDates(int(row.year), traits(row), row.root_id, row.group_name, row.visit_group) for row in rows]


def list_members(types: frozenset[str]) -> dict[int, dict[str, int]]:
    """Root series of these types -> category -> different people, where the host has stated them."""
    if not types:
        return {}
    statement = (
        select(GroupMembers.root_id, GroupMembers.category, GroupMembers.heads)
        .join(Activity, Activity.id == GroupMembers.root_id)
        .where(Activity.type_key.in_(types))
    )
    found: dict[int, dict[str, int]] = {}
    for row in reading().execute(statement):
        found.setdefault(row.root_id, {})[row.category] = row.heads
    return found


def list_series(types: frozenset[str]) -> list[SeriesDates]:
    """Every root series of these types with its uncancelled dates and the hours of its records, of whatever year."""
    if not types:
        return []
    root = select(Activity.id, Activity.code).subquery("root")
    by = (ROOT.label("root_id"), root.c.code.label("root_code"), *TRAITS)
    is_held = held()
    statement = of_dates(
        select(
            *by,
            func.max(Occurrence.starts_on).label("last_on"),
            func.count(Occurrence.id).filter(~is_held).label("coming"),
            func.count(Occurrence.id).filter(is_held).label("held"),
            func.count(AttendanceRecord.id).filter(is_held).label("recorded"),
            func.sum(AttendanceRecord.hours).filter(is_held).label("hours"),
        )
    ).join(root, root.c.id == ROOT)
    statement = statement.where(Activity.type_key.in_(types), Occurrence.state != "cancelled").group_by(*by)
    rows = reading().execute(statement.order_by(func.max(Occurrence.starts_on), ROOT)).all()
    return [
        SeriesDates(traits(r), r.root_id, r.root_code, r.last_on, r.coming, r.held, r.recorded, r.hours) for r in rows
    ]


def list_reported(years: Sequence[int]) -> dict[tuple[str, int], tuple[float | None, str]]:
    """(indicator, year) -> the value that its unit has told, and the comment with it."""
    v = ReportedValue
    rows = reading().execute(select(v.indicator_code, v.year, v.value, v.comment).where(v.year.in_(years)))
    return {(row.indicator_code, row.year): (row.value, row.comment) for row in rows}


def _categories(
    by: tuple[ColumnElement[Any], ...], spans: Sequence[Span], scope: frozenset[int] | None
) -> dict[tuple[Any, ...], dict[str, int]]:
    statement = of_dates(select(*by, AttendanceCount.category, func.sum(AttendanceCount.heads).label("heads")))
    statement = statement.join(AttendanceCount, AttendanceCount.record_id == AttendanceRecord.id)
    statement = in_scope(statement.where(held(), within(spans)), scope).group_by(*by, AttendanceCount.category)
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in reading().execute(statement):
        found.setdefault(_key(row, len(by)), {})[row.category] = int(row.heads)
    return found


def _cell(row: Any, keys: int, categories: dict[tuple[Any, ...], dict[str, int]], fine: bool) -> Cell:
    held_count, recorded, total, visits, calls, loans, hours = row[keys:]
    heads = categories.get(_key(row, keys), {})
    sums = Sums(held_count, recorded, total, visits, calls, loans, hours, heads)
    if not fine:
        return Cell(int(row.year), traits(row), sums)
    return Cell(int(row.year), traits(row), sums, int(row.month), row.organisation_id)


def _key(row: Any, length: int) -> tuple[Any, ...]:
    return tuple(row[:length])
