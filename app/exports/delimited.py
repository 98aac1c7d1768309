"""CSV for Swedish Excel: UTF-8 with a byte order mark, semicolons, decimal commas, Stockholm's clock."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from app import clock
from app.exports.table import Cell, Table, headings, lines

BYTE_ORDER_MARK = "\ufeff"
CHUNK_ROWS = 500
# A sheet would run a text that begins so as a formula (ASVS 5.0 1.2.10); an apostrophe before it makes it a text.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def write_csv(table: Table) -> Iterator[bytes]:
    """The file in chunks."""
    rows = (_texts(line) for line in lines(table))
    chunk = [_texts(headings(table))]
    start = BYTE_ORDER_MARK
    while chunk:
        yield (start + _written(chunk)).encode()
        start, chunk = "", list(islice(rows, CHUNK_ROWS))


def _written(chunk: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(chunk)
    return buffer.getvalue()


def _texts(line: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else TEXTS[type(cell)](cell) for cell in line]


def _quoted(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _fraction(number: float | Decimal) -> str:
    return str(plain(number)).replace(".", ",")


def plain(number: int | float | Decimal) -> int | float:
    """A number without a needless fraction: 60 rather than 60.00."""
    return int(number) if number == int(number) else float(number)


TEXTS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    bool: lambda flag: str(int(flag)),
    int: str,
    float: _fraction,
    Decimal: _fraction,
    datetime: lambda instant: clock.wall(instant).isoformat(" ", "minutes"),
    date: date.isoformat,
}
