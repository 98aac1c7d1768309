"""The list and the search walk along the starts of dates and stop, however large the town is."""

import re

import pytest
from sqlalchemy import event

from app.db import db
from tests.catalogue import build


@pytest.fixture
def plans(app, client, people):
    """path -> the plans of SQLite for what its page asks of the dates."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by how much there is, and here is next to nothing")
    build.activity(people)

    def explain(path):
        asked = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
        client.get(path)
        mine = [(sql, values) for sql, values in asked if sql.startswith("SELECT occurrence.id \nFROM")]
        with db.engine.connect() as connection:
            found = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all() for sql, values in mine]
        return ["\n".join(row[3] for row in plan) for plan in found]

    return explain


@pytest.mark.parametrize("query", ["", "?day=sat&time=evening", "?q=kafe", "?q=magneteten+om&free=1"])
def test_dates_are_found_in_their_order_and_not_sorted(plans, query):
    (plan,) = plans(f"/en/activities{query}")

    assert re.match(r"SEARCH occurrence USING (COVERING )?INDEX ix_occurrence_starts_at", plan)
    assert plan.endswith("USE TEMP B-TREE FOR RIGHT PART OF ORDER BY")  # of those that begin together
    assert "SCAN occurrence" not in plan
