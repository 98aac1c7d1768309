"""Rows for the tests of counting: a series with dates, in one line."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.activities.tables import Activity, Occurrence
from app.codes import new_nonce
from app.db import transaction
from app.registrations.tables import Registration, SeatPool
from tests.client import InspectingClient, Page
from tests.people import People, Thing

HOURS = timedelta(hours=1.5)


@dataclass(frozen=True)
class Series:
    id: int
    code: str
    dates: list[Thing]

    @property
    def date(self) -> str:
        """The code of its first date."""
        return self.dates[0].code


def series(
    people: People, type_key: str = "language_cafe", organisation: Thing | None = None, **more: object
) -> Series:
    """A published series with one date that began half an hour ago; ``starts`` (UTC) for other dates, ``state`` for
    another state of the activity, ``cancelled`` for dates that are off."""
    starts = more.get("starts") or [clock.now() - timedelta(minutes=30)]
    with transaction() as session:
        activity = Activity(
            organisation_id=(organisation or people.association).id, type_key=type_key,
            title={"sv": "Språkkafé på Magneteten", "ar": "مقهى اللغة"}, place_id=people.magneteten.id,
            signup="none", state=more.get("state", "published"), created_at=clock.now(),
        )  # fmt: skip
        session.add(activity)
        session.flush()
        rows = [_date(activity.id, start, bool(more.get("cancelled"))) for start in starts]  # type: ignore[attr-defined]
        session.add_all(rows)
        session.flush()
        return Series(activity.id, activity.code, [Thing(row.id, row.code) for row in rows])


def signed_up(made: Series, date: Thing, name: str, party_size: int = 1) -> None:
    """A confirmed party on one date."""
    with transaction() as session:
        pool = SeatPool(activity_id=made.id, occurrence_id=date.id, role="participant")
        session.add(pool)
        session.flush()
        session.add(
            Registration(
                pool_id=pool.id, name=name, language="sv", party_size=party_size, state="confirmed", nonce=new_nonce(),
                own_code_hash=new_nonce(), created_at=clock.now(), queued_at=clock.now(), changed_at=clock.now(),
            )
        )  # fmt: skip


def _date(activity_id: int, starts_at: datetime, cancelled: bool) -> Occurrence:
    return Occurrence(
        activity_id=activity_id, recurrence_id=starts_at, starts_at=starts_at, ends_at=starts_at + HOURS,
        starts_on=clock.local(starts_at).date(), state="cancelled" if cancelled else "scheduled", changed_at=clock.now(),
    )  # fmt: skip


def ago(**span: float) -> datetime:
    """An instant before now."""
    return clock.now() - timedelta(**span)


def press(client: InspectingClient, path: str, key: str, times: int = 1) -> Page:
    """Open the counter at ``path`` and press its plus for ``key`` so many times; the page that answers."""
    page = client.get(path)
    for _time in range(times):
        page = client.submit_page(page, path, button=("press", f"{key}:+1"))
    return page
