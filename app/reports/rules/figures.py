"""How dates become the figures of the plan; the head of the plan file explains each measure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.errors import NotFound
from app.languages import N_
from app.plan.rules import IndicatorFact, Measure, TypeFact
from app.reports.rules.cells import (
    Cell,
    GroupDates,
    SeriesDates,
    Sums,
    Traits,
    counted_strategies,
    counts_for,
    group_identity,
)
from app.reports.rules.development import Development, development_of
from app.reports.rules.periods import Period, Span

Value = int | float | Decimal | None


class UnknownPart(NotFound):
    message = N_("The plan has no goal, sub-goal, strategy or indicator %(code)s.")


@dataclass(frozen=True)
class Material:
    """Everything that the figures of a period and of the one before are made from. ``members``: root -> category ->
    different people; ``reported``: (indicator, year) -> value and comment."""

    types: Mapping[str, TypeFact] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    groups: tuple[GroupDates, ...] = ()
    members: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    series: tuple[SeriesDates, ...] = ()
    reported: Mapping[tuple[str, int], tuple[float | None, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SeriesHours:
    """A finished course, its last day, and its hours (None where no record states any)."""

    root_code: str
    last_on: date
    hours: Decimal | None
    held: int
    recorded: int


@dataclass(frozen=True)
class Figure:
    """An indicator in a period. ``value`` and ``previous`` are None where nothing is known; ``courses``: what a figure
    per series is the lowest of; ``comment``: what was written with a reported value."""

    indicator: IndicatorFact
    period: str
    value: Value
    previous: Value
    held: int = 0
    recorded: int = 0
    courses: tuple[SeriesHours, ...] = ()
    comment: str = ""

    @property
    def missing(self) -> int:
        return self.held - self.recorded

    @property
    def development(self) -> Development | None:
        """How it stands to its target, else to the year before."""
        return development_of(self.indicator.kind, self.value, self.previous, self.indicator.target)


@dataclass(frozen=True)
class _Slice:
    """The part of the material that counts for one indicator in one year's span."""

    sums: Sums
    groups: tuple[GroupDates, ...]
    courses: tuple[SeriesHours, ...]
    material: Material


def figures(indicators: Iterable[IndicatorFact], period: Period, material: Material) -> list[Figure]:
    """The figure of each indicator, in their order."""
    strategies = _Strategies(material)
    return [
        _computed(indicator, period, material, strategies) if indicator.computed else _told(indicator, period, material)
        for indicator in indicators
    ]


def missing_dates(indicators: Iterable[IndicatorFact], period: Period, material: Material) -> int:
    """How many held dates without a record count for at least one of the indicators in the period."""
    computed = [indicator for indicator in indicators if indicator.computed]
    strategies = _Strategies(material)
    return sum(
        cell.sums.missing
        for cell in material.cells
        if cell.year == period.year and any(counts_for(i, cell.traits, strategies[cell.traits]) for i in computed)
    )


class _Strategies(dict[Traits, frozenset[str]]):
    """What each kind of date counts to, worked out once."""

    def __init__(self, material: Material) -> None:
        super().__init__()
        self.types = material.types

    def __missing__(self, traits: Traits) -> frozenset[str]:
        self[traits] = counted_strategies(traits, self.types)
        return self[traits]


def _told(indicator: IndicatorFact, period: Period, material: Material) -> Figure:
    value, comment = material.reported.get((indicator.code, period.year), (None, ""))
    previous, _comment = material.reported.get((indicator.code, period.year - 1), (None, ""))
    return Figure(indicator, period.code, value, previous, comment=comment)


def _computed(indicator: IndicatorFact, period: Period, material: Material, strategies: _Strategies) -> Figure:
    now = _slice(indicator, period.span, material, strategies)
    before = _slice(indicator, period.previous, material, strategies)
    measure = MEASURES[Measure(indicator.kind)]
    return Figure(
        indicator,
        period.code,
        measure(indicator, now),
        measure(indicator, before),
        now.sums.held,
        now.sums.recorded,
        now.courses,
    )


def _slice(indicator: IndicatorFact, span: Span, material: Material, strategies: _Strategies) -> _Slice:
    year, sums = span.first.year, Sums()
    for cell in material.cells:
        if cell.year == year and counts_for(indicator, cell.traits, strategies[cell.traits]):
            sums.add(cell.sums)
    groups = tuple(
        group
        for group in material.groups
        if group.year == year and counts_for(indicator, group.traits, strategies[group.traits])
    )
    courses = _courses(indicator, span, material, strategies) if indicator.per else ()
    return _Slice(sums, groups, courses, material)


def _courses(
    indicator: IndicatorFact, span: Span, material: Material, strategies: _Strategies
) -> tuple[SeriesHours, ...]:
    parts: dict[int, list[SeriesDates]] = {}
    for part in material.series:
        if counts_for(indicator, part.traits, strategies[part.traits]):
            parts.setdefault(part.root_id, []).append(part)
    finished = [
        found
        for found in parts.values()
        if max(part.last_on for part in found) in span and not any(part.coming for part in found)
    ]
    return tuple(_course(found) for found in finished)


def _course(parts: list[SeriesDates]) -> SeriesHours:
    told = [part.hours for part in parts if part.hours is not None]
    return SeriesHours(
        parts[0].root_code,
        max(part.last_on for part in parts),
        sum(told, Decimal()) if told else None,
        sum(part.held for part in parts),
        sum(part.recorded for part in parts),
    )


def _groups(_indicator: IndicatorFact, part: _Slice) -> Value:
    types = part.material.types
    return len({_identity(types, group) for group in part.groups})


def _identity(types: Mapping[str, TypeFact], group: GroupDates) -> tuple[str, str]:
    return group_identity(types.get(group.traits.type_key), group.root_id, group.group_name, group.visit_group)


def _members(indicator: IndicatorFact, part: _Slice) -> Value:
    stated = [part.material.members.get(root, {}) for root in {group.root_id for group in part.groups}]
    if not stated:
        return _known(part, None)
    background = indicator.background
    told = [heads for categories in stated for key, heads in categories.items() if background in {None, key}]
    return sum(told) if told else None


def _recorded(_indicator: IndicatorFact, part: _Slice) -> Value:
    return part.sums.recorded


def _participants(indicator: IndicatorFact, part: _Slice) -> Value:
    sums = part.sums
    return _known(part, sums.categories.get(indicator.background) if indicator.background else sums.total)


def _loans(_indicator: IndicatorFact, part: _Slice) -> Value:
    return _known(part, part.sums.loans)


def _hours(indicator: IndicatorFact, part: _Slice) -> Value:
    if not indicator.per:
        return _known(part, part.sums.hours)
    return min((course.hours for course in part.courses if course.hours is not None), default=None)


def _contacts(indicator: IndicatorFact, part: _Slice) -> Value:
    if indicator.background or len(set(indicator.channel)) != 1:
        return _participants(indicator, part)
    return _known(part, part.sums.visits if "visit" in indicator.channel else part.sums.calls)


def _known(part: _Slice, told: Value) -> Value:
    """What the records tell; where nothing was held that is nought, and where they tell nothing it is unknown."""
    return 0 if told is None and not part.sums.held else told


MEASURES: dict[Measure, Callable[[IndicatorFact, _Slice], Value]] = {
    Measure.GROUPS: _groups,
    Measure.MEMBERS: _members,
    Measure.OCCURRENCES: _recorded,
    Measure.PARTICIPANTS: _participants,
    Measure.VISITS: _recorded,
    Measure.LOANS: _loans,
    Measure.HOURS: _hours,
    Measure.CONTACTS: _contacts,
}
