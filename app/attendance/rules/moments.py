"""When a date can be counted and its record changed, and when that wants a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from app import clock
from app.activities.rules import ActivityState, OccurrenceState
from app.attendance.rules.refusals import (
    CancelledDateNotCounted,
    NotPublishedYet,
    NotStartedYet,
    ReasonWanted,
    RecordChanged,
    TooEarlyToCount,
)

COUNTED_BEFORE_START = timedelta(minutes=60)
CHANGED_FREELY_FOR = timedelta(days=7)


@dataclass(frozen=True)
class DateFacts:
    """What decides whether a date can be counted: its instants (UTC), its state and that of its activity."""

    starts_at: datetime
    ends_at: datetime
    state: str
    activity_state: str


def check_countable(date: DateFacts, now: datetime) -> None:
    """Heads are pressed from 60 minutes before the start.

    Raises CancelledDateNotCounted, NotPublishedYet, TooEarlyToCount.
    """
    _check_held(date)
    opens = date.starts_at - COUNTED_BEFORE_START
    if now < opens:
        raise TooEarlyToCount(clock=f"{clock.local(opens):%H:%M}")


def check_recordable(date: DateFacts, now: datetime) -> None:
    """A record is signed from the start on. Raises CancelledDateNotCounted, NotPublishedYet, NotStartedYet."""
    _check_held(date)
    if now < date.starts_at:
        raise NotStartedYet(clock=f"{clock.local(date.starts_at):%Y-%m-%d %H:%M}")


def wants_reason(recorded: bool, ends_at: datetime, now: datetime, correcting: bool) -> bool:
    """Whether saving wants a reason: a change more than seven days after the end, or anything by the coordinator."""
    return correcting or (recorded and now > ends_at + CHANGED_FREELY_FOR)


def check_reason(reason: str, wanted: bool) -> None:
    """Raises ReasonWanted where one is wanted and none was given."""
    if wanted and not reason.strip():
        raise ReasonWanted


def check_revision(read: int, now_is: int) -> None:
    """``read``: the revision that the form was made from (0: no record). Raises RecordChanged."""
    if read != now_is:
        raise RecordChanged


def proposed_hours(starts_at: datetime, ends_at: datetime) -> Decimal:
    """From start to end in hours, rounded to two decimals."""
    return (Decimal((ends_at - starts_at).total_seconds()) / 3600).quantize(Decimal("0.01"), ROUND_HALF_UP)


def days_of(starts_at: datetime, ends_at: datetime) -> int:
    """How many days in Stockholm a date touches."""
    return (clock.local(ends_at).date() - clock.local(starts_at).date()).days + 1


def _check_held(date: DateFacts) -> None:
    if date.state == OccurrenceState.CANCELLED:
        raise CancelledDateNotCounted
    if date.activity_state not in {ActivityState.PUBLISHED, ActivityState.WITHDRAWN}:
        raise NotPublishedYet
