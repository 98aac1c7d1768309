"""The only "now", and the way between UTC and the municipality's wall time.

Instants are timezone-aware UTC. Wall times are naive ``datetime`` in the municipality's zone (Europe/Stockholm).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
DAY_MINUTES = 24 * 60


class WallTimeMissing(ValueError):
    """The hour that summer time skips: this wall time does not exist."""


class WallTimeTwice(ValueError):
    """The hour that the end of summer time repeats: this wall time exists twice."""


def now() -> datetime:
    """This instant in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Stockholm."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """``instant`` as an aware datetime in Stockholm."""
    return instant.astimezone(ZONE)


def week_minute(instant: datetime) -> int:
    """How many minutes of its week had gone by at ``instant``, by the clock in Stockholm: Monday 00:00 is 0."""
    at = local(instant)
    return at.weekday() * DAY_MINUTES + at.hour * 60 + at.minute


def wall(instant: datetime) -> datetime:
    """``instant`` as naive wall time in Stockholm."""
    return local(instant).replace(tzinfo=None)


def to_utc(wall_time: datetime) -> datetime:
    """Naive Stockholm wall time as UTC. Raises WallTimeMissing or WallTimeTwice on a summer-time change."""
    aware = wall_time.replace(tzinfo=ZONE)
    instant = aware.astimezone(UTC)
    if instant.astimezone(ZONE).replace(tzinfo=None) != wall_time:
        raise WallTimeMissing(wall_time.isoformat())
    if aware.utcoffset() != aware.replace(fold=1).utcoffset():
        raise WallTimeTwice(wall_time.isoformat())
    return instant


def day_start(day: date) -> datetime:
    """The instant at which ``day`` begins in Stockholm, as UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The instant at which the day after ``day`` begins in Stockholm, as UTC."""
    return day_start(day + timedelta(days=1))
