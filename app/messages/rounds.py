"""Daily rounds: what is told of all dates of a day, at an hour, once; and missed rather than late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.codes import new_code
from app.db import after_commit, for_update, insert_all_once, insert_once, reading
from app.messages import hooks
from app.messages.rules import MessageState, after_quiet, mask
from app.messages.tables import Message, Round

MOST_DAYS = 7  # a worker that was away for longer begins anew


@dataclass(frozen=True)
class Rule:
    """A round at ``at`` (Stockholm), ``days`` days after (or, negative, before) the day of the dates that it is about.
    What would arrive later than ``latest`` after the start of a date (negative: before it) is missed."""

    name: str
    at: time
    days: int
    latest: timedelta

    def due_at(self, day: date) -> datetime:
        """When the round for the dates of ``day`` is due (UTC)."""
        return clock.to_utc(datetime.combine(day + timedelta(days=self.days), self.at))

    def last_day(self, moment: datetime) -> date:
        """The last day whose round is due at ``moment`` (UTC)."""
        day = clock.local(moment).date() - timedelta(days=self.days)
        return day if self.due_at(day) <= moment else day - timedelta(days=1)

    def is_missed(self, starts_at: datetime, arrives_at: datetime) -> bool:
        """Whether it would come too late for a date that starts at ``starts_at`` (both UTC)."""
        return arrives_at > starts_at + self.latest


@dataclass(frozen=True)
class Note:
    """One mail of a round, to (address, language); ``starts_at``: of the date that it is about."""

    to: tuple[str, str]
    dedupe_key: str
    about: dict[str, Any]
    starts_at: datetime


def is_due(rule: Rule) -> bool:
    """Whether there is a day to go round for; asked every minute, so it locks nothing."""
    done_on = reading().scalar(select(Round.done_on).where(Round.name == rule.name))
    return done_on is None or done_on < rule.last_day(clock.now())


def take_days(session: Session, rule: Rule) -> list[date]:
    """The days to go round for now, which nobody else takes; the first time none: what was due before is not told."""
    last = rule.last_day(clock.now())
    if insert_once(session, Round, "name", {"name": rule.name, "done_on": last}):
        return []
    held = session.scalars(for_update(select(Round).where(Round.name == rule.name))).one()
    number = min((last - held.done_on).days, MOST_DAYS)
    held.done_on = max(held.done_on, last)
    return [last - timedelta(days=ago) for ago in reversed(range(number))]


def send(session: Session, rule: Rule, notes: Sequence[Note]) -> None:
    """Write the mails of a round, not to go out at night; those that would come too late are noted as missed."""
    moment = clock.now()
    arrives_at = after_quiet(moment)
    rows = []
    for note in notes:
        missed = rule.is_missed(note.starts_at, arrives_at)
        rows.append({
            "code": new_code(), "kind": rule.name, "recipient": mask(note.to[0]) if missed else note.to[0],
            "language": note.to[1], "dedupe_key": note.dedupe_key[:200], "about": note.about, "created_at": moment,
            "next_attempt_at": arrives_at, "state": MessageState.MISSED if missed else MessageState.PENDING,
            "attempts": 0, "problem": "", "gathers": False,
        })  # fmt: skip
    insert_all_once(session, Message, "dedupe_key", rows)
    after_commit(session, hooks.wake[0])
