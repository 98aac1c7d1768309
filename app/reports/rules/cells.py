"""Dates that are alike in everything that decides what they count to, added up; and to what they count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.plan.rules import IndicatorFact, Measure, TypeFact, strategies_of


@dataclass(frozen=True)
class Traits:
    """What decides to which indicators a date counts. ``counts_to`` is stored with its activity, empty until confirmed;
    ``place_key`` is where the date takes place."""

    type_key: str
    counts_to: frozenset[str]
    activity_tags: frozenset[str]
    own_tags: frozenset[str]
    place_key: str

    @property
    def tags(self) -> frozenset[str]:
        return self.activity_tags | self.own_tags


@dataclass
class Sums:
    """Held dates and what their records say. A sum is None where no record says anything: blank is not zero."""

    held: int = 0
    recorded: int = 0
    total: int | None = None
    visits: int | None = None
    calls: int | None = None
    loans: int | None = None
    hours: Decimal | None = None
    categories: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return self.held - self.recorded

    def add(self, other: "Sums") -> None:
        """Add the dates of ``other`` to these."""
        self.held += other.held
        self.recorded += other.recorded
        for name in ("total", "visits", "calls", "loans", "hours"):
            setattr(self, name, _plus(getattr(self, name), getattr(other, name)))
        for category, heads in other.categories.items():
            self.categories[category] = self.categories.get(category, 0) + heads


@dataclass(frozen=True)
class Cell:
    """The held dates of a year, a month and an organisation with the same traits (month and organisation 0: all)."""

    year: int
    traits: Traits
    sums: Sums
    month: int = 0
    organisation_id: int = 0


@dataclass(frozen=True)
class GroupDates:
    """Recorded dates of one series in a year for one group; ``group_name`` as on the record, often empty; ``visit_group``:
    the code of the group whose visits they are, where a visit stands behind them."""

    year: int
    traits: Traits
    root_id: int
    group_name: str
    visit_group: str | None = None


@dataclass(frozen=True)
class SeriesDates:
    """The uncancelled dates of a root series with the same traits. ``hours``: of the records of those held."""

    traits: Traits
    root_id: int
    root_code: str
    last_on: date
    coming: int
    held: int
    recorded: int
    hours: Decimal | None


def counted_strategies(traits: Traits, types: Mapping[str, TypeFact]) -> frozenset[str]:
    """The strategies that a date counts to: those stored with its activity, unless a tag of the date replaces them.

    A type that counts only when confirmed counts to nothing before that. (Plan file: ``counts_to``, ``by_tag``.)
    """
    found = types.get(traits.type_key)
    replaced = found is not None and any(tag in found.by_tag for tag in traits.tags)
    if found is None or not replaced or (found.confirmed_only and not traits.counts_to):
        return traits.counts_to
    return strategies_of(found, traits.tags)


def counts_for(indicator: IndicatorFact, traits: Traits, strategies: frozenset[str]) -> bool:
    """Whether a date with these traits, which counts to ``strategies``, counts for a computed indicator."""
    return (
        indicator.strategy_code in strategies
        and (not indicator.of or traits.type_key in indicator.of)
        and (not indicator.at or traits.place_key in indicator.at)
        and indicator.tagged <= traits.tags
        and not indicator.not_tagged & traits.tags
    )


def group_identity(
    found: TypeFact | None, root: str | int, group_name: str, visit_group: str | None = None
) -> tuple[str, str]:
    """What is counted as one group: a dialogue group is its root series; a visiting group is the one that a librarian has
    confirmed (``visit_group``: its code), whatever it is called; where no visit stands behind the date, the name on the
    record, however it was spaced or capitalised; without a name, the series again."""
    if found is not None and found.group_is_series:
        return "series", str(root)
    if visit_group is not None:
        return "visit", visit_group
    name = " ".join(group_name.split()).casefold()
    return ("name", name) if name else ("series", str(root))


def types_of(indicators: Iterable[IndicatorFact], every: Iterable[str], *measures: Measure) -> frozenset[str]:
    """The activity types over which one of these measures is taken; ``every`` where an indicator names none."""
    wanted = [i.of or frozenset(every) for i in indicators if i.computed and i.kind in measures]
    return frozenset[str]().union(*wanted)


def _plus(left: int | Decimal | None, right: int | Decimal | None) -> int | Decimal | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right
