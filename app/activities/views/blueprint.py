"""Where the staff pages of activities live, and what several of them share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, request
from flask_babel import gettext as _

from app import clock
from app.accounts.queries import find_names
from app.activities import queries, review
from app.activities.forms.activity import Offered
from app.activities.moderation import may_discuss
from app.activities.queries import ActivityFact, OccurrenceFact
from app.activities.review import CommentFact
from app.activities.rules import NoSuchActivity, OccurrenceState
from app.languages import LANGUAGES
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.organisations.rules import State
from app.places import queries as places
from app.places.queries import PlaceFact, RoomFact
from app.plan import queries as plan
from app.plan.rules import TypeFact
from app.web.access import Permission, staff
from app.web.locale import current_language

blueprint = Blueprint("activities", __name__, url_prefix="/<lang:lang>/desk")
NOT_REPEATED = frozenset({"csrf_token", "step", "keep"})


def own_activity(code: str, permission: Permission = Permission.ACTIVITIES_EDIT) -> ActivityFact:
    """The series, if the one who is signed in may ``permission`` it; else it is not found."""
    return queries.get_activity(code, staff().scope(permission))


def own_date(code: str, permission: Permission = Permission.ACTIVITIES_EDIT) -> OccurrenceFact:
    """The date, if the one who is signed in may ``permission`` its series; else it is not found."""
    return queries.get_own_occurrence(code, staff().scope(permission))


def may(permission: Permission, thing: ActivityFact | OccurrenceFact) -> bool:
    """Whether the one who is signed in holds ``permission`` for one of those who arrange it."""
    return thing.is_arranged_within(staff().scope(permission))


def leads(thing: ActivityFact | OccurrenceFact, permission: Permission = Permission.ACTIVITIES_EDIT) -> bool:
    """Whether they hold ``permission`` for the organisation that leads it: who arranges it, who has signed up and whether
    it is withdrawn is the lead's alone."""
    scope = staff().scope(permission)
    return scope is None or thing.organisation_id in scope


def led_activity(code: str) -> ActivityFact:
    """The series, if the one who is signed in may edit for its lead. Raises NoSuchActivity."""
    activity = own_activity(code)
    if not leads(activity):
        raise NoSuchActivity
    return activity


def offered(scope: frozenset[int] | None, held: ActivityFact | None = None) -> Offered:
    """What a form lets one choose from; what the activity holds now is among it, though retired or closed since."""
    types, open_places = plan.list_types(), places.list_places()
    if held and held.type_key not in {fact.key for fact in types}:
        types.append(plan.get_type(held.type_key))
    if held and held.place_id not in {fact.id for fact in open_places}:
        open_places += [fact for fact in [places.find_place(held.place_id)] if fact]
    own = staff().scope(Permission.ORGANISATIONS_EDIT) or frozenset()
    everybody, together = organisations.list_organisations(), held.co_organiser_ids if held else frozenset()
    organisers = sorted(everybody, key=lambda fact: fact.id not in own)
    return Offered(
        [fact for fact in organisers if (scope is None or fact.id in scope) and (fact.state != "suspended" or held)],
        [fact for fact in everybody if fact.state == State.APPROVED or fact.id in together],
        types, open_places, places.list_rooms(), known_tags(types), current_language().code,
    )  # fmt: skip


def known_tags(types: Sequence[TypeFact]) -> list[str]:
    """The tags that the plan knows: those of its types, and those that its indicators ask for."""
    of_types = {tag for fact in types for tag in fact.by_tag}
    asked = {tag for fact in plan.list_indicators() for tag in fact.tagged | fact.not_tagged}
    return sorted(of_types | asked)


def place_words(place: PlaceFact | None, rooms: Iterable[RoomFact], room_id: int | None) -> str:
    """ "Stadsbiblioteket, Rum 2"."""
    return spot_words(place.name if place else "", next((fact.name for fact in rooms if fact.id == room_id), ""))


def spot_words(place_name: str, room_name: str) -> str:
    """The same from the names."""
    return _("%(first)s, %(second)s", first=place_name, second=room_name) if room_name else place_name


def spoken_words(codes: Iterable[str]) -> str:
    """The names of languages, each in its own."""
    return ", ".join(LANGUAGES[code].name for code in LANGUAGES if code in codes)


def organisation_of(activity: ActivityFact) -> OrganisationFact:
    """Who leads it."""
    return organisers_of(activity)[0]


def organisers_of(thing: ActivityFact | OccurrenceFact) -> list[OrganisationFact]:
    """Who arranges it: its lead, then the others by name."""
    found = organisations.find_by_ids({thing.organisation_id} | thing.co_organiser_ids).values()
    return sorted(found, key=lambda fact: (fact.id != thing.organisation_id, fact.name.casefold()))


def coming_dates(activity_id: int) -> list[OccurrenceFact]:
    """Its dates that are neither over nor cancelled."""
    dates, moment = queries.list_occurrences(activity_id), clock.now()
    return [date for date in dates if date.state == OccurrenceState.SCHEDULED and date.ends_at > moment]


@dataclass(frozen=True)
class Thread:
    """What both sides wrote, with the names of those who did; ``open``: whether more can be written."""

    comments: list[CommentFact]
    names: dict[int, str]
    open: bool


def thread_of(activity: ActivityFact) -> Thread:
    """What the coordinator and the organiser's editors wrote about the activity."""
    comments = review.list_comments(activity.id)
    writers = {comment.author_id for comment in comments if comment.author_id is not None}
    return Thread(comments, find_names(writers) if writers else {}, may_discuss(activity.state))


def carried() -> list[tuple[str, str]]:
    """What was typed on the page before, for the hidden fields of the next one."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_REPEATED]


@blueprint.context_processor
def words_for_templates() -> dict[str, Callable[[Iterable[str]], str]]:
    """``spoken_words``: the names of languages, each in its own."""
    return {"spoken_words": spoken_words}


def page_number() -> int:
    """``page`` of the query, 1 unless it is a number of one or more."""
    typed = request.args.get("page", "")
    return int(typed) if typed.isdecimal() and 0 < len(typed) < 7 and int(typed) > 0 else 1
