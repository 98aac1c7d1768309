"""What a mail about changed dates tells: how each was when its holder last heard of it, and how it is when it is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

from app.activities.queries import OccurrenceFact
from app.activities.rules import OccurrenceState
from app.messages.rendering import Invitation
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot
from app.registrations import queries
from app.registrations.invitations import MOST, invite
from app.registrations.letters import TAKES_PART, About, Letter, dates_of, filled, veiled
from app.registrations.rules import RegistrationState


@dataclass(frozen=True)
class Change:
    """One date: when and (where that differs) at which ``old_place`` it was, and how it is now. ``organiser_before`` is
    empty where the same arrange it."""

    date: OccurrenceFact
    old_starts_at: datetime
    old_ends_at: datetime
    place: Spot | None
    old_place: Spot | None
    organiser_before: str

    @property
    def cancelled(self) -> bool:
        return self.date.state == OccurrenceState.CANCELLED

    @property
    def moved(self) -> bool:
        """Whether it has another time."""
        return (self.old_starts_at, self.old_ends_at) != (self.date.starts_at, self.date.ends_at)

    @property
    def elsewhere(self) -> bool:
        """Whether it has another time or place."""
        return self.moved or self.old_place is not None


@dataclass(frozen=True)
class ChangedLetter(Letter):
    """One registration, and what has changed in its dates; ``date`` is the first of them."""

    changes: tuple[Change, ...] = ()

    @property
    def cancelled(self) -> list[Change]:
        return [change for change in self.changes if change.cancelled]

    @property
    def elsewhere(self) -> list[Change]:
        """What takes place at another time or place."""
        return [change for change in self.changes if change.elsewhere and not change.cancelled]

    @property
    def organiser_before(self) -> str:
        """Who arranged it, where somebody else does now."""
        return next((one.organiser_before for one in self.changes if one.organiser_before and not one.cancelled), "")


@dataclass(frozen=True)
class ChangesLetter:
    """All that is new for one person, a part a registration."""

    parts: tuple[ChangedLetter, ...]

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        """The changed dates for their calendar, one of each however many of a family come to it."""
        return tuple({one.text: one for part in self.parts for one in part.invitations}.values())[:MOST]


def dates_changed(about: About) -> ChangesLetter | None:
    """What differs from what they knew; nothing where all is as it was again, or they have cancelled meanwhile. ``veiled``:
    somebody else reads it, so nothing in it opens their page."""
    parts = list(filter(None, (_part(code, noted) for code, noted in about["registrations"].items())))
    if about.get("veiled"):
        parts = [veiled(part) for part in parts]
    return ChangesLetter(tuple(sorted(parts, key=lambda part: part.date.starts_at))) if parts else None


def _part(code: str, noted: Mapping[str, Any]) -> ChangedLetter | None:
    fact = queries.find_registration(code)
    if fact is None or fact.state not in TAKES_PART:
        return None
    pool = queries.get_pool_by_id(fact.pool_id)
    dates = dates_of(pool)
    spot = cache(places.find_spot)  # mostly the same one for many dates
    changes = tuple(filter(None, (_change(date, noted[date.code], spot) for date in dates if date.code in noted)))
    if not changes:
        return None
    letter = filled(fact, pool, dates, changes[0].date)
    if fact.state == RegistrationState.CONFIRMED:
        letter = replace(letter, invitations=invite(fact, [change.date for change in changes]))
    return ChangedLetter(**{one.name: getattr(letter, one.name) for one in fields(letter)}, changes=changes)


def _change(date: OccurrenceFact, was: Mapping[str, Any], spot: Callable[..., Spot | None]) -> Change | None:
    elsewhere = (was["place"], was["room"]) != (date.place_id, date.room_id)
    handed_over = was["organisation"] != date.organisation_id
    change = Change(
        date=date,
        old_starts_at=datetime.fromisoformat(was["starts_at"]),
        old_ends_at=datetime.fromisoformat(was["ends_at"]),
        place=spot(date.place_id, date.room_id),
        old_place=spot(was["place"], was["room"]) if elsewhere else None,
        organiser_before=organisations.find_name(was["organisation"]) if handed_over else "",
    )
    return change if change.cancelled or change.elsewhere or change.organiser_before else None


LETTERS = {"dates_changed": dates_changed}
