"""The reports as tables with the keys that ``flask report`` promises."""

from collections.abc import Iterator, Mapping

from app import clock
from app.exports.table import Row, Table
from app.languages import pick
from app.plan.queries import list_indicators, list_terms, list_types
from app.plan.rules import Measure, TypeFact
from app.reports.queries import cells, dates
from app.reports.queries.dates import DateLine
from app.reports.rules.attendance import Dimension
from app.reports.rules.cells import counted_strategies, group_identity, types_of
from app.reports.rules.figures import Figure
from app.reports.rules.periods import WHOLE_YEAR, Span, period_of
from app.reports.service.attendance import AttendanceRow, Scope, attendance_report
from app.reports.service.indicators import indicator_report

INDICATOR_COLUMNS = (
    "code", "title", "kind", "value", "previous", "held", "recorded", "missing", "target", "period",
)  # fmt: skip
ATTENDANCE_COLUMNS = ("key", "title", "dates", "recorded", "total", "categories", "loans", "hours")
DATE_COLUMNS = (
    "code", "series", "root", "group", "starts_at", "ends_at", "type", "organisation", "unit", "place", "tags", "counts_to",
    "recorded", "total", "categories", "loans", "hours", "visit_count", "call_count", "state", "members",
)  # fmt: skip


def indicator_table(year: int, period: str, part: str = "") -> Table:
    """The figures of a period, a row each. Raises UnknownYear, UnknownPeriod, UnknownPart, NoPlanLoaded."""
    report = indicator_report(year, period, part)
    name = "-".join(filter(None, ["indicators", part, report.period.code]))
    return Table(name, INDICATOR_COLUMNS, [_indicator_row(figure) for figure in report.figures])


def attendance_table(year: int, by: Dimension, period: str = WHOLE_YEAR, scope: Scope = None) -> Table:
    """What was counted in a period, a row a key, or (OCCURRENCE) a row a date. Raises UnknownYear, UnknownPeriod."""
    asked = period_of(year, period, clock.today())
    name = f"attendance-{by}-{asked.code}"
    categories = _tallied()
    if by is Dimension.OCCURRENCE:
        return Table(name, DATE_COLUMNS, _date_rows(asked.span, scope), categories)
    report = attendance_report(year, period, by, scope)
    return Table(name, ATTENDANCE_COLUMNS, [_attendance_row(row) for row in report.rows], categories)


def _tallied() -> tuple[str, ...]:
    """The categories that the plan's types are counted in, in the plan's order."""
    used = {key for fact in list_types() for key in fact.tally}
    return tuple(term.key for term in list_terms() if term.key in used)


def _attendance_row(row: AttendanceRow) -> dict[str, object]:
    sums = row.sums
    return {
        "key": row.key,
        "title": pick(row.title, "sv").value or row.key,
        "dates": sums.held,
        "recorded": sums.recorded,
        "total": sums.total if sums.held else 0,
        "categories": sums.categories,
        "loans": sums.loans,
        "hours": sums.hours,
    }


def _date_rows(span: Span, scope: Scope) -> Iterator[Row]:
    names = _Names()
    for lines in dates.list_dates([span], scope=scope):
        categories = dates.list_categories(lines)
        for line in lines:
            yield _date_row(line, names, categories.get(line.record.id, {}) if line.record else {})


class _Names:
    """What a date's row takes from elsewhere: its type, its group, and the members of its root series."""

    def __init__(self) -> None:
        self.types: Mapping[str, TypeFact] = {fact.key: fact for fact in list_types()}
        in_series = frozenset(key for key, fact in self.types.items() if fact.group_is_series)
        self.members = cells.list_members(in_series)
        self.grouped = in_series | types_of(list_indicators(), self.types, Measure.GROUPS)
        self.spelt: dict[str, str] = {}

    def group(self, line: DateLine) -> str | None:
        """What counts as one group: equal texts are one group. None where groups of the type are not counted."""
        if line.traits.type_key not in self.grouped or line.record is None:
            return None
        found = self.types.get(line.traits.type_key)
        code = line.group.code if line.group else None
        kind, identity = group_identity(found, line.root_code, line.record.group_name, code)
        if kind == "visit" and line.group:
            return f"{line.group.name} ({identity})"  # two schools may each have a class of that name
        return identity if kind == "series" else self.spelt.setdefault(identity, line.record.group_name.strip())


def _date_row(line: DateLine, names: _Names, categories: dict[str, int]) -> dict[str, object]:
    record, traits = line.record, line.traits
    return {
        "code": line.code,
        "series": line.series_code,
        "root": line.root_code,
        "group": names.group(line),
        "starts_at": line.starts_at,
        "ends_at": line.ends_at,
        "type": traits.type_key,
        "organisation": line.organisation_code,
        "unit": line.unit_key,
        "place": traits.place_key,
        "tags": sorted(traits.tags),
        "counts_to": sorted(counted_strategies(traits, names.types)),
        "recorded": record is not None,
        "total": record and record.total,
        "categories": categories,
        "loans": record and record.loans,
        "hours": record and record.hours,
        "visit_count": record and record.visit_count,
        "call_count": record and record.call_count,
        "state": line.state,
        "members": names.members.get(line.root_id, {}),
    }


def _indicator_row(figure: Figure) -> dict[str, object]:
    indicator = figure.indicator
    return {
        "code": indicator.code,
        "title": pick(indicator.title, "sv").value,
        "kind": indicator.kind,
        "value": figure.value,
        "previous": figure.previous,
        "held": figure.held if indicator.computed else None,
        "recorded": figure.recorded if indicator.computed else None,
        "missing": figure.missing if indicator.computed else None,
        "target": indicator.target,
        "period": figure.period,
    }
