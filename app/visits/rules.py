"""The states of a visit and the steps between them, who comes, and what is refused (pure; ``design.md`` §2, VisitOffer)."""

from datetime import datetime
from enum import StrEnum

from app.errors import NotFound, Refused
from app.languages import N_
from app.schedule.spans import Span

NEWCOMERS_TAG = "newcomers"


class VisitState(StrEnum):
    WAITING = "waiting"
    REQUESTED = "requested"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HELD = "held"


class Step(StrEnum):
    """What can be done with a visit: by the library, and by those who asked for it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    PROPOSE = "propose"
    OFFER = "offer"  # a time for the first in the queue
    MOVE = "move"  # to a time that is agreed already, for example by telephone
    AGREE = "agree"  # the group takes what was proposed
    REFUSE_PROPOSAL = "refuse_proposal"  # the group cannot come then, and goes on waiting
    ASK_AGAIN = "ask_again"  # the group asks for another free time
    CANCEL = "cancel"
    HOLD = "hold"  # the outcome is saved; saving it again corrects it


_S = VisitState
_GOALS: dict[Step, tuple[VisitState, tuple[VisitState, ...]]] = {
    Step.ACCEPT: (_S.CONFIRMED, (_S.REQUESTED,)),
    Step.DECLINE: (_S.DECLINED, (_S.WAITING, _S.REQUESTED, _S.PROPOSED)),
    Step.PROPOSE: (_S.PROPOSED, (_S.REQUESTED, _S.PROPOSED)),
    Step.OFFER: (_S.PROPOSED, (_S.WAITING,)),
    Step.MOVE: (_S.CONFIRMED, (_S.CONFIRMED,)),
    Step.AGREE: (_S.CONFIRMED, (_S.PROPOSED,)),
    Step.REFUSE_PROPOSAL: (_S.WAITING, (_S.PROPOSED,)),
    Step.ASK_AGAIN: (_S.REQUESTED, (_S.WAITING, _S.REQUESTED, _S.PROPOSED, _S.CONFIRMED)),
    Step.CANCEL: (_S.CANCELLED, (_S.WAITING, _S.REQUESTED, _S.PROPOSED, _S.CONFIRMED)),
    Step.HOLD: (_S.HELD, (_S.CONFIRMED, _S.HELD)),
}
NEXT: dict[tuple[str, str], VisitState] = {
    (state, step): goal for step, (goal, states) in _GOALS.items() for state in states
}
HOLDING = frozenset({_S.REQUESTED, _S.PROPOSED, _S.CONFIRMED, _S.HELD})
STATE_NAMES = {
    _S.WAITING: N_("On the waiting list"),
    _S.REQUESTED: N_("Waits for the library's answer"),
    _S.PROPOSED: N_("The library has proposed a time"),
    _S.CONFIRMED: N_("Booked"),
    _S.DECLINED: N_("Declined by the library"),
    _S.CANCELLED: N_("The visit is cancelled"),
    _S.HELD: N_("The visit has been"),
}


_UNANSWERED = N_("The time passed without an answer")
OVER_NAMES = {_S.REQUESTED: _UNANSWERED, _S.PROPOSED: _UNANSWERED, _S.CONFIRMED: STATE_NAMES[_S.HELD]}


def state_name(state: str, over: bool) -> str:
    """How a visit stands, in words; ``over``: its time has been."""
    names = {**STATE_NAMES, **OVER_NAMES} if over else STATE_NAMES
    return names[VisitState(state)]


class Source(StrEnum):
    """How a visit came to be known."""

    FORM = "form"
    PHONE = "phone"
    OUTREACH = "outreach"
    PAST = "past"


SOURCE_NAMES = {
    Source.FORM: N_("Asked for on the page"),
    Source.PHONE: N_("Agreed by telephone or face to face"),
    Source.OUTREACH: N_("The library goes to the group"),
    Source.PAST: N_("Written down afterwards"),
}


class GroupKind(StrEnum):
    SFI = "sfi"
    GRUNDVUX = "grundvux"
    LANGUAGE_INTRODUCTION = "language_introduction"
    CIVIC_ORIENTATION = "civic_orientation"
    SCHOOL = "school"
    PRESCHOOL = "preschool"
    ASSOCIATION = "association"
    OTHER = "other"


KIND_NAMES = {
    GroupKind.SFI: N_("SFI (Swedish for immigrants)"),
    GroupKind.GRUNDVUX: N_("Grundvux (school for adults)"),
    GroupKind.LANGUAGE_INTRODUCTION: N_("Language introduction at upper secondary school"),
    GroupKind.CIVIC_ORIENTATION: N_("Civic orientation"),
    GroupKind.SCHOOL: N_("School class"),
    GroupKind.PRESCHOOL: N_("Preschool"),
    GroupKind.ASSOCIATION: N_("Association"),
    GroupKind.OTHER: N_("Another group"),
}
_NEWCOMERS = frozenset(
    {GroupKind.SFI, GroupKind.GRUNDVUX, GroupKind.LANGUAGE_INTRODUCTION, GroupKind.CIVIC_ORIENTATION}
)


class Level(StrEnum):
    """How much Swedish the group knows, as its contact person sees it."""

    BEGINNER = "beginner"
    SOME = "some"
    GOOD = "good"
    MIXED = "mixed"
    NOT_KNOWN = "not_known"


LEVEL_NAMES = {
    Level.BEGINNER: N_("Beginners"),
    Level.SOME: N_("Some Swedish"),
    Level.GOOD: N_("Good Swedish"),
    Level.MIXED: N_("Very different from person to person"),
    Level.NOT_KNOWN: N_("I do not know"),
}


class VisitNeed(StrEnum):
    STEP_FREE = "step_free"
    INTERPRETER = "interpreter"
    SLOW_SWEDISH = "slow_swedish"
    PICTURES = "pictures"
    PRAMS = "prams"
    HEARING_LOOP = "hearing_loop"
    QUIET_PLACE = "quiet_place"


NEED_NAMES = {
    VisitNeed.STEP_FREE: N_("A way in without stairs"),
    VisitNeed.INTERPRETER: N_("An interpreter"),
    VisitNeed.SLOW_SWEDISH: N_("Slow and clear Swedish"),
    VisitNeed.PICTURES: N_("Pictures and simple words"),
    VisitNeed.PRAMS: N_("Room for prams"),
    VisitNeed.HEARING_LOOP: N_("A hearing loop"),
    VisitNeed.QUIET_PLACE: N_("A quiet place for a short break"),
}


class NoSuchOffer(NotFound):
    message = N_("We cannot find that visit.")


class OfferClosed(Refused):
    message = N_("Nobody can ask for this visit now.")


class NoSuchVisit(NotFound):
    message = N_("We cannot find a visit with that code. Check the code and try again.")


class NotPossibleNow(Refused):
    message = N_("That cannot be done with the visit as it stands now. Reload the page to see what has happened.")


class ChangedMeanwhile(Refused):
    message = N_("Somebody else has changed this meanwhile, and nothing was done. This is how it stands now.")


class OfferChangedMeanwhile(Refused):
    message = N_(
        "Somebody else has saved this while you were writing. What you wrote is still here. If you save once more, yours "
        "replaces theirs."
    )


class ReasonMissing(Refused):
    message = N_("Write why, so that the group understands.")
    status = 422
    field = "reason"


class TimeInPast(Refused):
    message = N_("Choose a time that has not been yet.")
    status = 422
    field = "day"


class TimeAhead(Refused):
    """Written down as a visit that has been, while it has not."""

    message = N_("That time has not been yet. Enter the visit as an agreed one instead.")
    status = 422
    field = "day"


def next_state(state: str, step: Step) -> VisitState:
    """The state after ``step``. Raises NotPossibleNow."""
    following = NEXT.get((state, step))
    if following is None:
        raise NotPossibleNow
    return following


def can(state: str, step: Step) -> bool:
    """Whether ``step`` is possible in ``state``."""
    return (state, step) in NEXT


def first_state(auto_accept: bool, has_slot: bool, has_suggestions: bool = False) -> VisitState:
    """How a visit that somebody asks for begins: in the queue where neither a free time nor suggestions are given. Suggested
    times are always answered by somebody, since nothing says that they are free."""
    if has_slot:
        return VisitState.CONFIRMED if auto_accept else VisitState.REQUESTED
    return VisitState.REQUESTED if has_suggestions else VisitState.WAITING


def check_seen(sequence: int, seen: int | None) -> None:
    """Whether a visit is still as it was when it was shown: at ``seen`` (none: however it is). Raises ChangedMeanwhile."""
    if seen is not None and seen != sequence:
        raise ChangedMeanwhile


def check_entered(source: str, span: Span, now: datetime) -> None:
    """Whether the staff may enter a visit at that time: what is agreed lies ahead, what is written down afterwards has begun,
    and a visit to the group may do either. Raises TimeInPast, TimeAhead."""
    begun = span.starts_at <= now
    if begun and source in {Source.FORM, Source.PHONE}:
        raise TimeInPast
    if not begun and source == Source.PAST:
        raise TimeAhead


def check_reason(reason: str) -> str:
    """The reason for declining without blanks around it. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def is_for_newcomers(kind: str) -> bool:
    """Whether a kind of group is of newcomers unless somebody says otherwise."""
    return kind in _NEWCOMERS


def tags_of(newcomers: bool) -> frozenset[str]:
    """The tags of a visit's date: what the group is counted by in the follow-up (plan 2b.3)."""
    return frozenset({NEWCOMERS_TAG}) if newcomers else frozenset()
