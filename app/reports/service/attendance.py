"""What was counted in a period, arranged by a dimension, and date by date."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app import clock
from app.plan.queries import list_indicators, list_types
from app.plan.rules import TypeFact
from app.reports.queries import cells as cells_query
from app.reports.queries import dates as dates_query
from app.reports.queries import outline as outline_query
from app.reports.queries.dates import ActivityDates
from app.reports.queries.outline import Organiser
from app.reports.rules.attendance import Dimension, Keys, arrange
from app.reports.rules.cells import Cell, Sums
from app.reports.rules.periods import Period, period_of
from app.reports.service.outside import outside

Scope = frozenset[int] | None
Texts = Mapping[str, str]


@dataclass(frozen=True)
class AttendanceRow:
    """What was counted under one key; ``title`` in the languages of its source, empty where the key has no name."""

    key: str
    title: Texts
    sums: Sums


Arrange = Callable[[Period, Mapping[str, TypeFact], list[Cell]], list[AttendanceRow]]


@dataclass(frozen=True)
class AttendanceReport:
    """What was counted in a period, in the order of the plan, else by name."""

    period: Period
    dimension: Dimension
    rows: list[AttendanceRow]


def attendance_report(year: int, period: str, by: Dimension, scope: Scope = None) -> AttendanceReport:
    """What was counted in a period, a row a key. Raises UnknownYear, UnknownPeriod."""
    asked = period_of(year, period, clock.today())
    types = {fact.key: fact for fact in list_types()}
    cells = cells_query.list_cells([asked.span], fine=True, scope=scope)
    return AttendanceReport(asked, by, DIMENSIONS[by](asked, types, cells))


def activities_outside(period: Period, scope: Scope = None) -> list[ActivityDates]:
    """Activities with held dates that count to no indicator, and how many such dates each has; most dates first."""
    types = {fact.key: fact for fact in list_types()}
    return outside(list_indicators(), types, dates_query.list_activities(period.span, scope))


def _by_plan(level: str) -> Arrange:
    def rows(_period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
        lines = outline_query.list_outline()
        above = {line.strategy.code: getattr(line, level) for line in lines}
        titles = {named.code: named.title for named in above.values()}
        return _named(titles, types, cells, lambda _cell, strategies: {above[s].code for s in strategies if s in above})

    return rows


def _by_unit(_period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
    organisers = outline_query.list_organisers()
    units = outline_query.list_units()
    titles = {key: {"sv": name} for key, name in units.items()} | {"": {}}
    rows = _named(titles, types, cells, lambda cell, _strategies: [_unit(organisers, cell)])
    return [row for row in rows if row.key or row.sums.held]


def _unit(organisers: Mapping[int, Organiser], cell: Cell) -> str:
    return organisers[cell.organisation_id].unit_key or ""


def _by_type(_period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
    titles = {key: fact.title for key, fact in types.items()}
    return _held(_named(titles, types, cells, lambda cell, _strategies: [cell.traits.type_key]))


def _by_organisation(_period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
    organisers = outline_query.list_organisers()
    titles = {organiser.code: {"sv": organiser.name} for organiser in organisers.values()}
    return _held(_named(titles, types, cells, lambda cell, _strategies: [organisers[cell.organisation_id].code]))


def _by_place(_period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
    titles = {key: {"sv": name} for key, name in outline_query.list_place_names().items()}
    return _held(_named(titles, types, cells, lambda cell, _strategies: [cell.traits.place_key]))


def _by_month(period: Period, types: Mapping[str, TypeFact], cells: list[Cell]) -> list[AttendanceRow]:
    span = period.span
    titles: dict[str, Texts] = {
        f"{period.year}-{month:02}": {} for month in range(span.first.month, span.last.month + 1)
    }
    return _named(titles, types, cells, lambda cell, _strategies: [f"{cell.year}-{cell.month:02}"])


def _named(
    titles: Mapping[str, Texts], types: Mapping[str, TypeFact], cells: Iterable[Cell], keys: Keys
) -> list[AttendanceRow]:
    """A row for each title, in their order, then for each other key that has dates."""
    sums = arrange(cells, types, keys)
    order = [*titles, *sorted(str(key) for key in sums if key not in titles)]
    return [AttendanceRow(key, titles.get(key, {}), sums.get(key, Sums())) for key in order]


def _held(rows: list[AttendanceRow]) -> list[AttendanceRow]:
    return [row for row in rows if row.sums.held]


DIMENSIONS: dict[Dimension, Arrange] = {
    Dimension.GOAL: _by_plan("goal"),
    Dimension.SUBGOAL: _by_plan("subgoal"),
    Dimension.STRATEGY: _by_plan("strategy"),
    Dimension.UNIT: _by_unit,
    Dimension.TYPE: _by_type,
    Dimension.ORGANISATION: _by_organisation,
    Dimension.PLACE: _by_place,
    Dimension.MONTH: _by_month,
}
