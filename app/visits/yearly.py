"""A library's year of visits, added up (pure): blank is not zero, and a visit counts once somebody has said who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from app.plan.rules import IndicatorFact, Measure
from app.visits.rules import tags_of


class Stated(Protocol):
    """What somebody has signed about a visit."""

    @property
    def total(self) -> int: ...
    @property
    def loans(self) -> int | None: ...


@dataclass(frozen=True)
class Been:
    """A visit that has been. ``record`` none: nobody has said how many came."""

    code: str
    month: int
    group_id: int
    kind: str
    type_key: str
    newcomers: bool
    record: Stated | None

    @property
    def tags(self) -> frozenset[str]:
        """What its date is counted by."""
        return tags_of(self.newcomers)


@dataclass
class Sums:
    """``visits`` that have been; the rest of those that are ``counted``. ``loans`` none: told at none of them."""

    visits: int = 0
    counted: int = 0
    heads: int = 0
    loans: int | None = None
    loans_told: int = 0
    group_ids: set[int] = field(default_factory=set)

    @property
    def groups(self) -> int:
        """How many different groups came."""
        return len(self.group_ids)

    def add(self, one: Been) -> None:
        """Add a visit."""
        self.visits += 1
        if one.record is None:
            return
        self.counted += 1
        self.heads += one.record.total
        self.group_ids.add(one.group_id)
        if one.record.loans is not None:
            self.loans = (self.loans or 0) + one.record.loans
            self.loans_told += 1


def sums_of(visits: Iterable[Been]) -> Sums:
    """All of them added up."""
    sums = Sums()
    for one in visits:
        sums.add(one)
    return sums


def by_kind(visits: Sequence[Been], kinds: Iterable[str]) -> list[tuple[str, Sums]]:
    """The kinds of group that have come, in the order of ``kinds``."""
    rows = [(kind, sums_of(one for one in visits if one.kind == kind)) for kind in kinds]
    return [(kind, sums) for kind, sums in rows if sums.visits]


def by_month(visits: Sequence[Been]) -> list[tuple[int, Sums]]:
    """Each month from January (1) on."""
    return [(month, sums_of(one for one in visits if one.month == month)) for month in range(1, 13)]


def indicated(
    indicators: Iterable[IndicatorFact], visits: Sequence[Been], tag: str
) -> list[tuple[IndicatorFact, int | None]]:
    """The indicators that count groups, visits or loans of visits with this tag, each with its figure as the plan counts it;
    none where something has been and nobody has told."""
    wanted = [one for one in indicators if one.computed and tag in one.tagged and one.kind in _FIGURES]
    return [
        (one, _FIGURES[Measure(one.kind)](sums_of(been for been in visits if _counts(one, been)))) for one in wanted
    ]


def _counts(indicator: IndicatorFact, one: Been) -> bool:
    of_type = not indicator.of or one.type_key in indicator.of
    return of_type and indicator.tagged <= one.tags and not indicator.not_tagged & one.tags


def _loans(sums: Sums) -> int | None:
    return sums.loans if sums.visits else 0


_FIGURES = {
    Measure.GROUPS: lambda sums: sums.groups,
    Measure.VISITS: lambda sums: sums.counted,
    Measure.LOANS: _loans,
}
