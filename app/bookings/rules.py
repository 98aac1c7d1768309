"""Decisions about bookings of rooms, and their refusals (pure)."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.errors import NotFound, Refused
from app.languages import N_
from app.places.rules import is_approved_at_once, may_ask
from app.schedule.hours import Hours
from app.schedule.spans import Span

MOST_LETTERS = 200
MOST_PEOPLE = 10_000


class BookingState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class BookingKind(StrEnum):
    OCCURRENCE = "occurrence"
    VISIT = "visit"
    OWN = "own"
    BLOCKING = "blocking"


STATE_NAMES = {
    BookingState.REQUESTED: N_("Waits for an answer"),
    BookingState.APPROVED: N_("Booked"),
    BookingState.DECLINED: N_("Declined"),
    BookingState.CANCELLED: N_("No longer booked"),
}
UNANSWERED = N_("The time passed without an answer")
KIND_NAMES = {
    BookingKind.OCCURRENCE: N_("Date of an activity"),
    BookingKind.VISIT: N_("Group visit"),
    BookingKind.OWN: N_("Booking"),
    BookingKind.BLOCKING: N_("Closed for bookings"),
}
ACTIVE = frozenset({BookingState.REQUESTED, BookingState.APPROVED})


class Problem(StrEnum):
    """Why a room cannot be had at a time."""

    TAKEN = "taken"
    CLOSED = "closed"
    PAST = "past"
    TWICE = "twice"


PROBLEM_NAMES = {
    Problem.TAKEN: N_("Taken"),
    Problem.CLOSED: N_("The room is closed then"),
    Problem.PAST: N_("That time has already been"),
    Problem.TWICE: N_("Two of your own times overlap"),
}


class NoSuchBooking(NotFound):
    message = N_("We cannot find that booking.")


class RoomTaken(Refused):
    """``when``: a time that is taken, or the first of several."""

    message = N_("The room is taken then: %(when)s. Choose another time or another room.")
    field = "place"


class RoomClosedThen(Refused):
    message = N_("The room is closed then: %(when)s. Choose another time.")
    field = "place"


class TimesOverlap(Refused):
    message = N_("Two of the times overlap in the same room: %(when)s.")
    field = "place"


class RoomNotForYou(Refused):
    message = N_("Your organisation cannot book that room. Choose another room, or ask whoever looks after the place.")
    field = "place"


class TooManyPeople(Refused):
    message = N_("The room has space for %(capacity)d people.")
    field = "people"


class BookingOver(Refused):
    message = N_("That time has already been.")


class NotPossibleNow(Refused):
    message = N_("That cannot be done with the booking as it stands now. Reload the page to see what has happened.")


class ReasonMissing(Refused):
    message = N_("Write why, so that those who asked understand.")
    field = "reason"


class NothingTicked(Refused):
    message = N_("Tick at least one time.")
    field = "codes"


class NothingToBook(Refused):
    message = N_("No time is left to book. Keep at least one.")


class BookedMeanwhile(Refused):
    """What was shown before sending is no longer so."""

    message = N_("Something has changed since you looked. Here is how it stands now.")


class InTheWay(Refused):
    """A room cannot be closed over what is booked, unless it is said what becomes of that."""

    message = N_("What is booked then is in the way (%(number)d). Say what becomes of it.")


@dataclass(frozen=True)
class RoomTerms:
    """What decides about a room. ``house_id``: the organisation that looks after its place (none: nobody in particular);
    ``guests``: who may ask where only some may."""

    id: int
    house_id: int | None
    open_to: str
    at_once: bool
    guests: frozenset[int] = frozenset()
    hours: Hours = field(default_factory=Hours)
    capacity: int | None = None

    def is_house(self, organisation_id: int | None) -> bool:
        """Whether an organisation looks after the room."""
        return organisation_id is not None and organisation_id == self.house_id


@dataclass(frozen=True)
class Taken:
    """A booking that stands in a room's calendar."""

    id: int
    room_id: int
    span: Span
    state: str
    kind: str


@dataclass(frozen=True)
class Wish:
    """A span that somebody wants a room for."""

    room_id: int
    span: Span


def state_name(state: str, over: bool) -> str:
    """How a booking stands, in words; ``over``: its time has been."""
    return UNANSWERED if over and state == BookingState.REQUESTED else STATE_NAMES[BookingState(state)]


def check_may_ask(room: RoomTerms, organisation_id: int | None, approved: bool) -> None:
    """Raises RoomNotForYou where the organisation may not ask for the room."""
    house, guest = room.is_house(organisation_id), organisation_id in room.guests
    if not may_ask(room.open_to, house, guest, approved):
        raise RoomNotForYou


def first_state(room: RoomTerms, organisation_id: int | None) -> BookingState:
    """Whether a booking stands at once, or waits for the house."""
    at_once = is_approved_at_once(room.at_once, room.is_house(organisation_id), room.house_id is not None)
    return BookingState.APPROVED if at_once else BookingState.REQUESTED


def is_open(room: RoomTerms, organisation_id: int | None, span: Span) -> bool:
    """Whether the room is open all through ``span``; the house has its own keys, and no hours written down: always."""
    return room.is_house(organisation_id) or not room.hours.known or room.hours.holds(span)


def collisions(wanted: Iterable[Span], taken: Iterable[Taken]) -> dict[Span, list[Taken]]:
    """Those of the ``wanted`` spans that overlap something in one room's calendar, with what that is, by start."""
    ordered = sorted(taken, key=lambda one: one.span)
    starts = [one.span.starts_at for one in ordered]
    longest = max((one.span.ends_at - one.span.starts_at for one in ordered), default=None)
    found: dict[Span, list[Taken]] = {}
    for span in wanted:
        if longest is None:
            break
        first = bisect_left(starts, span.starts_at - longest)
        last = bisect_left(starts, span.ends_at)
        rivals = [one for one in ordered[first:last] if one.span.overlaps(span)]
        if rivals:
            found[span] = rivals
    return found


def first_overlap(spans: Sequence[Span]) -> Span | None:
    """The first of the spans that overlaps one before it."""
    until: datetime | None = None
    for span in sorted(spans):
        if until is not None and span.starts_at < until:
            return span
        until = span.ends_at if until is None else max(until, span.ends_at)
    return None


def problem_of(
    span: Span, room: RoomTerms, organisation_id: int | None, colliding: Mapping[Span, Sequence[Taken]], now: datetime
) -> Problem | None:
    """What stands against a span, the gravest first; requests that nobody has answered yet stand against nothing."""
    if span.ends_at <= now:
        return Problem.PAST
    if not is_open(room, organisation_id, span):
        return Problem.CLOSED
    approved = (one.state == BookingState.APPROVED for one in colliding.get(span, ()))
    return Problem.TAKEN if any(approved) else None


def check_answerable(state: str, ends_at: datetime, now: datetime) -> None:
    """Raises NotPossibleNow where the request has been answered already, BookingOver where its time has been."""
    if state != BookingState.REQUESTED:
        raise NotPossibleNow
    if ends_at <= now:
        raise BookingOver


def check_cancellable(state: str, ends_at: datetime, now: datetime) -> None:
    """Raises NotPossibleNow where it no longer stands, BookingOver where its time has been."""
    if state not in ACTIVE:
        raise NotPossibleNow
    if ends_at <= now:
        raise BookingOver


def check_reason(reason: str) -> str:
    """The reason, without what is empty. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def check_people(people: int | None, capacity: int | None) -> None:
    """Raises TooManyPeople where more come than the room has space for."""
    if people is not None and capacity is not None and people > capacity:
        raise TooManyPeople(capacity=capacity)
