"""What the coordinator and the organisers write to each other, and what residents report of a page (pure)."""

from enum import StrEnum

from app.activities.rules import ActivityState
from app.errors import NotFound, Refused
from app.languages import N_

MOST_LETTERS = 1000
MOST_REPORT_LETTERS = 500
MOST_LISTED = 50


class ReportReason(StrEnum):
    WRONG = "wrong"
    OFFENSIVE = "offensive"
    UNREAL = "unreal"
    UNSAFE = "unsafe"
    OTHER = "other"


REASON_NAMES = {
    ReportReason.WRONG: N_("Something on the page is wrong"),
    ReportReason.OFFENSIVE: N_("It is hateful or insulting"),
    ReportReason.UNREAL: N_("It does not happen, or somebody wants to cheat"),
    ReportReason.UNSAFE: N_("It did not feel safe there"),
    ReportReason.OTHER: N_("Something else"),
}


class DiscussionClosed(Refused):
    message = N_("You can write to each other while the activity waits for approval or has been sent back.")


class CommentMissing(Refused):
    message = N_("Write something first.")
    field = "text"


class NoSuchReport(NotFound):
    message = N_("We cannot find that report.")


class UnknownReason(Refused):
    message = N_("Choose what is wrong.")
    field = "reason"


def may_discuss(state: str) -> bool:
    """Whether coordinator and organiser write to each other about an activity: from sending it in to its approval."""
    return state in {ActivityState.SUBMITTED, ActivityState.REJECTED}


def check_comment(state: str, text: str) -> str:
    """The comment as it is kept. Raises DiscussionClosed, CommentMissing."""
    if not may_discuss(state):
        raise DiscussionClosed
    if not text.strip():
        raise CommentMissing
    return text.strip()[:MOST_LETTERS]


def check_reason(reason: str) -> ReportReason:
    """Raises UnknownReason."""
    if reason not in set(ReportReason):
        raise UnknownReason
    return ReportReason(reason)
