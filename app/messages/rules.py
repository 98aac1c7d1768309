"""When a mail is tried again, and how an address is shown (pure)."""

from datetime import timedelta
from enum import StrEnum

from app.languages import N_


class MessageState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


STATE_NAMES = {
    MessageState.PENDING: N_("Waiting"),
    MessageState.SENDING: N_("Being sent"),
    MessageState.SENT: N_("Sent"),
    MessageState.FAILED: N_("Could not be sent"),
    MessageState.DROPPED: N_("No longer needed"),
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
    "date_cancelled": N_("Date cancelled"),
    "date_moved": N_("Date moved"),
    "organiser_message": N_("Message from the organiser"),
    "staff_invitation": N_("Invitation to a colleague"),
    "activity_submitted": N_("Activity to approve"),
    "activity_approved": N_("Activity approved"),
    "activity_rejected": N_("Activity declined"),
    "activity_comment": N_("Comment on an activity"),
    "co_organiser_added": N_("Asked to arrange an activity together"),
}
# After the n-th failed attempt; more than these and the mail has failed (RFC 5321 4.5.4.1 gives up after days).
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
LEASE = timedelta(minutes=10)  # a worker that has not reported by then is taken for dead


class TemporaryFailure(Exception):
    """The mail server was away or answered 4xx: worth another attempt."""


class PermanentFailure(Exception):
    """The mail server answered 5xx: the address does not take this mail."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after ``attempts`` failed attempts (1, 2 ...); None: give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def mask(address: str | None) -> str:
    """An address as the outbox shows it: ``ka…@example.org``."""
    name, _at, domain = (address or "").partition("@")
    return f"{name[:2]}…@{domain}" if domain else "–"
