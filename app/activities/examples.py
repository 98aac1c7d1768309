"""Example data for the texts of mails: nobody's café at nobody's library, on coming Mondays."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.activities.letters import CommentLetter, Letter
from app.activities.queries import OccurrenceFact
from app.activities.rules import ActivityState, OccurrenceState, Scope, Signup, Visibility
from app.messages.hooks import Example
from app.places.queries import Spot

CODE = "EXAMPLE1"
FIVE, SEVEN = time(17), time(19)
TITLE = {"sv": "Språkkafé på biblioteket", "en": "Language café at the library", "ar": "مقهى اللغة في المكتبة"}
ORGANISATION, ANOTHER = "Stadsbiblioteket", "Föreningen Goda grannar"


def a_date(week: int = 0, begin: time = FIVE, end: time = SEVEN, **changed: Any) -> OccurrenceFact:
    """A date of the café, so many weeks after the Monday of next week."""
    day = clock.today() + timedelta(days=7 - clock.today().weekday(), weeks=week)
    starts_at, ends_at = (clock.to_utc(datetime.combine(day, at)) for at in (begin, end))
    nobody: dict[str, Any] = {
        "id": week, "code": CODE, "activity_id": 0, "activity_code": CODE, "root_id": 0, "organisation_id": 0,
        "co_organiser_ids": frozenset(), "organisation_state": "approved", "place_id": 0, "room_id": None,
        "picture_digest": None, "picture_width": None, "picture_height": None, "picture_alt": {},
    }  # fmt: skip
    fact = OccurrenceFact(
        **nobody, type_key="language_cafe", title=TITLE, summary={}, description={}, starts_at=starts_at,
        ends_at=ends_at, starts_on=day, spoken=frozenset({"sv"}), children_welcome=True, cost_kr=0,
        activity_tags=frozenset(), own_tags=frozenset(), phrases=frozenset({"bring_nothing"}),
        contact_name="Maria", contact_email="kafe@example.org",
        contact_phone="0451-26 70 00", visibility=Visibility.PUBLIC, signup=Signup.REQUIRED,
        signup_scope=Scope.DATE, contact_required=False, door_closed=False,
        activity_state=ActivityState.PUBLISHED, state=OccurrenceState.SCHEDULED, notice={}, recurrence_id=starts_at,
        sequence=0, changed_at=clock.now(),
    )  # fmt: skip
    return replace(fact, **changed)


def a_place(name: str = "Stadsbiblioteket", room: str | None = "Rum 2") -> Spot:
    directions = {"sv": "Gå in från torget.", "en": "Enter from the square.", "ar": "ادخل من جهة الساحة."}
    return Spot(
        id=0, key="example", name=name, address="Första Avenyen 1", postcode="281 38", town="Hässleholm",
        accessibility=frozenset(), directions=directions, room_name=room, room_directions=None,
    )  # fmt: skip


def _letter() -> Letter:
    return Letter(
        code=CODE, title=TITLE, organisation=ANOTHER, visibility=Visibility.PUBLIC, reason="", date=a_date(), date_count=8,
        place=a_place(),
    )  # fmt: skip


def _simple() -> list[Example]:
    return [Example(_letter())]


def _rejected() -> list[Example]:
    return [Example(replace(_letter(), reason=_("Please add a short text in plain Swedish.")))]


def _comment() -> list[Example]:
    return [
        Example(CommentLetter(CODE, TITLE, ANOTHER, True, _("Where do you meet?")), name=_("To the organiser")),
        Example(CommentLetter(CODE, TITLE, ANOTHER, False, _("At the entrance.")), name=_("To the coordinator")),
    ]


EXAMPLES = {
    "activity_submitted": _simple, "activity_approved": _simple, "activity_rejected": _rejected,
    "activity_comment": _comment, "co_organiser_added": _simple, "handed_over": _simple,
}  # fmt: skip
