"""Measurements inside one process: exports, indicators and the SQL statements of a sign-up.

``python -m tests.bench.inside reports|statements|split|rooms`` prints its figures as JSON on the last line.
"""

import json
import re
import sys
import tempfile
import time as timer
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select

from app import clock
from app.activities import service as activities
from app.activities.pools import PoolWanted, SignupPools
from app.activities.queries import OccurrenceFact, get_activity, list_occurrences
from app.activities.rules import ActivityDraft
from app.activities.shifting import SeriesChange, Times
from app.activities.tables import Activity
from app.codes import new_nonce
from app.db import db, reading
from app.factory import create_app
from app.messages.tables import Message
from app.registrations import service as registrations
from app.registrations.queries import list_pool_states
from app.registrations.rules import Party
from app.schedule.recurrence import Every, Schedule
from config import Settings
from tests.bench.browser import Answer
from tests.bench.libraries import make
from tests.bench.stage import House

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


def rooms(app: Flask) -> dict[str, float]:
    """The SQL statements of the pages of a library with 300 visits and a room with 500 bookings in a month."""
    with app.app_context():
        facts = make(1)
    house = House(**facts)
    figures = {}
    for name, (path, cookies) in house.pages.items():
        client = app.test_client()
        for cookie, value in cookies.items():
            client.set_cookie(cookie, value)
        client.get(path)
        with app.app_context(), _counting(app) as seen:
            assert client.get(path).status_code == 200
        figures[name] = len(seen)
    return figures


def split(app: Flask) -> dict[str, float]:
    """Seconds to split a series of 200 coming dates with 2,000 registrations at its second one and move it to another
    weekday; and how many mails are noted for it."""
    with app.app_context():
        series, dates = _long_series()
        wanted = SeriesChange(Times((dates[0].starts_at.weekday() + 1) % 7, time(18), time(20)))
        begun = timer.perf_counter()
        outcome = activities.change_series(series, dates[1].code, wanted, None)
        seconds = timer.perf_counter() - begun
        mails = select(func.count()).select_from(Message).where(Message.gathers)
        return {"split": seconds, "dates": len(outcome.changed), "mails": reading().scalar(mails) or 0}


def _long_series() -> tuple[str, list[OccurrenceFact]]:
    """A weekly series with ten people on each of its 200 dates, by its code."""
    some = reading().execute(select(Activity.organisation_id, Activity.place_id).limit(1)).one()
    texts = {"sv": "Språkkafé"}
    draft = ActivityDraft(some.organisation_id, "language_cafe", texts, some.place_id, summary=texts, signup="required")
    weekly = Schedule(Every.WEEKLY, clock.today() + timedelta(days=7), time(17), time(19), count=200)
    code = activities.create_activity(draft, weekly, SignupPools((PoolWanted(capacity=20),)), None, publish=True)
    dates = list_occurrences(get_activity(code).id)
    for pool in list_pool_states([date.id for date in dates], []):
        for number in range(10):
            guest = Party("Noor", 1, "sv", email=f"p{pool.id}-{number}@example.org")
            registrations.sign_up(pool.code, guest, new_nonce())
    return code, dates


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
    begun = timer.perf_counter()
    result = app.test_cli_runner().invoke(args=list(arguments))
    if result.exit_code:
        raise RuntimeError(f"{' '.join(arguments)}\n{result.output}") from result.exception
    return timer.perf_counter() - begun


if __name__ == "__main__":
    uncached = Settings(page_cache_seconds=0)  # what is counted is what a page costs
    measurement = {"reports": reports, "statements": statements, "split": split, "rooms": rooms}[sys.argv[1]]
    print(json.dumps(measurement(create_app(uncached))))
