"""Measurements inside one process: exports, indicators and the SQL statements of a sign-up.

``python -m tests.bench.inside reports|statements`` prints its figures as JSON on the last line.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from app import clock
from app.db import db
from app.factory import create_app
from config import Settings
from tests.bench.browser import Answer

OUTSIDE = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|PRAGMA|SAVEPOINT|RELEASE)\b", re.IGNORECASE)


def reports(app: Flask) -> dict[str, float]:
    """Seconds for the year's dates to CSV and XLSX and for its indicators, and how many records the year has."""
    year = str(clock.today().year - 1)
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "dates.json"
        by_date = ("report", "attendance", "--year", year, "--by", "occurrence", "--format")
        _run(app, *by_date, "json", "--out", str(listing))
        figures = {
            kind: _run(app, *by_date, kind, "--out", str(Path(folder) / f"dates.{kind}")) for kind in ("csv", "xlsx")
        }
        indicators = ("report", "indicators", "--year", year, "--format", "json")
        figures["indicators"] = _run(app, *indicators, "--out", str(Path(folder) / "indicators.json"))
        records = sum(1 for row in json.loads(listing.read_text("utf-8")) if row["recorded"])
    return {**figures, "records": records}


def statements(app: Flask) -> dict[str, float]:
    """The SQL statements of one sign-up: form, POST and the page after it, BEGIN and COMMIT not counted."""
    made = app.test_cli_runner().invoke(args=["demo", "races", "--seats", "30", "--count", "2"]).stdout
    warm, measured = (f"/sv/occurrences/{code}/sign-up" for code in json.loads(made.strip().splitlines()[-1]))
    _sign_up(app, warm)
    with app.app_context(), _counting(app) as seen:
        _sign_up(app, measured)
    return {"statements": len(seen)}


def _sign_up(app: Flask, path: str) -> None:
    client = app.test_client()
    form = client.get(path)
    fields = Answer(form.status_code, [], form.data).hidden_fields()
    sent = {**fields, "name": "Amal", "email": "amal@example.org", "party_size": "1"}
    after = client.post(path, data=sent, follow_redirects=True)
    assert after.request.path != path, f"the form came back: {after.status_code}"


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not OUTSIDE.match(statement):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def _run(app: Flask, *arguments: str) -> float:
    begun = time.perf_counter()
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exit_code:
        raise RuntimeError(f"{' '.join(arguments)}\n{result.output}") from result.exception
    return time.perf_counter() - begun


if __name__ == "__main__":
    measurement = {"reports": reports, "statements": statements}[sys.argv[1]]
    print(json.dumps(measurement(create_app(Settings()))))
