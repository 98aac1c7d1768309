"""An offer as a library writes it, and spans in wall time."""

from datetime import date, datetime, time
from typing import Any

from app import clock
from app.schedule.hours import Hours, Window, read_windows
from app.schedule.spans import Span
from app.visits.terms import OfferTerms

TUESDAY = date(2026, 11, 24)


def weekly(*typed: str) -> Hours:
    """Hours from Monday on as people write them; the days that are left out are closed."""
    return Hours(tuple(map(read_windows, typed)) + ((),) * (7 - len(typed)))


def offer(**changed: Any) -> OfferTerms:
    """An hour for 5 to 30 people on weekdays from 10 to 12 and from 13 to 15, half an hour between two visits."""
    terms: dict[str, Any] = {"minutes": 60, "min_people": 5, "max_people": 30, "gap_minutes": 30, "lead_days": 7,
                             "horizon_days": 180, "hours": weekly(*["10-12, 13-15"] * 5)}  # fmt: skip
    return OfferTerms(**{**terms, **changed})


def wall(day: date, start: str, end: str) -> Span:
    """A span of one day from wall times like "10:00"."""
    return Span(*(clock.to_utc(datetime.combine(day, time.fromisoformat(at))) for at in (start, end)))


def shown(spans: list[Span]) -> list[str]:
    """Spans as people read them: "10:00-11:00"."""
    return [f"{clock.wall(one.starts_at):%H:%M}-{clock.wall(one.ends_at):%H:%M}" for one in spans]


def window(start: str, end: str) -> Window:
    return Window(time.fromisoformat(start), time.fromisoformat(end))
