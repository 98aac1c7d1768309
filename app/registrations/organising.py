"""What an organiser may change on the list: a place out of turn, another role; and each step in words (pure)."""

import re
from collections.abc import Sequence
from datetime import datetime

from app.errors import Refused
from app.languages import N_
from app.registrations.rules import (
    AlreadyCancelled,
    PoolState,
    RegistrationState,
    Terms,
    Waiting,
    check_open,
    claimed,
    fits,
)

MAX_REASON = 200
# An address, or as many digits as a telephone or personal identity number has.
CONTACT = re.compile(r"@|\d{6}[-+ ]?\d{4}")
LAST_DIGITS = 7  # of a number: what is the same however it is written

# (what was done, by whom) -> the sentence in the history.
SENTENCES = {
    ("registration.signed_up", "resident"): N_("%(name)s signed up."),
    ("registration.added", "staff"): N_("%(actor)s added %(name)s."),
    ("registration.promoted", "system"): N_("%(name)s got a place from the waiting list."),
    ("registration.moved_up", "staff"): N_("%(actor)s gave %(name)s a place before others who wait."),
    ("registration.role_changed", "staff"): N_("%(actor)s changed the role of %(name)s: %(before)s became %(after)s."),
    ("registration.party_changed", "staff"): N_(
        "%(actor)s changed how many %(name)s are: %(before)s became %(after)s."
    ),
    ("registration.party_changed", "resident"): N_("%(name)s changed how many they are: %(before)s became %(after)s."),
    ("registration.cancelled", "staff"): N_("%(actor)s took %(name)s off the list."),
    ("registration.cancelled", "resident"): N_("%(name)s cancelled."),
    ("registration.told", "staff"): N_("%(actor)s has told %(name)s what changed."),
    ("pool.capacity", "staff"): N_("%(actor)s changed the places for %(role)s: %(before)s became %(after)s."),
    ("registrations.exported", "staff"): N_("%(actor)s downloaded the list."),
}


class NotWaiting(Refused):
    message = N_("Only somebody on the waiting list can be given a place here.")


class NoRoomForParty(Refused):
    message = N_("There are not enough free places for the whole party. Nothing has changed.")


class ReasonTellsWho(Refused):
    message = N_("Write the reason without names, addresses and numbers. It is kept longer than the list.")
    status = 422
    field = "reason"


def check_move_up(pool: PoolState, terms: Terms, party: tuple[RegistrationState, int], now: datetime) -> None:
    """Whether a waiting party (its state and size) may get a place out of turn, at any time until the end.

    It is never split, and never more than is free. Raises NotWaiting, NoRoomForParty and what ``check_open`` raises.
    """
    state, party_size = party
    if state != RegistrationState.WAITING:
        raise NotWaiting
    check_open(pool, terms, now, by_staff=True)
    if not fits(pool.capacity, pool.taken, party_size):
        raise NoRoomForParty("reason")


def check_new_role(
    pool: PoolState, terms: Terms, queue: Sequence[Waiting], party: tuple[RegistrationState, int], now: datetime
) -> None:
    """Whether a party (its state and size) may have a place in this other pool; those who wait there go first.

    Raises AlreadyCancelled, NoRoomForParty and what ``check_open`` raises.
    """
    state, party_size = party
    if state == RegistrationState.CANCELLED:
        raise AlreadyCancelled
    check_open(pool, terms, now, by_staff=True)
    if not fits(pool.capacity, pool.taken, party_size) or claimed(pool, queue, now):
        raise NoRoomForParty("pool")


def check_reason(reason: str, name: str | None, phone: str | None) -> None:
    """A reason is kept in the log, which holds nobody's data (``trust.md``, promise 24). Raises ReasonTellsWho."""
    digits = _digits(phone or "")[-LAST_DIGITS:]
    numbered = CONTACT.search(reason) or (digits and digits in _digits(reason))
    if numbered or _words(reason) & {word for word in _words(name or "") if len(word) > 1}:
        raise ReasonTellsWho


def first_name(name: str | None) -> str:
    """What a host sees of a name; empty where it is erased."""
    return (name or "").partition(" ")[0]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
