"""Decisions about activities and their dates (pure)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.errors import NotFound, Refused
from app.languages import N_
from app.organisations.rules import Kind, State, publishes_at_once
from app.plan.rules import SignUpWay, TypeFact, strategies_of
from app.schedule.spans import Span

MAX_OWN_TAGS = 5
_TAG = re.compile(r"[^\W_][\w-]{0,23}")


class ActivityState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class OccurrenceState(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Signup(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Scope(StrEnum):
    """Whether one signs up for each date or once for the whole series."""

    DATE = "date"
    SERIES = "series"


class Visibility(StrEnum):
    PUBLIC = "public"
    LINK = "link"
    INTERNAL = "internal"


VISIBILITY_NAMES = {
    Visibility.PUBLIC: N_("Everybody finds it"),
    Visibility.LINK: N_("Only who has the link"),
    Visibility.INTERNAL: N_("Nobody outside: it has no public page"),
}


class NoSuchActivity(NotFound):
    message = N_("We cannot find that activity.")


class NoSuchOccurrence(NotFound):
    message = N_("We cannot find that date.")


def effective_signup(signup: str, door_closed: bool) -> Signup:
    """What sign-up means today: a closed door makes an optional one required."""
    return Signup.REQUIRED if signup == Signup.OPTIONAL and door_closed else Signup(signup)


class Step(StrEnum):
    """What can be done with a whole activity."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    RETURN = "return"  # a changed type goes back to approval


_S = ActivityState
NEXT: dict[tuple[str, str], ActivityState] = {
    (_S.DRAFT, Step.SUBMIT): _S.SUBMITTED,
    (_S.REJECTED, Step.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, Step.PUBLISH): _S.PUBLISHED,
    (_S.REJECTED, Step.PUBLISH): _S.PUBLISHED,
    (_S.SUBMITTED, Step.APPROVE): _S.PUBLISHED,
    (_S.SUBMITTED, Step.REJECT): _S.REJECTED,
    (_S.PUBLISHED, Step.RETURN): _S.SUBMITTED,
    (_S.DRAFT, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.SUBMITTED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.REJECTED, Step.WITHDRAW): _S.WITHDRAWN,
    (_S.PUBLISHED, Step.WITHDRAW): _S.WITHDRAWN,
}

STATE_NAMES = {
    _S.DRAFT: N_("Draft"),
    _S.SUBMITTED: N_("Waits for approval"),
    _S.PUBLISHED: N_("Published"),
    _S.REJECTED: N_("Sent back"),
    _S.WITHDRAWN: N_("Withdrawn"),
}
SIGNUP_NAMES = {
    Signup.NONE: N_("Come without signing up"),
    Signup.OPTIONAL: N_("Sign up, or come anyway"),
    Signup.REQUIRED: N_("Sign up to take part"),
}
TAG_NAMES = {
    "newcomers": N_("For newcomers"),
    "mhfa": N_("First aid for mental health (MHFA)"),
    "health": N_("Health"),
}


class PictureMissing(Refused):
    message = N_("Choose a picture.")
    status = 422
    field = "picture"


class ChangedMeanwhile(Refused):
    message = N_("Somebody else has changed this while you were writing. Save again to see what is new.")


class NotPossibleNow(Refused):
    message = N_("That cannot be done with the activity as it stands now. Reload the page to see what has happened.")


class OrganisationNotApproved(Refused):
    message = N_("The organisation may not publish now. Ask the integration coordinator.")
    field = "organisation"


class TypeRetired(Refused):
    message = N_("The plan no longer has that type of activity. Choose another.")
    field = "type"


class PlaceClosed(Refused):
    message = N_("That place is closed. Choose another.")
    field = "place"


class RoomNotThere(Refused):
    message = N_("That room does not belong to the place, or it is closed. Choose another.")
    field = "place"


class TitleMissing(Refused):
    message = N_("Write a title in at least one language.")


class SwedishTextMissing(Refused):
    """What everybody may read has a short text in plain Swedish: the language that all who meet here have in common."""

    message = N_("Write a short sentence in plain Swedish.")


class UnknownStrategy(Refused):
    message = N_("The plan has no strategy %(code)s.")
    field = "counts_to"


class CountsNotChosen(Refused):
    message = N_("Open it and choose what it counts to.")
    field = "counts_to"


class ReasonMissing(Refused):
    message = N_("Write why, so that the organiser knows what to change.")
    field = "reason"


class TagNotAllowed(Refused):
    message = N_("A word can have letters, digits and hyphens, at most 24 of them. Change this one: %(tag)s")
    field = "own_tags"


class TooManyTags(Refused):
    message = N_("Write at most %(most)d words of your own.")
    field = "own_tags"


class DateAlreadyThere(Refused):
    message = N_("The activity already has a date that starts then: %(date)s.")
    field = "first_on"


class DateOver(Refused):
    message = N_("The date has already been. It cannot be moved.")
    field = "day"


