"""A span of time (pure)."""

from dataclasses import dataclass
from datetime import date, datetime

from app import clock


@dataclass(frozen=True, order=True)
class Span:
    """From a start to an end, as UTC instants; the end itself is not part of it."""

    starts_at: datetime
    ends_at: datetime

    @property
    def day(self) -> date:
        """The day of its start in Stockholm."""
        return clock.local(self.starts_at).date()

    def overlaps(self, other: "Span") -> bool:
        """Whether some instant is in both; spans that only meet do not overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at
