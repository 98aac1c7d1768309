"""Activities for the tests, made through the service as an editor makes them."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from app import clock
from app.activities import queries, service
from app.activities.pools import PoolWanted, SignupPools
from app.activities.rules import ActivityDraft
from app.schedule.recurrence import Every, Schedule
from tests.people import People, Thing

THIRTY = SignupPools((PoolWanted(capacity=30, waiting_capacity=10),))


def next_monday() -> date:
    """The Monday of next week."""
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())


def weekly(**changed: Any) -> Schedule:
    """Four Mondays from next week on, 17:00 to 19:00."""
    return replace(Schedule(Every.WEEKLY, next_monday(), time(17), time(19), count=4), **changed)


def cafe(people: People, by: Thing | None = None, **changed: Any) -> ActivityDraft:
    """A language café of the trusted association at Magneteten, unless said otherwise."""
    draft = ActivityDraft(
        organisation_id=(by or people.association).id,
        type_key="language_cafe",
        title={"sv": "Språkkafé på Magneteten", "ar": "مقهى اللغة"},
        summary={"sv": "Öva svenska över en kopp kaffe."},
        place_id=people.magneteten.id,
        spoken=frozenset({"sv", "ar"}),
        contact_email="kafe@example.org",
    )
    return replace(draft, **changed)


def publish_cafe(people: People, by: Thing | None = None, **changed: Any) -> queries.ActivityFact:
    """A café with four coming dates and 30 places each, published or sent for approval."""
    code = service.create_activity(cafe(people, by, **changed), weekly(), THIRTY, people.eva.id, publish=True)
    return queries.get_activity(code)
