"""A hash of the whole database: every table, every column but the one that a GET may write."""

import hashlib

from flask import Flask
from sqlalchemy import Column, MetaData, Table, select

from app.db import db

WRITTEN_BY_GETS = {("staff_session", "last_seen_at")}


def fingerprints(app: Flask) -> dict[str, str]:
    """Each table's name -> a hash of its rows. A table that nobody declared is read too."""
    with app.app_context():
        tables = MetaData()
        tables.reflect(db.engine)
        return {table.name: _hash(table) for table in tables.sorted_tables}


def _hash(table: Table) -> str:
    columns: list[Column[object]] = [c for c in table.columns if (table.name, c.name) not in WRITTEN_BY_GETS]
    with db.engine.connect() as connection:
        rows = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
