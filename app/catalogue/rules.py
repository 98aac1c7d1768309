"""What a visitor may see, how one comes to a date, and how the filters of the list are read (pure)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.activities.rules import ActivityState, OccurrenceState, Signup, effective_signup, is_shown
from app.errors import NotFound, Refused
from app.languages import N_, clean
from app.organisations.rules import NoSuchOrganisation, State, check_not_paused
from app.registrations.rules import PoolState

CANCELLED_SHOWN = timedelta(days=14)  # so long before a cancelled date the lists still show that it is
PAGE_SIZE = 20
MOST_LISTED = 500  # nobody leafs through more; the month table and the sitemap know the rest
SHOWN_VALUE = 40
MOST_LETTERS = 100  # of a search
YEARS = range(1970, 2200)
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
MONTH_YEARS = range(2000, 2100)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = {"morning": (0, 12 * 60), "afternoon": (12 * 60, 17 * 60), "evening": (17 * 60, 24 * 60)}  # minutes of the day
PART_NAMES = {
    "morning": N_("In the morning, before 12"),
    "afternoon": N_("In the afternoon, 12 to 17"),
    "evening": N_("In the evening, from 17"),
}
SETTLING = timedelta(seconds=2)  # what was written before may still become visible
FEED_FILTERS = frozenset({"type", "place", "organisation", "lang"})

FAMILIES: dict[str, tuple[str, ...]] = {
    "cafe": ("language_cafe", "meeting_place"),
    "talk": ("dialogue_group", "civic_orientation"),
    "lib": ("library_visit", "source_criticism", "digital_help", "form_help"),
    "org": ("civil_society", "housing_info"),
}
FAMILY_NAMES = {
    "cafe": N_("Cafés and meeting places"),
    "talk": N_("Groups that talk"),
    "lib": N_("Library and help"),
    "org": N_("Associations"),
    "home": N_("More"),
}


class NotPublished(NotFound):
    message = N_("We cannot find that activity.")


class Withdrawn(Refused):
    message = N_("The organiser has withdrawn this activity. Look for another one on the first page.")
    status = 410


class NoSuchMonth(NotFound):
    message = N_("There is no such month here. Write it as 2026-11.")


class UnknownFilter(Refused):
    """A feed that asks for something we do not know; it would else fill a calendar with the wrong dates."""

    message = N_("This feed can be narrowed by type, place and organisation, and lang is its language.")
    status = 400


class UnknownValue(Refused):
    message = N_("We do not know “%(value)s”, so this feed has nothing to show.")
    status = 400


class Door(StrEnum):
    """How things stand with a date, or with sign-up for a whole series."""

    COME = "come"
    OPEN = "open"
    QUEUE = "queue"
    FULL = "full"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Problem:
    """Something in the address that we could not use: ``value``; ``message`` is a catalogue text."""

    field: str
    message: str
    value: str = ""


@dataclass(frozen=True)
class Known:
    """The values that the filters know."""

    types: Collection[str]
    places: Collection[str]
    organisations: Collection[str]
    spoken: Collection[str]


@dataclass(frozen=True)
class Filters:
    """What somebody looks for; what could not be understood is left out and told in ``problems``."""

    types: tuple[str, ...] = ()
    place: str = ""
    near: bool = False
    organisation: str = ""
    spoken: str = ""
    children: bool = False
    days: tuple[str, ...] = ()
    part: str = ""
    first: date | None = None
    last: date | None = None
    free: bool = False
    q: str = ""
    page: int = 1
    problems: tuple[Problem, ...] = ()

    def parameters(self, **changes: object) -> dict[str, str]:
        """The query that asks for the same, with ``changes``; what is not asked is left out. A change starts at page 1."""
        asked = {
            "type": ",".join(self.types),
            "place": self.place,
            "near": "1" if self.near else "",
            "organisation": self.organisation,
            "spoken": self.spoken,
            "children": "1" if self.children else "",
            "day": ",".join(self.days),
            "time": self.part,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "free": "1" if self.free else "",
            "q": self.q,
            **changes,
        }
        return {name: str(value) for name, value in asked.items() if value}

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays asked for, Monday is 0."""
        return tuple(WEEKDAYS.index(day) for day in self.days)

    @property
    def minutes(self) -> tuple[int, int]:
        """The minutes of the day from and before which a date begins; 0 and 0 where all do."""
        return PARTS.get(self.part, (0, 0))

    @property
    def narrowed(self) -> bool:
        """Whether anything at all is asked."""
        return bool(self.parameters())


