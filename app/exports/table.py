"""A report as rows of named values, and how nested values become columns of a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Cell = str | int | float | Decimal | bool | date | datetime | None

TALLIES = frozenset({"categories", "members"})


@dataclass(frozen=True)
class Table:
    """``name`` is that of the file and the sheet; ``rows`` may be read once. ``categories``: the columns that a tally of
    heads becomes in a sheet."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Row]
    categories: tuple[str, ...] = ()


def headings(table: Table) -> list[str]:
    """The names of the columns of a sheet; a tally has one for each category."""
    return [name for column in table.columns for name in _names(column, table.categories)]


def lines(table: Table) -> Iterator[list[Cell]]:
    """The rows of a sheet, in the order of its headings."""
    for row in table.rows:
        line: list[Cell] = []
        for column in table.columns:
            value = row[column]
            if column in TALLIES:
                line.extend(map((value or {}).get, table.categories))
            else:
                line.append(_flat(value) if isinstance(value, list | dict) else value)
        yield line


def _names(column: str, categories: tuple[str, ...]) -> list[str]:
    return [f"{column}.{category}" for category in categories] if column in TALLIES else [column]


def _flat(value: list[str] | dict[str, Any]) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return ", ".join(f"{key}: {part}" for key, part in value.items())
