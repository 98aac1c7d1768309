"""The PIN of a host's counting link: six digits, and an hour's wait after five wrong ones."""

from datetime import datetime, timedelta

from app import clock
from app.attendance.rules.refusals import LinkLocked

WRONG_PINS = 5
LOCKED_FOR = timedelta(hours=1)
PIN_DIGITS = 6
SERIES_OVER_AFTER = timedelta(days=7)


def check_unlocked(locked_until: datetime | None, now: datetime) -> None:
    """Raises LinkLocked with the time (Stockholm) at which the lock ends."""
    if locked_until is not None and now < locked_until:
        raise LinkLocked(clock=f"{clock.local(locked_until):%H:%M}")


def after_wrong_pin(wrong_pins: int, now: datetime) -> tuple[int, datetime | None]:
    """(wrong PINs to remember, locked until) after one more wrong PIN: the fifth locks the link for an hour."""
    return (0, now + LOCKED_FOR) if wrong_pins + 1 >= WRONG_PINS else (wrong_pins + 1, None)
