"""Rows for the tests of the catalogue."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from app import clock
from app.activities.tables import Activity, Occurrence
from app.codes import new_nonce
from app.db import transaction
from app.factory import create_app
from app.registrations.tables import Registration, SeatPool
from app.settings import EXTENSION
from tests.client import InspectingClient

TITLE = {"sv": "Språkkafé", "en": "Language café", "ar": "مقهى اللغة"}


def activity(people: Any, starts: list[datetime | timedelta] | None = None, **facts: Any) -> tuple[str, list[str]]:
    """A published activity of the library with dates (from now, where they are spans): its code and theirs."""
    dates = facts.pop("dates", {})
    given = {
        "organisation_id": people.library.id, "type_key": "language_cafe", "title": TITLE, "signup": "none",
        "place_id": people.stadsbiblioteket.id, "state": "published", "created_at": clock.now(), **facts,
    }  # fmt: skip
    with transaction() as session:
        made = Activity(**given)
        session.add(made)
        session.flush()
        made.root_id = made.id
        rows = [_date(made.id, start, dates) for start in starts or [timedelta(days=1)]]
        session.add_all(rows)
        session.flush()
        return made.code, [row.code for row in rows]


def pool(
    occurrence: str | None = None, series: str | None = None, taken: int = 0, waiting: int = 0, **facts: Any
) -> None:
    """A pool of a date or a series with so many heads in it."""
    with transaction() as session:
        if occurrence:
            date = session.query(Occurrence).filter_by(code=occurrence).one()
            where = {"activity_id": date.activity_id, "occurrence_id": date.id}
        else:
            where = {"activity_id": session.query(Activity).filter_by(code=series).one().id}
        made = SeatPool(**{**where, "capacity": 10, **facts})
        session.add(made)
        session.flush()
        states = {"confirmed": taken, "waiting": waiting}
        session.add_all(_party(made.id, state, heads) for state, heads in states.items() if heads)


def with_page_cache(app: Flask) -> InspectingClient:
    """A client of the same app with the page cache on."""
    found = app.extensions[EXTENSION]
    return InspectingClient(create_app(found.model_copy(update={"page_cache_seconds": 0.5})))


def _date(activity_id: int, start: datetime | timedelta, facts: dict[str, Any]) -> Occurrence:
    begins = clock.now().replace(microsecond=0) + start if isinstance(start, timedelta) else start
    given = {"state": "scheduled", "changed_at": clock.now(), "ends_at": begins + timedelta(hours=2), **facts}
    day = clock.local(begins).date()
    return Occurrence(activity_id=activity_id, recurrence_id=begins, starts_at=begins, starts_on=day, **given)


def _party(pool_id: int, state: str, heads: int) -> Registration:
    now = clock.now()
    return Registration(
        pool_id=pool_id, name="Canary", language="sv", party_size=heads, state=state, nonce=new_nonce(),
        own_code_hash=new_nonce(), created_at=now, queued_at=now, changed_at=now,
    )  # fmt: skip
