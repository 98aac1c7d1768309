"""Dates that anybody can race: few places, an unlimited waiting list, sign-up open now."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.activities.tables import Activity, Occurrence
from app.db import command
from app.demo import rules
from app.demo.service import make_sure_of_plan
from app.organisations.tables import Organisation
from app.places.tables import Place
from app.plan.queries import list_types
from app.registrations.tables import SeatPool

FIRST_IN = timedelta(days=7)
STARTS, LASTS = time(17), timedelta(hours=1)
NAME, KEY = "Provkörning", "provkorning"
TITLE = {"sv": "Provkörning", "en": "Trial run", "ar": "تجربة"}
SUMMARY = {
    "sv": "Ett påhittat tillfälle. Det visar hur anmälan klarar många på en gång.",
    "en": "An invented date. It shows how sign-up copes with many at once.",
    "ar": "موعد غير حقيقي. يبيّن كيف يعمل التسجيل حين يصل كثيرون معاً.",
}


def make_races(seats: int, count: int) -> list[str]:
    """Codes of ``count`` new dates, each its own activity with one pool of ``seats`` places.

    Raises NumberOutOfRange.
    """
    rules.check_races(seats, count)
    make_sure_of_plan()
    return _make(seats, count)


@command
def _make(session: Session, seats: int, count: int) -> list[str]:
    types = [fact.key for fact in list_types()]
    kind = "other" if "other" in types else types[0]
    organisation, place = _organisation(session), _place(session)
    codes = []
    for number in range(count):
        activity = _activity(kind, organisation, place, number + 1)
        session.add(activity)
        session.flush()
        activity.root_id = activity.id
        codes.append(_date(session, activity.id, number, seats))
    return codes


def _activity(kind: str, organisation: int, place: int, number: int) -> Activity:
    now = clock.now()
    return Activity(
        type_key=kind,
        organisation_id=organisation,
        place_id=place,
        title={code: f"{text} {number}" for code, text in TITLE.items()},
        summary=SUMMARY,
        spoken=frozenset({"sv"}),
        signup="required",
        state="published",
        counts_confirmed=True,
        created_at=now,
        submitted_at=now,
        published_at=now,
    )


def _date(session: Session, activity_id: int, ahead: int, seats: int) -> str:
    """The code of a date at 17:00 in Stockholm, a week and ``ahead`` days from now, with its pool."""
    day = clock.today() + FIRST_IN + timedelta(days=ahead)
    starts = clock.to_utc(datetime.combine(day, STARTS))
    occurrence = Occurrence(
        activity_id=activity_id,
        recurrence_id=starts,
        starts_at=starts,
        ends_at=starts + LASTS,
        starts_on=day,
        changed_at=clock.now(),
    )
    session.add(occurrence)
    session.flush()
    session.add(SeatPool(activity_id=activity_id, occurrence_id=occurrence.id, capacity=seats, waiting_capacity=None))
    return occurrence.code


def _organisation(session: Session) -> int:
    """The library, or any trusted organisation, or one made for it."""
    found = select(Organisation.id).where(Organisation.state == "approved", Organisation.trusted)
    first = session.scalar(found.order_by(Organisation.kind != "library", Organisation.id).limit(1))
    if first is not None:
        return first
    made = Organisation(kind="association", name=NAME, trusted=True, created_at=clock.now())
    session.add(made)
    session.flush()
    return made.id


def _place(session: Session) -> int:
    first = session.scalar(select(Place.id).where(Place.closed.is_(False)).order_by(Place.id).limit(1))
    if first is not None:
        return first
    made = Place(key=KEY, name=NAME, created_at=clock.now())
    session.add(made)
    session.flush()
    return made.id
