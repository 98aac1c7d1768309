"""Commands on single dates: adding, changing, moving and cancelling them. A date is never deleted."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.activities import queries, rules, steps
from app.activities.hooks import hooks
from app.activities.queries import OccurrenceFact
from app.activities.rehearsing import Outcome, Rehearsal, outcome_of, rehearsed
from app.activities.rules import DateChange, OccurrenceState
from app.activities.tables import Activity, Occurrence
from app.audit import steps as audit
from app.db import command
from app.schedule.recurrence import Schedule, dates_of
from app.schedule.spans import Span


@command
def add_dates(session: Session, code: str, schedule: Schedule, actor_id: int | None) -> int:
    """Add the dates of a further rule to a series, with the places that its dates have; returns how many.

    Raises NoSuchActivity, NotPossibleNow where it is withdrawn, what ``dates_of`` raises, DateAlreadyThere.
    """
    activity = steps.lock_activity(session, code)
    if activity.state == rules.ActivityState.WITHDRAWN:
        raise rules.NotPossibleNow
    made = steps.add_dates(session, activity, dates_of(schedule))
    if activity.signup_scope == rules.Scope.DATE:
        steps.copy_pools(session, activity, activity, made)
    audit.record(session, actor_id, "added_dates", ("activity", code), after={"dates": len(made)})
    return len(made)


@command
def edit_date(
    session: Session, code: str, change: DateChange, actor_id: int | None, seen: OccurrenceFact | None = None
) -> bool:
    """Change one date: its time, its place or room, its notice and its own tags. ``seen``: how the editor knows it.
    Returns whether anything changed.

    A changed time or place tells those who signed up. Raises NoSuchOccurrence, ChangedMeanwhile,
    DateCancelled, DateOver, DateRecorded, MovedIntoPast, DateAlreadyThere, PlaceClosed, RoomNotThere.
    """
    date = steps.lock_date(session, code)
    if seen is not None and queries.get_occurrence(code) != seen:
        raise rules.ChangedMeanwhile
    return _change(session, date, change, actor_id)


@command
def move(session: Session, code: str, starts_at: datetime, ends_at: datetime, actor_id: int | None) -> bool:
    """Move one date to another time (UTC); the rest of it stays. Raises what ``edit_date`` raises."""
    date = steps.lock_date(session, code)
    series = session.get_one(Activity, date.activity_id)
    change = DateChange(Span(starts_at, ends_at), *steps.where(date, series), date.notice, date.tags)
    return _change(session, date, change, actor_id)


@command
def cancel_date(
    session: Session, code: str, actor_id: int | Literal["host"] | None, notice: dict[str, str] | None = None
) -> None:
    """Cancel one date; those who signed up are told, and why (``notice``). A host with a link may.

    Raises NoSuchOccurrence, DateCancelled, DateRecorded.
    """
    _cancel(session, code, actor_id, notice or {})


def rehearse_edit(code: str, change: DateChange, actor_id: int | None) -> Rehearsal:
    """What ``edit_date`` would do; nothing is changed. Raises what it raises."""

    def edit(session: Session) -> Outcome:
        date = steps.lock_date(session, code)
        before = Span(date.starts_at, date.ends_at)
        return _alone(date, before, _change(session, date, change, actor_id))

    return rehearsed(edit)


def rehearse_cancelling(code: str, actor_id: int | None, notice: dict[str, str]) -> Rehearsal:
    """What ``cancel_date`` would do; nothing is changed. Raises what it raises."""

    def cancel(session: Session) -> Outcome:
        date = _cancel(session, code, actor_id, notice)
        return _alone(date, Span(date.starts_at, date.ends_at))

    return rehearsed(cancel)


def _alone(date: Occurrence, before: Span, changed: bool = True) -> Outcome:
    return Outcome(date.code, False, (outcome_of(date, before, changed),))


def _cancel(session: Session, code: str, actor_id: int | Literal["host"] | None, notice: dict[str, str]) -> Occurrence:
    date = steps.lock_date(session, code)
    if date.state == OccurrenceState.CANCELLED:
        raise rules.DateCancelled
    if hooks.is_recorded(session, date.id):
        raise rules.DateRecorded
    date.notice = {**date.notice, **{language: text for language, text in notice.items() if text}}
    steps.cancel(session, session.get_one(Activity, date.activity_id), [date])
    audit.record(session, actor_id, "cancelled", ("occurrence", code), {"state": "scheduled"}, {"state": "cancelled"})
    return date


def _change(session: Session, date: Occurrence, change: DateChange, actor_id: int | None) -> bool:
    if date.state == OccurrenceState.CANCELLED:
        raise rules.DateCancelled
    series = session.get_one(Activity, date.activity_id)
    before = _facts(date, series)
    elsewhere = steps.where(date, series) != (change.place_id, change.room_id)
    moved = (date.starts_at, date.ends_at) != (change.span.starts_at, change.span.ends_at)
    was = steps.as_it_is(date, series)
    if not moved and not elsewhere and (date.notice, date.tags) == (change.notice, change.tags):
        return False
    if moved:
        _check_move(session, date, change.span)
        steps.put_at(date, change.span)
    if elsewhere:
        steps.check_place(change.place_id, change.room_id)
        _put(date, series, change)
    date.notice, date.tags = change.notice, change.tags
    date.changed_at, date.sequence = clock.now(), date.sequence + 1
    session.flush()
    steps.follow_rooms(session, series, [date])
    if moved:
        steps.follow_starts(session, series, [date])
    if (moved or elsewhere) and date.ends_at > clock.now():
        hooks.dates_changed(session, [was])
    audit.record(session, actor_id, "changed", ("occurrence", date.code), before, _facts(date, series))
    return True


def _check_move(session: Session, date: Occurrence, span: Span) -> None:
    if hooks.is_recorded(session, date.id):
        raise rules.DateRecorded
    if date.ends_at <= clock.now():
        raise rules.DateOver
    if span.starts_at <= clock.now() and span.starts_at != date.starts_at:
        raise rules.MovedIntoPast
    other = select(Occurrence.id).where(
        Occurrence.activity_id == date.activity_id,
        Occurrence.id != date.id,
        Occurrence.starts_at == span.starts_at,
        Occurrence.state == OccurrenceState.SCHEDULED,
    )
    if session.scalar(other) is not None:
        raise rules.DateAlreadyThere(field="day", date=span.day.isoformat())


def _put(date: Occurrence, series: Activity, change: DateChange) -> None:
    same = (change.place_id, change.room_id) == (series.place_id, series.room_id)
    date.place_id = None if same else change.place_id
    date.room_id = None if same else change.room_id


def _facts(date: Occurrence, series: Activity) -> dict[str, object]:
    place_id, room_id = steps.where(date, series)
    return {
        "starts_at": date.starts_at.isoformat(),
        "ends_at": date.ends_at.isoformat(),
        "place": place_id,
        "room": room_id,
        "tags": sorted(date.tags),
    }
