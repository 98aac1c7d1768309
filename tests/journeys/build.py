"""Rows for the journeys, made through the services, and what people do again and again in the browser."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from app import clock
from app.activities import queries, service
from app.activities.pools import PoolWanted, SignupPools
from app.activities.rules import ActivityDraft
from app.codes import new_nonce
from app.db import reading
from app.registrations import service as registrations
from app.registrations.rules import Party
from app.registrations.tables import SeatPool
from app.schedule.recurrence import Every, Schedule
from tests.people import PASSWORD, People

TITLE = {"sv": "Språkkafé på Magneteten", "ar": "مقهى اللغة في ماغنيتيتن"}
SUMMARY = {"sv": "Öva svenska över en kopp kaffe."}


@dataclass(frozen=True)
class Cafe:
    """A published language café at Magneteten: its code, and its first date's."""

    activity: str
    date: str
    pool: str


def cafe(people: People, capacity: int | None = 10, schedule: Schedule | None = None, **facts: Any) -> Cafe:
    """The trusted association's café, one evening the day after tomorrow unless ``schedule`` says else."""
    draft = ActivityDraft(
        organisation_id=people.association.id, type_key="language_cafe",
        place_id=people.magneteten.id, spoken=frozenset({"sv", "ar"}),
        **{"title": TITLE, "summary": SUMMARY, "signup": "required", **facts},
    )  # fmt: skip
    places = SignupPools((PoolWanted(capacity=capacity, waiting_capacity=10),))
    code = service.create_activity(draft, schedule or once(), places, people.eva.id, publish=True)
    first = queries.list_occurrences(queries.get_activity(code).id)[0]
    pool = reading().query(SeatPool.code).filter_by(occurrence_id=first.id).scalar() or ""
    reading().rollback()
    return Cafe(code, first.code, pool)


def once(day: date | None = None) -> Schedule:
    """One evening: the day after tomorrow unless said otherwise."""
    return Schedule(Every.ONCE, day or clock.today() + timedelta(days=2), time(17), time(19))


def yesterday() -> Schedule:
    """One evening that has been: it can be counted for a week, and its figures count from its end on."""
    return once(clock.today() - timedelta(days=1))


def sign_up(pool: str, name: str, email: str | None = None, language: str = "sv") -> registrations.Receipt:
    """Somebody signs up for a pool."""
    return registrations.sign_up(pool, Party(name, 1, language, email=email), new_nonce())


def staff_signs_in(page: Any, person: Any) -> None:
    """Sign in on the Swedish page that is open."""
    page.get_by_label("E-post").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def state(page: Any) -> str | None:
    """What the page says of a registration: confirmed, waiting, cancelled ..."""
    found: str | None = page.locator("main").get_attribute("data-state")
    return found