def read_filters(asked: Mapping[str, str], known: Known) -> Filters:
    """The filters of a query. Unknown parameters are ignored; bad values are left out, each with its problem."""
    problems: list[Problem] = []

    def one_of(name: str, values: Collection[str], message: str) -> str:
        value = clean(asked.get(name, ""))
        if not value or value in values:
            return value
        problems.append(Problem(name, message, _short(value)))
        return ""

    filters = Filters(
        types=_types(asked.get("type", ""), known.types, problems),
        place=one_of("place", known.places, N_("We do not know the place “%(value)s”. You see all places.")),
        organisation=one_of(
            "organisation", known.organisations, N_("We do not know that organiser. You see all organisers.")
        ),
        spoken=one_of("spoken", known.spoken, N_("We do not know the language “%(value)s”. You see all languages.")),
        near=_ticked(asked, "near"),
        children=_ticked(asked, "children"),
        days=_weekdays(asked.get("day", ""), problems),
        part=one_of("time", PARTS, N_("We do not know the time “%(value)s”. You see the whole day.")),
        first=_day("from", asked, problems),
        last=_day("to", asked, problems),
        free=_ticked(asked, "free"),
        q=_query(asked.get("q", ""), problems),
        page=_page(asked.get("page", ""), problems),
    )
    if filters.first and filters.last and filters.first > filters.last:
        problems.append(
            Problem("to", N_("The last day was before the first one. You see all days from the first one."))
        )
        filters = replace(filters, last=None)
    return replace(filters, problems=tuple(problems))


def of_first_page(filters: Filters) -> Filters:
    """Those of the filters that the first page has: kinds, free places, a place and near it, a language."""
    problems = tuple(one for one in filters.problems if one.field in {"type", "place", "spoken"})
    return Filters(
        filters.types, filters.place, filters.near, spoken=filters.spoken, free=filters.free, problems=problems
    )


def read_month(text: str) -> date:
    """The first day of a month as "2026-11". Raises NoSuchMonth."""
    found = MONTH.fullmatch(text)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if year not in MONTH_YEARS or not 1 <= number <= 12:
        raise NoSuchMonth
    return date(year, number, 1)


def week_from(day: date) -> tuple[date, date]:
    """The first and the last of the seven days from ``day`` on."""
    return day, day + timedelta(days=6)


def is_month(day: date) -> bool:
    """Whether the month of ``day`` has a page."""
    return day.year in MONTH_YEARS


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def read_feed(asked: Mapping[str, str], known: Known, languages: Collection[str]) -> tuple[Filters, str]:
    """The filters of a calendar or a feed and its language, Swedish unless asked. Raises UnknownFilter, UnknownValue."""
    if set(asked) - FEED_FILTERS:
        raise UnknownFilter
    language = asked.get("lang", "") or "sv"
    if language not in languages:
        raise UnknownValue(value=_short(language))
    filters = read_filters({name: asked[name] for name in asked if name != "lang"}, known)
    if filters.problems:
        raise UnknownValue(value=filters.problems[0].value or filters.problems[0].field)
    return filters, language


def at_page(filters: Filters, pages: int) -> Filters:
    """The same filters at a page that exists: the last one where a later was asked."""
    if filters.page <= max(pages, 1):
        return filters
    problem = Problem("page", N_("There are no more pages than this. You see the last one."))
    return replace(filters, page=max(pages, 1), problems=(*filters.problems, problem))


def check_shown(activity_state: str, visibility: str, organisation_state: str) -> None:
    """Raises NotPublished for what is not public (yet), Withdrawn for what no longer is, OrganisationPaused."""
    if not is_shown(activity_state, visibility):
        raise NotPublished
    if activity_state == ActivityState.WITHDRAWN:
        raise Withdrawn
    check_not_paused(organisation_state)


def is_prepared(activity_state: str, visibility: str) -> bool:
    """Whether residents cannot see it (yet), and those who arrange it look at it as residents would."""
    return not is_shown(activity_state, visibility) and activity_state != ActivityState.WITHDRAWN


def check_shown_organiser(state: str) -> None:
    """Raises OrganisationPaused for who is suspended, NoSuchOrganisation for who is not approved yet."""
    check_not_paused(state)
    if state != State.APPROVED:
        raise NoSuchOrganisation


def pools_of(states: Sequence[PoolState], occurrence_id: int, root_id: int, activity_id: int) -> list[PoolState]:
    """The pools by which one comes to a date: its own, else those of its whole series."""
    own = [pool for pool in states if pool.occurrence_id == occurrence_id]
    whole = {root_id, activity_id}
    return own or [pool for pool in states if pool.occurrence_id is None and pool.activity_id in whole]


def has_queue(pool: PoolState, signup: str) -> bool:
    """Whether one more party may wait. Optional sign-up never queues."""
    if signup != Signup.REQUIRED:
        return False
    return pool.waiting_capacity is None or pool.waiting < pool.waiting_capacity


