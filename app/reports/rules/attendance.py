"""What was counted, by goal, unit, type, place or month: which rows a date belongs to."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import StrEnum

from app.errors import NotFound
from app.languages import N_
from app.plan.rules import TypeFact
from app.reports.rules.cells import Cell, Sums, counted_strategies


class Dimension(StrEnum):
    """What the attendance report is arranged by; OCCURRENCE is a row a date."""

    GOAL = "goal"
    SUBGOAL = "subgoal"
    STRATEGY = "strategy"
    UNIT = "unit"
    TYPE = "type"
    ORGANISATION = "organisation"
    PLACE = "place"
    MONTH = "month"
    OCCURRENCE = "occurrence"


# Strategies overlap: a date that counts to two stands in both rows, so their sum is never shown as a total.
OVERLAPPING = frozenset({Dimension.GOAL, Dimension.SUBGOAL, Dimension.STRATEGY})
Keys = Callable[[Cell, frozenset[str]], Iterable[Hashable]]


class UnknownDimension(NotFound):
    message = N_("There is no report by %(by)s.")


def dimension_of(name: str) -> Dimension:
    """The dimension by its name. Raises UnknownDimension."""
    if name not in set(Dimension):
        raise UnknownDimension(by=name)
    return Dimension(name)


def arrange(cells: Iterable[Cell], types: Mapping[str, TypeFact], keys: Keys) -> dict[Hashable, Sums]:
    """Add up the cells under each of their keys; ``keys`` gets a cell and the strategies that it counts to."""
    rows: dict[Hashable, Sums] = {}
    for cell in cells:
        for key in set(keys(cell, counted_strategies(cell.traits, types))):
            rows.setdefault(key, Sums()).add(cell.sums)
    return rows
