"""Hours that close over what is agreed already: it is listed, and nothing is cancelled without a word (pure)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from app.errors import Refused
from app.languages import N_
from app.schedule.hours import Hours
from app.schedule.spans import Span
from app.visits.rules import HOLDING


class NotARoomOfOurs(Refused):
    message = N_(
        "A visit takes its room at once. Choose a room that the library looks after, or one that is approved at once."
    )
    field = "place"


class ClosedOverVisits(Refused):
    message = N_("%(number)d visits are in the hours that you close. Say what becomes of each.")
    field = "hours"


class Standing(Protocol):
    """A visit that may be in the way."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def span(self) -> Span | None: ...


V = TypeVar("V", bound=Standing)


def in_the_way(visits: Iterable[V], before: Hours, after: Hours, now: datetime) -> list[V]:
    """The coming visits that were in the hours before, and are not in those after."""
    return [
        visit for visit in visits
        if visit.state in HOLDING and visit.span and visit.span.starts_at > now
        and before.holds(visit.span) and not after.holds(visit.span)
    ]  # fmt: skip


def check_decided(visits: Collection[V], kept: Collection[str], cancelled: Collection[str]) -> None:
    """Raises ClosedOverVisits while it is not said of each whether it stays or is cancelled."""
    left = [visit for visit in visits if visit.code not in kept and visit.code not in cancelled]
    if left:
        raise ClosedOverVisits(number=len(left))
