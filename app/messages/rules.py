"""When a mail is tried again, and how an address is shown (pure)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app import clock
from app.languages import N_


class MessageState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    MISSED = "missed"


STATE_NAMES = {
    MessageState.PENDING: N_("Waiting"),
    MessageState.SENDING: N_("Being sent"),
    MessageState.SENT: N_("Sent"),
    MessageState.FAILED: N_("Could not be sent"),
    MessageState.DROPPED: N_("No longer needed"),
    MessageState.MISSED: N_("Missed: it would have come too late"),
}
KIND_NAMES = {
    "confirmed": N_("You have a place"),
    "waiting": N_("You are on the waiting list"),
    "promoted": N_("A place from the waiting list"),
    "already_signed_up": N_("Signed up already"),
    "party_changed": N_("The party is changed"),
    "changed_by_organiser": N_("Changed by the organiser"),
    "cancelled_by_you": N_("Cancelled by the participant"),
    "cancelled_by_organiser": N_("Taken off the list by the organiser"),
    "dates_changed": N_("Dates changed or cancelled"),
    "organiser_message": N_("Message from the organiser"),
    "reminder": N_("Reminder the day before"),
    "thanks": N_("Thanks, with the next dates"),
    "host_list": N_("To hosts: who comes today"),
    "host_record": N_("To hosts: how many came?"),
    "staff_invitation": N_("Invitation to a colleague"),
    "activity_submitted": N_("Activity to approve"),
    "activity_approved": N_("Activity approved"),
    "activity_rejected": N_("Activity declined"),
    "activity_comment": N_("Comment on an activity"),
    "co_organiser_added": N_("Asked to arrange an activity together"),
    "handed_over": N_("An activity was handed over"),
    "room_requested": N_("To whoever looks after a room: somebody asks for it"),
    "room_approved": N_("A room is booked"),
    "room_declined": N_("A room was declined"),
    "room_cancelled": N_("The booking of a room was taken back"),
    "visit_requested": N_("A group has asked for a visit"),
    "visit_confirmed": N_("A group visit is agreed"),
    "visit_waiting": N_("A group waits for a visit"),
    "visit_proposed": N_("The library proposes another time for a visit"),
    "visit_moved": N_("A group visit is moved"),
    "visit_declined": N_("A group visit is declined"),
    "visit_cancelled": N_("A group visit is cancelled by the library"),
    "visit_cancelled_by_you": N_("A group visit is cancelled by the group"),
    "visit_reminder": N_("Reminder of a group visit"),
    "visit_asked": N_("To the library: a group asks for a visit"),
    "visit_changed_by_group": N_("To the library: a group has changed its visit"),
    "visit_today": N_("To the library: today's group visits"),
}
TO_STAFF = frozenset(
    {
        "host_list", "host_record", "staff_invitation", "activity_submitted", "activity_approved", "activity_rejected",
        "activity_comment", "co_organiser_added", "handed_over",
        "room_requested", "room_approved", "room_declined", "room_cancelled",
        "visit_asked", "visit_changed_by_group", "visit_today",
    }
)  # fmt: skip
# After the n-th failed attempt; more than these and the mail has failed (RFC 5321 4.5.4.1 gives up after days).
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
LEASE = timedelta(minutes=10)  # a worker that has not reported by then is taken for dead
ENOUGH = timedelta(minutes=3)  # what must be left of a lease to begin with a mail: a slow server may take half of it
A_MINUTE = timedelta(minutes=1)
# What changes is gathered for a while and told in one mail, in the daytime, unless it is soon.
GATHERING, LONGEST, SOON = timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=3)
QUIET_FROM, QUIET_UNTIL = time(21), time(7)  # Stockholm


class TemporaryFailure(Exception):
    """The mail server was away or answered 4xx: worth another attempt."""


class PermanentFailure(Exception):
    """The mail server answered 5xx: the address does not take this mail."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after ``attempts`` failed attempts (1, 2 ...); None: give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def tell_at(moment: datetime, soonest: datetime) -> datetime:
    """When to tell of a change made at ``moment`` to something that happens, or should have, at ``soonest`` (all UTC)."""
    if soonest - moment < SOON:
        return moment
    morning = after_quiet(moment + GATHERING)
    return morning if soonest - morning >= SOON else moment + GATHERING


def after_quiet(moment: datetime) -> datetime:
    """``moment``, or the end of the quiet hours that it falls into (UTC)."""
    wall = clock.local(moment)
    if QUIET_UNTIL <= wall.time() < QUIET_FROM:
        return moment
    day = wall.date() if wall.time() < QUIET_UNTIL else wall.date() + timedelta(days=1)
    return clock.to_utc(datetime.combine(day, QUIET_UNTIL))


def due_with(news_at: datetime, held_at: datetime, gathered: timedelta) -> datetime:
    """When a mail is due that was due at ``held_at``, has gathered for that long, and gets news due at ``news_at``."""
    return news_at if gathered < LONGEST or news_at < held_at else held_at


def gathered(first: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Both, what was noted first before what came later, at every depth."""
    kept = {
        name: gathered(value, later[name]) if isinstance(value, Mapping) and name in later else value
        for name, value in first.items()
    }
    return {**later, **kept}


def free_to_send(per_minute: int, sent: int, most: int) -> int:
    """How many mails may go out now, at most ``most``, where ``sent`` went in the last minute; no ``per_minute``: no limit."""
    return most if not per_minute else max(0, min(most, per_minute - sent))


def mask(address: str | None) -> str:
    """An address as the outbox shows it: ``ka…@example.org``."""
    name, _at, domain = (address or "").partition("@")
    return f"{name[:2]}…@{domain}" if domain else "–"
