"""JSON: a list with an object a row; instants in UTC and days as ISO 8601."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from app.exports.delimited import CHUNK_ROWS, plain
from app.exports.table import Row, Table


def write_json(table: Table) -> Iterator[bytes]:
    """The file in chunks."""
    rows = (_object(table.columns, row) for row in table.rows)
    start = "[\n"
    while chunk := list(islice(rows, CHUNK_ROWS)):
        yield (start + ",\n".join(chunk)).encode()
        start = ",\n"
    yield b"[]\n" if start == "[\n" else b"\n]\n"


def _object(columns: tuple[str, ...], row: Row) -> str:
    kept = {name: row[name] for name in columns}
    whole = {name: plain(value) if isinstance(value, float) else value for name, value in kept.items()}
    return json.dumps(whole, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> str | int | float:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")
