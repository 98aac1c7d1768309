"""The round for groups: a reminder the day before their visit."""

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.db import command
from app.messages.rounds import Note, Rule, is_due, send, take_days
from app.visits import queries
from app.visits.facts import VisitFact
from app.visits.rules import VisitState

REMINDER = Rule("visit_reminder", time(16), days=-1, latest=timedelta(hours=-2))


def remind() -> None:
    """Remind those whose visit is tomorrow. Whose visit was agreed after this was due needs none, and one that was moved is
    reminded of on the day before its new time."""
    if is_due(REMINDER):
        _remind()


@command
def _remind(session: Session) -> None:
    for day in take_days(session, REMINDER):
        visits = queries.list_between(None, clock.day_start(day), clock.day_end(day))
        send(session, REMINDER, [_note(one, day) for one in visits if _is_wished(one, day)])


def _is_wished(visit: VisitFact, day: date) -> bool:
    agreed = visit.state == VisitState.CONFIRMED and visit.span is not None and visit.span.day == day
    known = visit.decided_at is not None and visit.decided_at <= REMINDER.due_at(day)
    return agreed and known and visit.reminded and bool(visit.contact_email)


def _note(visit: VisitFact, day: date) -> Note:
    about = {"visit": visit.code, "request": visit.request_code, "day": day.isoformat()}
    key = f"{REMINDER.name}:{visit.code}:{day.isoformat()}"
    return Note((visit.contact_email or "", visit.language), key, about, visit.starts_at or clock.day_start(day))
