"""Visits as entries of a calendar."""

from app.exports.calendar import Entry
from app.languages import pick
from app.places.queries import Spot
from app.settings import settings
from app.visits.facts import VisitFact


def entry_of(visit: VisitFact, spot: Spot | None, language: str, cancelled: bool = False) -> Entry:
    """A visit that has a time, for the calendar of whoever asked for it; its address opens only for who holds the code."""
    if visit.starts_at is None or visit.ends_at is None:
        raise ValueError("a visit without a time is in no calendar")
    return Entry(
        code=visit.code, title=pick(visit.title, language).value, description="",
        where=visit.elsewhere or (spot.in_words if spot else ""), url=f"{settings().base_url.rstrip('/')}/{language}/visits/my",
        starts_at=visit.starts_at, ends_at=visit.ends_at, sequence=visit.sequence, cancelled=cancelled,
        changed_at=visit.changed_at,
    )  # fmt: skip
