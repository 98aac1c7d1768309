"""An offer and a visit as they are read."""

from dataclasses import dataclass, field
from datetime import datetime

from app import clock
from app.schedule.hours import Hours
from app.schedule.spans import Span
from app.visits.rules import HOLDING, VisitState
from app.visits.terms import OfferTerms, terms_of


@dataclass(frozen=True)
class OfferFact:
    """What a library offers to groups."""

    id: int
    code: str
    organisation_id: int
    type_key: str
    title: dict[str, str]
    summary: dict[str, str]
    bring: dict[str, str]
    place_id: int
    room_id: int | None
    receiver: str
    languages: frozenset[str]
    minutes: int
    gap_minutes: int
    min_people: int
    max_people: int
    lead_days: int
    horizon_days: int
    per_day: int | None
    most_visits: int
    auto_accept: bool
    question: dict[str, str]
    hours: Hours
    state: str
    activity_id: int | None
    changed_at: datetime = field(compare=False)

    @property
    def seen(self) -> str:
        """How it stands, for a page that shows it, so that nobody saves over what has changed since."""
        return self.changed_at.isoformat()

    @property
    def terms(self) -> OfferTerms:
        """What decides which times can be asked for, and by whom."""
        return terms_of(self)


class Timed:
    """What stands somehow and, mostly, at some time."""

    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    wished: list[list[str]]

    @property
    def span(self) -> Span | None:
        """Its time, where it has one."""
        return Span(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None

    @property
    def holds(self) -> bool:
        """Whether it holds its time, so that nobody else can have it."""
        return self.state in HOLDING and self.starts_at is not None

    @property
    def over(self) -> bool:
        """Whether its time has been."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def wants_another_time(self) -> bool:
        """Whether it is agreed, and its group has suggested other times since."""
        return self.state == VisitState.CONFIRMED and bool(self.wished) and not self.over


@dataclass(frozen=True)
class VisitFact(Timed):
    """A visit with the request that it is part of, its group and its offer."""

    id: int
    code: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    wished: list[list[str]]
    learners: int
    adults: int
    newcomers: bool
    elsewhere: str
    note: str
    reason: str
    shown: str
    booking_id: int | None
    occurrence_id: int | None
    asked_at: datetime
    decided_at: datetime | None
    decided_by_id: int | None
    sequence: int
    changed_at: datetime
    request_id: int
    request_code: str
    source: str
    contact_name: str
    contact_email: str | None
    contact_phone: str | None
    language: str
    languages: frozenset[str]
    level: str
    needs: frozenset[str]
    answer: str
    nonce: str
    generation: int
    reminded: bool
    group_id: int
    group_code: str
    group_name: str
    group_organisation: str
    group_kind: str
    offer_id: int
    offer_code: str
    title: dict[str, str]
    organisation_id: int
    type_key: str
    place_id: int
    room_id: int | None

    @property
    def wishes(self) -> list[Span]:
        """Other times that would suit the group too."""
        return [Span(*(datetime.fromisoformat(one) for one in pair)) for pair in self.wished]

    @property
    def people(self) -> int:
        """How many come, with the adults."""
        return self.learners + self.adults


@dataclass(frozen=True)
class OtherVisit(Timed):
    """One of the visits of a group, as a row beside another."""

    id: int
    request_id: int
    code: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    wished: list[list[str]]
    title: dict[str, str]
    organisation_id: int