class DateCancelled(Refused):
    message = N_("The date is cancelled. A cancelled date cannot be changed.")


class DateRecorded(Refused):
    message = N_("People have been counted on that date, so it cannot be cancelled or moved.")


class MovedIntoPast(Refused):
    message = N_("Choose a time that has not been yet.")
    field = "day"


@dataclass(frozen=True)
class ActivityDraft:
    """What an organiser writes about a series. ``signup`` and ``visibility`` empty: what its type proposes.
    ``co_organisers`` (ids) none: they stay as they are. ``nonce``: of the form, so that a form which is sent twice makes
    one activity."""

    organisation_id: int
    type_key: str
    title: dict[str, str]
    place_id: int
    room_id: int | None = None
    summary: dict[str, str] | None = None
    description: dict[str, str] | None = None
    spoken: frozenset[str] = frozenset()
    children_welcome: bool = False
    phrases: frozenset[str] = frozenset()
    cost_kr: int = 0
    tags: frozenset[str] = frozenset()
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    signup: str = ""
    signup_scope: str = Scope.DATE
    contact_required: bool = False
    door_closed: bool = False
    visibility: str = ""
    co_organisers: frozenset[int] | None = None
    nonce: str = ""


@dataclass(frozen=True)
class DateChange:
    """How one date shall be from now on. ``room_id`` none: no certain room of the place. ``tags``: its own."""

    span: Span
    place_id: int
    room_id: int | None
    notice: dict[str, str]
    tags: frozenset[str]


def next_state(state: str, step: Step) -> ActivityState:
    """The state after ``step``. Raises NotPossibleNow."""
    following = NEXT.get((state, step))
    if following is None:
        raise NotPossibleNow
    return following


def can(state: str, step: Step) -> bool:
    """Whether ``step`` is possible in ``state``."""
    return (state, step) in NEXT


def way_out(kind: str, trusted: bool, state: str) -> Step:
    """Whether making it public means publishing or asking: what was sent back to an association is looked at again."""
    sent_back = state == ActivityState.REJECTED and kind == Kind.ASSOCIATION
    return Step.PUBLISH if publishes_at_once(kind, trusted) and not sent_back else Step.SUBMIT


def check_may_publish(organisation_state: str) -> None:
    """Raises OrganisationNotApproved where the organisation has applied only, or is suspended."""
    if organisation_state != State.APPROVED:
        raise OrganisationNotApproved


def check_readable(summary: Mapping[str, str]) -> None:
    """Raises SwedishTextMissing where the short text is not in Swedish."""
    if not summary.get("sv"):
        raise SwedishTextMissing


def returns_to_approval(kind: str, state: str, old_type: str, new_type: str) -> bool:
    """A changed type of an association's published activity is approved anew; edits of its texts never are."""
    return kind == Kind.ASSOCIATION and state == ActivityState.PUBLISHED and old_type != new_type


def proposed_signup(activity_type: TypeFact) -> Signup:
    """How people come to a new activity of the type; a group visit is agreed by request, so nobody signs up for it."""
    return Signup.NONE if activity_type.signup == SignUpWay.REQUEST else Signup(activity_type.signup)


def is_shown(state: str, visibility: str) -> bool:
    """Whether an activity has a page that residents may open (a withdrawn one says so there)."""
    return visibility != Visibility.INTERNAL and state in {ActivityState.PUBLISHED, ActivityState.WITHDRAWN}


def proposed_visibility(activity_type: TypeFact) -> Visibility:
    """Types that the plan does not list are reached by link only."""
    return Visibility.PUBLIC if activity_type.listed else Visibility.LINK


def proposed_counts(activity_type: TypeFact, tags: Iterable[str]) -> frozenset[str]:
    """The strategies that it counts to before anybody confirms: none where the plan says ``counts: confirmed``."""
    return frozenset() if activity_type.confirmed_only else strategies_of(activity_type, tags)


def counts_at_approval(
    activity_type: TypeFact, tags: Iterable[str], counts_to: frozenset[str], confirmed: bool
) -> frozenset[str]:
    """What an activity would count to if it was approved now: what somebody confirmed, else what its type proposes."""
    return counts_to if confirmed else strategies_of(activity_type, tags)


def check_chosen(activity_type: TypeFact, confirmed: bool) -> None:
    """Raises CountsNotChosen where the plan says ``counts: confirmed`` and nobody has."""
    if activity_type.confirmed_only and not confirmed:
        raise CountsNotChosen


def check_tags(words: Iterable[str]) -> frozenset[str]:
    """Words of an organiser's own as tags, in lower case. Raises TagNotAllowed, TooManyTags."""
    tags = {word.strip().lower() for word in words if word.strip()}
    for tag in sorted(tags):
        if not _TAG.fullmatch(tag):
            raise TagNotAllowed(tag=tag[:40])
    if len(tags) > MAX_OWN_TAGS:
        raise TooManyTags(most=MAX_OWN_TAGS)
    return frozenset(tags)
