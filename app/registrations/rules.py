"""The laws of places and queues (``design.md`` §2), the own-page code, and what is refused (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from app.activities.rules import Signup
from app.codes import keyed_code, keyed_digest, same
from app.errors import NotFound, Refused
from app.languages import N_

OWN_PAGE_AFTER_END = timedelta(hours=24)
MAX_PARTY = 100
MAX_NAME = 200


class Role(StrEnum):
    PARTICIPANT = "participant"
    LEARNER = "learner"
    SPEAKER = "speaker"


ROLE_NAMES = {
    Role.PARTICIPANT: N_("Participant"),
    Role.LEARNER: N_("I practise Swedish"),
    Role.SPEAKER: N_("I speak Swedish"),
}


class RegistrationState(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


STATE_NAMES = {
    RegistrationState.CONFIRMED: N_("Has a place"),
    RegistrationState.WAITING: N_("On the waiting list"),
    RegistrationState.CANCELLED: N_("Has cancelled"),
}


class Need(StrEnum):
    LIFT = "lift"
    INTERPRETER = "interpreter"
    CHILD_ALONG = "child_along"
    QUIET_PLACE = "quiet_place"
    HEARING_LOOP = "hearing_loop"
    HELPER_ALONG = "helper_along"


NEED_NAMES = {
    Need.LIFT: N_("A way in without stairs"),
    Need.INTERPRETER: N_("An interpreter"),
    Need.CHILD_ALONG: N_("I bring a small child"),
    Need.QUIET_PLACE: N_("A quiet place"),
    Need.HEARING_LOOP: N_("A hearing loop"),
    Need.HELPER_ALONG: N_("I bring somebody who helps me"),
}


class ToTell(StrEnum):
    """What the host must say to somebody whom we cannot message."""

    PROMOTED = "promoted"
    CANCELLED = "cancelled"
    MOVED = "moved"
    CHANGED = "changed"
    BOUNCED = "bounced"


TO_TELL_NAMES = {
    ToTell.PROMOTED: N_("Tell them: they have a place now."),
    ToTell.CANCELLED: N_("Tell them: it is cancelled."),
    ToTell.MOVED: N_("Tell them: the time or the place has changed."),
    ToTell.CHANGED: N_("Tell them what stands here now: it has been changed."),
    ToTell.BOUNCED: N_("Our mail does not reach their address. Tell them what stands here when you see them."),
}


class NoSuchPool(Refused):
    message = N_("Choose how you take part.")
    status = 422
    field = "pool"


class NoSuchRegistration(NotFound):
    message = N_("We cannot find a registration with that code. Check the code and try again.")


class SignUpRefused(Refused):
    """Nothing was made; ``data_state`` is what the page says of itself."""

    data_state: ClassVar[str] = ""


class DateCancelled(SignUpRefused):
    message = N_("This is cancelled, so there is nothing to sign up for.")
    data_state = "off"


class NoSignUpNeeded(SignUpRefused):
    message = N_("You do not need to sign up. Just come!")


class SignUpNotOpen(SignUpRefused):
    message = N_("Sign-up has not opened yet.")
    data_state = "soon"


class SignUpClosed(SignUpRefused):
    message = N_("Sign-up is over.")
    data_state = "closed"


class PoolFull(SignUpRefused):
    message = N_("The list is full – but come anyway, you are welcome.")
    data_state = "full"


class NoWaitingList(SignUpRefused):
    message = N_("It is full, and there is no waiting list.")
    data_state = "full"


class WaitingListFull(SignUpRefused):
    message = N_("It is full, and the waiting list has no room for your party.")
    data_state = "full"


class PartyTooLarge(Refused):
    message = N_("You are more than there are places. At most %(capacity)s can come together.")
    status = 422
    field = "party_size"


class ContactRequired(Refused):
    message = N_("The organiser needs to be able to reach you. Write an e-mail address or a phone number.")
    status = 422
    field = "email"


class NoRoomForMore(Refused):
    message = N_("There are not enough free places for more people. Nothing has changed.")
    field = "party_size"


class AlreadyCancelled(Refused):
    message = N_("This registration is cancelled already.")


class CapacityBelowTaken(Refused):
    message = N_("%(taken)s places are taken already, so there cannot be fewer.")
    status = 422
    field = "capacity"


class PoolInUse(Refused):
    message = N_("People have signed up to places that you want to take away. Keep those places.")


class NoNextDate(Refused):
    message = N_("There is no further date to sign up for yet. Look again in some days.")


class AlreadySignedUp(Refused):
    """Only told to staff, who see the list anyhow."""

    message = N_("Somebody with this name and this contact is on the list already.")
    field = "name"


@dataclass(frozen=True)
class PoolState:
    """A pool with its sums. ``left`` None: no limit. ``closes_at`` is the effective one."""

    id: int
    code: str
    activity_id: int
    occurrence_id: int | None
    role: str
    capacity: int | None
    waiting_capacity: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def queue_open(self) -> bool:
        """Whether at least one more person could wait."""
        return self.waiting_capacity is None or self.waiting < self.waiting_capacity


@dataclass(frozen=True)
class Terms:
    """What an activity and its dates say about a pool. ``signup`` is the effective one; ``ends_at`` the last end."""

    signup: Signup
    contact_required: bool
    cancelled: bool
    ends_at: datetime | None


@dataclass(frozen=True)
class Party:
    """What somebody says of themselves when they sign up; ``email`` or ``phone`` or neither. ``wants_next``: a mail with
    the next dates afterwards."""

    name: str
    party_size: int
    language: str
    email: str | None = None
    phone: str | None = None
    needs: frozenset[str] = frozenset()
    wants_next: bool = False

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.phone)


@dataclass(frozen=True)
class Waiting:
    """A party in the queue."""

    id: int
    party_size: int


def decide(
    pool: PoolState, terms: Terms, queue: Sequence[Waiting], party: Party, now: datetime, by_staff: bool = False
) -> RegistrationState:
    """Whether a new party gets a place or waits.

    Staff may add at any time until the end, and people without a contact. Raises DateCancelled, NoSignUpNeeded,
    SignUpNotOpen, SignUpClosed, ContactRequired, PartyTooLarge, PoolFull, NoWaitingList, WaitingListFull.
    """
    check_open(pool, terms, now, by_staff)
    if terms.contact_required and not party.reachable and not by_staff:
        raise ContactRequired
    if fits(pool.capacity, pool.taken, party.party_size) and not claimed(pool, queue, now):
        return RegistrationState.CONFIRMED
    _check_wait(pool, terms, party.party_size)
    return RegistrationState.WAITING


def check_open(pool: PoolState, terms: Terms, now: datetime, by_staff: bool = False) -> None:
    """Raises DateCancelled, NoSignUpNeeded, SignUpNotOpen or SignUpClosed."""
    if terms.cancelled:
        raise DateCancelled
    if terms.signup == Signup.NONE:
        raise NoSignUpNeeded
    check_not_over(terms, now)
    if by_staff:
        return
    if pool.opens_at is not None and now < pool.opens_at:
        raise SignUpNotOpen
    if not queue_moves(pool, now):
        raise SignUpClosed


def check_not_over(terms: Terms, now: datetime) -> None:
    """Raises SignUpClosed after the last end."""
    if terms.ends_at is not None and now >= terms.ends_at:
        raise SignUpClosed


def check_change(
    pool: PoolState,
    terms: Terms,
    queue: Sequence[Waiting],
    change: tuple[RegistrationState, int, int],
    now: datetime,
    by_staff: bool = False,
) -> None:
    """Whether a party may change its size; ``change`` is its state, old and new size.

    More only into free places while no waiting party fits, before sign-up closes (staff: until the end);
    fewer until the end.
    Raises AlreadyCancelled, PartyTooLarge, NoRoomForMore, SignUpClosed and what ``check_open`` raises.
    """
    state, old, new = change
    if state == RegistrationState.CANCELLED:
        raise AlreadyCancelled
    if new <= old:
        check_not_over(terms, now)
        return
    check_open(pool, terms, now, by_staff)
    if pool.capacity is not None and new > pool.capacity:
        raise PartyTooLarge(capacity=pool.capacity)
    room = state == RegistrationState.CONFIRMED and fits(pool.capacity, pool.taken, new - old)
    if not room or claimed(pool, queue, now):
        raise NoRoomForMore


def check_capacity(capacity: int | None, taken: int) -> None:
    """Raises CapacityBelowTaken, with the number that is taken."""
    if capacity is not None and capacity < taken:
        raise CapacityBelowTaken(taken=taken)


def promote(capacity: int | None, taken: int, queue: Sequence[Waiting]) -> list[int]:
    """Ids of the waiting parties that get a place now: first come first served, skipping only what does not fit."""
    promoted = []
    for party in queue:
        if fits(capacity, taken, party.party_size):
            taken += party.party_size
            promoted.append(party.id)
    return promoted


def fits(capacity: int | None, taken: int, party_size: int) -> bool:
    """Whether a whole party fits into what is free; ``capacity`` None: always."""
    return capacity is None or taken + party_size <= capacity


def claimed(pool: PoolState, queue: Sequence[Waiting], now: datetime) -> bool:
    """Whether a waiting party has the right to a free place; after closing nobody waits for one any more."""
    return queue_moves(pool, now) and any(fits(pool.capacity, pool.taken, party.party_size) for party in queue)


def queue_moves(pool: PoolState, now: datetime) -> bool:
    """Whether sign-up has not closed: until then freed places go to the queue."""
    return pool.closes_at is None or now < pool.closes_at


def closing_time(
    wanted: datetime | None, starts_at: datetime | None, second_starts_at: datetime | None, ends_at: datetime | None
) -> datetime | None:
    """When sign-up closes: as ``wanted``, but never after the end; else at the start of the date, or of the series'
    second date (its only date where there is one)."""
    chosen = wanted or second_starts_at or starts_at
    return min(chosen, ends_at) if chosen and ends_at else chosen


def data_state(state: str, cancelled: bool) -> str:
    """What a page says of a registration: its state, or ``off`` where the date is cancelled."""
    return "off" if cancelled and state != RegistrationState.CANCELLED else str(state)


def same_person(name: str, other: str | None) -> bool:
    """Whether two names are the same but for case and spaces."""
    return other is not None and name.casefold().split() == other.casefold().split()


def own_code(key: str, nonce: str, generation: int) -> str:
    """The 10 characters on a confirmation that open the own page."""
    return keyed_code(key, "own-page", nonce, generation)


def own_code_hash(key: str, code: str) -> str:
    """What is stored of an own-page code."""
    return keyed_digest(key, "own-page-hash", code)


def link_token(key: str, code: str, generation: int) -> str:
    """What stands in the address of a mailed link: the registration's code and an HMAC; made at delivery, never kept."""
    return f"{code}-{keyed_digest(key, 'own-page-link', code, generation)[:32]}"


def opens(key: str, token: str, code: str, generation: int) -> bool:
    """Whether ``token`` is the link of this registration."""
    return same(token, link_token(key, code, generation))


def _check_wait(pool: PoolState, terms: Terms, party_size: int) -> None:
    if pool.capacity and party_size > pool.capacity:
        raise PartyTooLarge(capacity=pool.capacity)
    if terms.signup != Signup.REQUIRED:
        raise PoolFull
    if pool.capacity == 0 or pool.waiting_capacity == 0:
        raise NoWaitingList
    if pool.waiting_capacity is not None and pool.waiting + party_size > pool.waiting_capacity:
        raise WaitingListFull
