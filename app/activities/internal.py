"""Dates that another feature arranges by activities of its own, which no resident finds: made, moved and cancelled inside
its transaction. What is recorded of them counts like everything else."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.activities import rules, steps
from app.activities.rules import ActivityState, OccurrenceState, Signup, Visibility
from app.activities.tables import SEARCHED, Activity, Occurrence, words_in
from app.bookings import steps as bookings
from app.db import for_update
from app.schedule.spans import Span

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Internal:
    """What the dates have in common."""

    organisation_id: int
    type_key: str
    title: dict[str, str]
    place_id: int
    room_id: int | None


def make_series(session: Session, wanted: Internal, actor_id: int | None) -> int:
    """A published series without a public page and without dates; its id. Raises UnknownActivityType."""
    kind, moment = steps.type_of(wanted.type_key), clock.now()
    made = Activity(
        organisation_id=wanted.organisation_id, type_key=wanted.type_key, title=wanted.title, place_id=wanted.place_id,
        room_id=wanted.room_id, visibility=Visibility.INTERNAL, signup=Signup.NONE, state=ActivityState.PUBLISHED,
        counts_to=rules.proposed_counts(kind, frozenset()), created_by_id=actor_id, created_at=moment, published_at=moment,
    )  # fmt: skip
    session.add(made)
    session.flush()
    made.root_id = made.id
    session.flush()
    return made.id


def keep_alike(session: Session, activity_id: int, wanted: Internal) -> None:
    """Let the series be called, and its coming dates be, as ``wanted`` says. Raises RoomTaken and what else the bookings of
    rooms refuse."""
    series = session.get_one(Activity, activity_id)
    series.title = wanted.title
    series.words = words_in(*(getattr(series, name) for name in SEARCHED))
    if (series.place_id, series.room_id) == (wanted.place_id, wanted.room_id):
        return
    coming = [(steps.as_it_is(date, series), date) for date in steps.coming_dates(session, series.id)]
    steps.put_elsewhere(session, series, wanted.place_id, wanted.room_id)
    steps.tell_changes(session, series, coming)


def add_date(
    session: Session,
    activity_id: int,
    span: Span,
    tags: frozenset[str],
    away: bool = False,
    booking_id: int | None = None,
) -> int:
    """One more date of the series; its id. ``away``: it is in no room of the place; ``booking_id``: of a room that is held for
    it already.

    The time of a cancelled date may be given again, so a date is told apart by the first free instant from its start on.
    Raises RoomTaken and what else the bookings of rooms refuse.
    """
    series = session.scalars(for_update(select(Activity).where(Activity.id == activity_id))).one()
    o = Occurrence
    near = (o.activity_id == activity_id, o.recurrence_id >= span.starts_at, o.recurrence_id < span.ends_at)
    taken = set(session.scalars(select(o.recurrence_id).where(*near)))
    told_apart = span.starts_at
    while told_apart in taken:
        told_apart += TICK
    made = Occurrence(
        activity_id=activity_id, recurrence_id=told_apart, starts_at=span.starts_at, ends_at=span.ends_at,
        starts_on=span.day, tags=tags, changed_at=clock.now(), place_id=series.place_id if away else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    held = bookings.hand_over(session, booking_id, made.id, series.code) if booking_id is not None else None
    if held != steps.claim_of(made, series):
        steps.follow_rooms(session, series, [made])
    return made.id


def move_date(session: Session, occurrence_id: int, span: Span) -> None:
    """Move a date to another time, with its room. Raises RoomTaken and what else the bookings of rooms refuse."""
    date, series = _date(session, occurrence_id)
    was = steps.as_it_is(date, series)
    steps.put_at(date, span)
    steps.tell_changes(session, series, [(was, date)])


def cancel_date(session: Session, occurrence_id: int) -> None:
    """Cancel a date, unless it is."""
    date, series = _date(session, occurrence_id)
    if date.state == OccurrenceState.SCHEDULED:
        steps.cancel(session, series, [date])


def tag_date(session: Session, occurrence_id: int, tags: frozenset[str]) -> None:
    """Give a date other tags of its own."""
    date, _series = _date(session, occurrence_id)
    date.tags = tags
    session.flush()


def _date(session: Session, occurrence_id: int) -> tuple[Occurrence, Activity]:
    date = session.scalars(for_update(select(Occurrence).where(Occurrence.id == occurrence_id))).one()
    return date, session.get_one(Activity, date.activity_id)
