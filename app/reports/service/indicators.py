"""The plan's indicators in a period."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.plan.queries import list_indicators, list_types
from app.plan.rules import IndicatorFact, Measure, NoPlanLoaded
from app.reports.queries import cells
from app.reports.queries.dates import ActivityDates, list_activities
from app.reports.queries.outline import Named, StrategyLine, list_outline
from app.reports.rules.cells import types_of
from app.reports.rules.figures import Figure, Material, UnknownPart, figures, missing_dates
from app.reports.rules.periods import WHOLE_YEAR, Period, period_of
from app.reports.service.outside import outside


@dataclass(frozen=True)
class IndicatorReport:
    """The figures of the plan, or of a part of it, in the plan's order. ``missing``: held dates without a record that
    count for one of them or more. ``outside``: activities that count to no indicator, told beside the whole plan."""

    period: Period
    outline: list[StrategyLine]
    figures: list[Figure]
    missing: int
    outside: list[ActivityDates]
    part: str = ""

    @property
    def goals(self) -> list[tuple[Named, list[tuple[Named, list[Figure]]]]]:
        """Goal -> strategy -> figures, in the plan's order."""
        found: dict[str, tuple[Named, list[tuple[Named, list[Figure]]]]] = {}
        for line in self.outline:
            own = [figure for figure in self.figures if figure.indicator.strategy_code == line.strategy.code]
            found.setdefault(line.goal.code, (line.goal, []))[1].append((line.strategy, own))
        return list(found.values())

    @property
    def heading(self) -> tuple[str, Named] | None:
        """ "goal", "subgoal" or "strategy", and what was asked for; None for the whole plan."""
        levels = ("goal", "subgoal", "strategy")
        found = ((level, getattr(line, level)) for line in self.outline for level in levels)
        return next(((level, named) for level, named in found if named.code == self.part), None)


def indicator_report(year: int, period: str, part: str = "") -> IndicatorReport:
    """The figures of a period: all, or those under ``part``, the code of a goal, sub-goal, strategy or indicator.

    Raises UnknownYear, UnknownPeriod, UnknownPart, NoPlanLoaded.
    """
    asked = period_of(year, period, clock.today())
    outline = list_outline()
    if not outline:
        raise NoPlanLoaded
    wanted = _under(part, outline, list_indicators())
    kept = {indicator.strategy_code for indicator in wanted} if part else set()
    lines = [line for line in outline if not part or line.strategy.code in kept or part in _codes(line)]
    material = material_of(wanted, asked)
    missing = missing_dates(wanted, asked, material)
    beside = [] if part else outside(wanted, material.types, list_activities(asked.span))
    return IndicatorReport(asked, lines, figures(wanted, asked, material), missing, beside, part)


def open_figures(year: int, indicators: Sequence[IndicatorFact]) -> list[Figure]:
    """This year's figures that everybody may see: computed, and of no category of people (trust.md, small cells)."""
    wanted = [indicator for indicator in indicators if indicator.computed and not indicator.background]
    period = period_of(year, WHOLE_YEAR, clock.today())
    return figures(wanted, period, material_of(wanted, period, with_categories=False))


def material_of(indicators: Sequence[IndicatorFact], period: Period, with_categories: bool = True) -> Material:
    """What the figures of these indicators are made from: at most seven statements."""
    spans = (period.span, period.previous)
    if not any(indicator.computed for indicator in indicators):
        return Material(reported=cells.list_reported((period.year, period.year - 1)))
    types = {fact.key: fact for fact in list_types()}
    per_series = [indicator for indicator in indicators if indicator.per]
    reported = not all(indicator.computed for indicator in indicators)
    return Material(
        types=types,
        cells=tuple(cells.list_cells(spans, with_categories=with_categories)),
        groups=tuple(cells.list_groups(spans, types_of(indicators, types, Measure.GROUPS, Measure.MEMBERS))),
        members=cells.list_members(types_of(indicators, types, Measure.MEMBERS)),
        series=tuple(cells.list_series(types_of(per_series, types, Measure.HOURS))),
        reported=cells.list_reported((period.year, period.year - 1)) if reported else {},
    )


def _under(part: str, outline: Sequence[StrategyLine], every: Sequence[IndicatorFact]) -> list[IndicatorFact]:
    if not part:
        return list(every)
    strategies = {line.strategy.code for line in outline if part in _codes(line)}
    found = [indicator for indicator in every if indicator.strategy_code in strategies or indicator.code == part]
    if not found and not strategies:
        raise UnknownPart(code=part)
    return found


def _codes(line: StrategyLine) -> tuple[str, str, str]:
    return line.goal.code, line.subgoal.code, line.strategy.code