def door_of(
    signup: str, cancelled: bool, ends_at: datetime, pools: Sequence[PoolState], closes_at: datetime, at: datetime
) -> Door:
    """How things stand at ``at`` (UTC). ``signup`` is the effective one; ``closes_at`` holds for pools without their own."""
    if cancelled:
        return Door.CANCELLED
    if ends_at <= at:
        return Door.OVER
    if signup == Signup.NONE:
        return Door.COME
    if is_closed(signup, pools, closes_at, at):
        return Door.CLOSED
    started = [pool for pool in pools if pool.opens_at is None or pool.opens_at <= at]
    if pools and not started:
        return Door.NOT_YET
    return _room(started, signup)


def is_closed(signup: str, pools: Sequence[PoolState], closes_at: datetime, at: datetime) -> bool:
    """Whether sign-up is over at ``at`` (UTC) in each of the pools; ``closes_at`` holds for pools without their own."""
    closes = [pool.closes_at or closes_at for pool in pools] or [closes_at]
    return signup != Signup.NONE and max(closes) <= at


def opens_at(pools: Sequence[PoolState]) -> datetime | None:
    """When the first pool opens, where none is open from the start."""
    instants = [pool.opens_at for pool in pools if pool.opens_at]
    return min(instants) if instants else None


def effective(signup: str, door_closed: bool) -> Signup:
    """What sign-up means today (a closed door makes an optional one required)."""
    return effective_signup(signup, door_closed)


def is_cancelled(state: str) -> bool:
    """Whether a date with this state does not happen."""
    return state == OccurrenceState.CANCELLED


def unchanged_since(changed_at: datetime, now: datetime) -> datetime | None:
    """Since when something that changed last at ``changed_at`` is as it is now, in whole seconds; None while unsure.

    The dates of HTTP have no parts of a second, and a command may end after one that began later. Told too early, a date
    would hide the next change of the same second (RFC 9110 8.8.2.2)."""
    settled = (changed_at + SETTLING).replace(microsecond=0) + timedelta(seconds=1)
    return settled if settled <= now else None


def _room(pools: Sequence[PoolState], signup: str) -> Door:
    if not pools or any(pool.left is None or pool.left > 0 for pool in pools):
        return Door.OPEN
    return Door.QUEUE if any(has_queue(pool, signup) for pool in pools) else Door.FULL


def _types(asked: str, known: Collection[str], problems: list[Problem]) -> tuple[str, ...]:
    keys = list(dict.fromkeys(filter(None, (clean(key) for key in asked.split(",")))))
    for key in keys[:1] if keys and not any(key in known for key in keys) else keys:
        if key not in known:
            message = N_("We do not know the kind of activity “%(value)s”.")
            problems.append(Problem("type", message, _short(key)))
    return tuple(key for key in keys if key in known)


def _day(name: str, asked: Mapping[str, str], problems: list[Problem]) -> date | None:
    value = clean(asked.get(name, ""))
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
        if found.year not in YEARS:
            raise ValueError(value)  # at the ends of the calendar no instant can be computed
        return found
    except ValueError:
        message = N_("There is no day “%(value)s”. Write it as 2026-11-24. You see all days.")
        problems.append(Problem(name, message, _short(value)))
        return None


def _ticked(asked: Mapping[str, str], name: str) -> bool:
    return asked.get(name, "") not in {"", "0"}


def _weekdays(value: str, problems: list[Problem]) -> tuple[str, ...]:
    """Weekdays of "sat,sun", Monday first."""
    asked = [part for part in clean(value).split(",") if part]
    unknown = next((part for part in asked if part not in WEEKDAYS), None)
    if unknown is None:
        return tuple(day for day in WEEKDAYS if day in asked)
    problems.append(
        Problem("day", N_("We do not know the weekday “%(value)s”. You see all weekdays."), _short(unknown))
    )
    return ()


def _query(value: str, problems: list[Problem]) -> str:
    """What is looked for; something that holds no word at all is told."""
    query = clean(value)
    if len(query) > MOST_LETTERS:
        problems.append(Problem("q", N_("That was long to look for. We looked for its first words.")))
        query = query[:MOST_LETTERS].rsplit(" ", 1)[0]
    if query and not any(sign.isalnum() for sign in query):
        problems.append(Problem("q", N_("Write a word to look for. You see all dates.")))
        return ""
    return query


def _page(value: str, problems: list[Problem]) -> int:
    if not value:
        return 1
    if value.isascii() and value.isdigit() and 0 < len(value) <= 6 and int(value) > 0:
        return int(value)
    problems.append(Problem("page", N_("There is no page “%(value)s”. You see the first one."), _short(value)))
    return 1


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_VALUE else f"{value[:SHOWN_VALUE]}…"
