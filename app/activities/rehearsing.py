"""What a change of dates would do, who would be told and what they would read: from doing it and undoing it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.activities.rules import OccurrenceState
from app.activities.tables import Occurrence
from app.db import rehearse
from app.messages.rehearsal import Reading, read_over
from app.schedule.spans import Span


@dataclass(frozen=True)
class DateOutcome:
    """One of the dates that are meant: when it was, and when it is now (none: cancelled)."""

    code: str
    before: Span
    after: Span | None
    changed: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a series. ``code``: of the part that has the dates now, ``parted``: whether that is a new one."""

    code: str
    parted: bool
    dates: tuple[DateOutcome, ...]

    @property
    def changed(self) -> tuple[DateOutcome, ...]:
        return tuple(one for one in self.dates if one.changed)

    @property
    def kept(self) -> tuple[DateOutcome, ...]:
        """Those that stay as they are, for they had been moved for themselves."""
        return tuple(one for one in self.dates if not one.changed)

    @property
    def mark(self) -> str:
        """Tells this outcome from any other: whoever has seen it wants no other."""
        seen = [(one.code, str(one.before), str(one.after)) for one in self.changed]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Rehearsal:
    """What a command would do, and what people would be told."""

    outcome: Outcome
    reading: Reading


def outcome_of(date: Occurrence, before: Span, changed: bool = True) -> DateOutcome:
    """What became of a date that was at ``before``."""
    after = None if date.state == OccurrenceState.CANCELLED else Span(date.starts_at, date.ends_at)
    return DateOutcome(date.code, before, after, changed)


def rehearsed(run: Callable[[Session], Outcome]) -> Rehearsal:
    """What ``run`` would do; nothing is changed. Raises what it raises."""

    def look(session: Session) -> Rehearsal:
        return Rehearsal(run(session), read_over(session))

    return rehearse(look)
