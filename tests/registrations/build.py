"""Rows of activities, dates and pools for the tests of registrations."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import clock
from app.activities.tables import Activity, Occurrence
from app.codes import new_nonce
from app.db import transaction
from app.registrations import service
from app.registrations.rules import Party
from app.registrations.tables import SeatPool
from tests.people import People


@dataclass(frozen=True)
class Date:
    activity_id: int
    activity_code: str
    ids: tuple[int, ...]
    codes: tuple[str, ...]
    pools: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.codes[0]

    @property
    def pool(self) -> str:
        return self.pools[0]

    @property
    def sign_up(self) -> str:
        return f"/en/occurrences/{self.code}/sign-up"


def make_date(
    people: People, capacity: int | None = 10, pools: tuple[dict[str, Any], ...] = (), dates: int = 1, **facts: Any
) -> Date:
    """A published language café tomorrow (and weekly), with one pool of ``capacity`` unless ``pools`` says else."""
    starts_in = facts.pop("starts_in", timedelta(days=1))
    moment = clock.now()
    owner = people.association.id
    given = {
        "organisation_id": owner,
        "signup": "required",
        "state": "published",
        "title": {"sv": "Språkkafé", "en": "Language café"},
        **facts,
    }
    with transaction() as session:
        activity = Activity(
            type_key="language_cafe", place_id=people.stadsbiblioteket.id,
            created_at=moment, **given,
        )  # fmt: skip
        session.add(activity)
        session.flush()
        made = [_occurrence(activity.id, moment + starts_in + timedelta(weeks=week)) for week in range(dates)]
        session.add_all(made)
        session.flush()
        whole = given.get("signup_scope") == "series"
        wanted = pools or ({"capacity": capacity},)
        rows = [
            SeatPool(activity_id=activity.id, occurrence_id=None if whole else made[0].id, **pool) for pool in wanted
        ]
        session.add_all(rows)
        session.flush()
        codes = tuple(date.code for date in made)
        return Date(activity.id, activity.code, tuple(d.id for d in made), codes, tuple(row.code for row in rows))


def make_next(people: People, date: Date, capacity: int | None = 10, role: str = "participant", **facts: Any) -> str:
    """Another date of the same series, a week after ``date``, with a pool of its own; the pool's code."""
    with transaction() as session:
        first = session.get_one(Occurrence, date.ids[0])
        made = _occurrence(date.activity_id, first.starts_at + timedelta(weeks=1))
        for name, value in facts.items():
            setattr(made, name, value)
        session.add(made)
        session.flush()
        pool = SeatPool(activity_id=date.activity_id, occurrence_id=made.id, capacity=capacity, role=role)
        session.add(pool)
        session.flush()
        return pool.code


def party(name: str = "Noor", party_size: int = 1, **facts: Any) -> Party:
    return Party(name=name, party_size=party_size, language=facts.pop("language", "sv"), **facts)


def sign_up(pool: str, name: str = "Noor", party_size: int = 1, **facts: Any) -> service.Receipt:
    return service.sign_up(pool, party(name, party_size, **facts), new_nonce())


def _occurrence(activity_id: int, starts_at: Any) -> Occurrence:
    return Occurrence(
        activity_id=activity_id, recurrence_id=starts_at, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
        starts_on=clock.local(starts_at).date(), changed_at=starts_at,
    )  # fmt: skip
