"""The rounds for those who signed up: a reminder the day before, and afterwards the next dates for who wished them."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.db import command, fetch
from app.messages.rounds import Note, Rule, is_due, send, take_days
from app.registrations.rules import RegistrationState
from app.registrations.tables import Registration, SeatPool

REMINDER = Rule("reminder", time(16), days=-1, latest=timedelta(hours=-2))
THANKS = Rule("thanks", time(10), days=1, latest=timedelta(days=3))


def remind() -> None:
    """Remind those who have a place at tomorrow's dates. Whoever signed up after this was due needs none, and a date that
    was moved is reminded of on the day before its new one."""
    if is_due(REMINDER):
        _round(REMINDER, Registration.reminded.expression)


def thank() -> None:
    """Thank those who wished it, and tell them the next dates."""
    if is_due(THANKS):
        _round(THANKS, Registration.wants_next.expression)


@command
def _round(session: Session, rule: Rule, wished: ColumnElement[bool]) -> None:
    for day in take_days(session, rule):
        send(session, rule, _notes(rule, day, wished))


def _notes(rule: Rule, day: date, wished: ColumnElement[bool]) -> list[Note]:
    r, dates = Registration, terms.list_held_on(day)
    found: list[Note] = []
    for row in fetch(_people(dates, and_(wished, r.created_at <= rule.due_at(day)))) if dates else ():
        for one in dates:
            if row.occurrence_id == one.id or (row.occurrence_id is None and row.activity_id == one.root_id):
                key = f"{rule.name}:{one.code}:{day.isoformat()}:{row.code}"
                about = {"registration": row.code, "occurrence": one.code, "day": day.isoformat()}
                found.append(Note((row.email, row.language), key, about, one.starts_at))
    return found


def _people(dates: Sequence[OccurrenceFact], condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    r, p = Registration, SeatPool
    own = p.occurrence_id.in_([date.id for date in dates])
    whole = and_(p.occurrence_id.is_(None), p.activity_id.in_([date.root_id for date in dates]))
    columns = select(r.code, r.email, r.language, p.occurrence_id, p.activity_id).join(p, p.id == r.pool_id)
    has_place = and_(r.state == RegistrationState.CONFIRMED, r.email.is_not(None))
    return columns.where(or_(own, whole), has_place, condition).order_by(r.id)
