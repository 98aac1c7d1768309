"""What each mail about an activity is made from, read at delivery; None once it waits for nobody or was decided anew."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.activities import queries, review
from app.activities.queries import ActivityFact, OccurrenceFact
from app.activities.rules import ActivityState, NoSuchActivity, OccurrenceState
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot


@dataclass(frozen=True)
class Letter:
    """Facts for the words of a mail. ``date`` is the first that is still to come; ``date_count`` how many are."""

    code: str
    title: dict[str, str]
    organisation: str
    visibility: str
    reason: str
    date: OccurrenceFact | None
    date_count: int
    place: Spot | None


@dataclass(frozen=True)
class CommentLetter:
    """Facts for the mail about a comment; ``by_coordinator``: it goes to the organiser's editors."""

    code: str
    title: dict[str, str]
    organisation: str
    by_coordinator: bool
    text: str


About = Mapping[str, Any]


def activity_submitted(about: About) -> Letter | None:
    """It waits for the coordinator; nothing once somebody has decided."""
    return _letter(about, ActivityState.SUBMITTED)


def activity_approved(about: About) -> Letter | None:
    """It is published; nothing if it was taken back meanwhile."""
    return _letter(about, ActivityState.PUBLISHED)


def activity_rejected(about: About) -> Letter | None:
    """It was sent back with a reason; nothing if it was sent in again meanwhile."""
    return _letter(about, ActivityState.REJECTED)


def activity_comment(about: About) -> CommentLetter | None:
    """One side wrote to the other, who reads it and answers on the page."""
    comment = review.find_comment(about["comment"])
    activity = queries.find_activity(comment.activity_id) if comment else None
    if comment is None or activity is None:
        return None
    organisation = organisations.find_name(activity.organisation_id)
    return CommentLetter(activity.code, activity.title, organisation, comment.by_coordinator, comment.text)


def co_organiser_added(about: About) -> Letter | None:
    """The organisation is one of those who arrange it; nothing once it is not."""
    try:
        activity = queries.get_activity(about["activity"])
    except NoSuchActivity:
        return None
    return _filled(activity) if about["organisation"] in activity.co_organiser_ids else None


def handed_over(about: About) -> Letter | None:
    """The organisation leads it from now on; nothing once it does not."""
    try:
        activity = queries.get_activity(about["activity"])
    except NoSuchActivity:
        return None
    return _filled(activity) if about["organisation"] == activity.organisation_id else None


LETTERS: dict[str, Callable[[About], Letter | CommentLetter | None]] = {
    "activity_submitted": activity_submitted, "activity_approved": activity_approved,
    "activity_rejected": activity_rejected, "activity_comment": activity_comment,
    "co_organiser_added": co_organiser_added, "handed_over": handed_over,
}  # fmt: skip


def _letter(about: About, state: ActivityState) -> Letter | None:
    try:
        activity = queries.get_activity(about["activity"])
    except NoSuchActivity:
        return None
    return _filled(activity) if activity.state == state else None


def _filled(activity: ActivityFact) -> Letter:
    dates = [date for date in queries.list_occurrences(activity.id) if _is_coming(date)]
    first = dates[0] if dates else None
    return Letter(
        code=activity.code,
        title=activity.title,
        organisation=organisations.find_name(activity.organisation_id),
        visibility=activity.visibility,
        reason=activity.rejected_because,
        date=first,
        date_count=len(dates),
        place=places.find_spot(
            first.place_id if first else activity.place_id, first.room_id if first else activity.room_id
        ),
    )


def _is_coming(date: OccurrenceFact) -> bool:
    return date.state == OccurrenceState.SCHEDULED and date.ends_at > clock.now()
