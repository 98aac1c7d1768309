"""Writing many rows inside the open transaction."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from app.db import Base

CHUNK = 5000


def write_rows(session: Session, name: str, rows: list[dict[str, Any]]) -> None:
    """Insert ``rows``, every column given: a default would be drawn by chance and differ from load to load."""
    table = Base.metadata.tables[name]
    if rows and set(rows[0]) != set(table.columns.keys()):
        raise ValueError(f"{name}: {sorted(set(rows[0]) ^ set(table.columns.keys()))}")
    for chunk in _chunks(rows):
        session.execute(insert(table), chunk)


def settle(session: Session) -> None:
    """PostgreSQL counts ids by itself: let it go on after those that were given; and let it know at once how much there
    is, as it chooses its ways by that."""
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(text("ANALYZE"))
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns:
            _move_sequence(session, table)


def _move_sequence(session: Session, table: Table) -> None:
    highest = session.scalar(select(func.max(table.c.id)))
    if highest:
        sequence = text("select setval(pg_get_serial_sequence(:name, 'id'), :highest)")
        session.execute(sequence, {"name": table.name, "highest": highest})


def _chunks(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
