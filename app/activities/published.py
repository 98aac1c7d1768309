"""Reads of what the public may see: published activities and their coming dates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
)

from app.activities import likeness
from app.activities.narrowing import Free, narrow, room
from app.activities.picture import Illustrated
from app.activities.queries import (
    Arranged,
    OccurrenceFact,
    co_organisers,
    effective_room,
    picture_columns,
    select_occurrences,
)
from app.activities.rules import ActivityState, NoSuchActivity, NoSuchOccurrence, OccurrenceState, Visibility
from app.activities.tables import Activity, Occurrence
from app.db import Instant, fetch
from app.organisations.queries import organisation_states

MAX_DATES = 1000  # a series has at most 400 dates a rule, and may be extended
LONGEST = timedelta(hours=25)  # a date begins and ends on one day, and the day that summer time ends has 25 hours
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Word:
    """A folded word that somebody looks for, with what bears it in its name: kinds, places, organisations."""

    word: str
    types: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    organisations: tuple[int, ...] = ()

    @property
    def values(self) -> dict[str, object]:
        """What is asked, by name; a short word by another name, since it is looked for in another way."""
        asked = "_short" if len(self.word) < likeness.GRAM else ""
        return {asked: self.word, "_types": self.types, "_places": self.places, "_organisations": self.organisations}


@dataclass(frozen=True)
class Wanted:
    """Which coming dates: those that end after ``after`` and start before ``before`` (UTC). Empty fields ask nothing.

    ``weekdays`` count from 0 for Monday; ``day_from`` and ``day_to`` are minutes of the day: begun from, and before.
    ``has_room(occurrence_id, root_id, closes_at)`` makes the condition that a pool has room; without it full dates
    are listed too. ``hidden`` organisations never are. ``off_until``: cancelled dates only if they start before it."""

    after: datetime
    before: datetime | None = None
    off_until: datetime | None = None
    types: tuple[str, ...] = ()
    place_ids: tuple[int, ...] = ()
    organisation_id: int | None = None
    spoken: str = ""
    children: bool = False
    weekdays: tuple[int, ...] = ()
    day_from: int = 0
    day_to: int = 0
    hidden: frozenset[int] = field(default_factory=frozenset)
    words: tuple[Word, ...] = ()
    has_room: Free | None = None

    @property
    def values(self) -> dict[str, object]:
        """What is asked, by name."""
        asked = {
            "after": self.after,
            "begun": self.after - LONGEST,
            "before": self.before,
            "off_until": self.off_until,
            "types": self.types,
            "place_ids": self.place_ids,
            "organisation_id": self.organisation_id,
            "spoken": f"|{self.spoken}|" if self.spoken else "",
            "children": self.children,
            "weekdays": self.weekdays,
            "day_from": self.day_from,
            "day_to": self.day_to,
            "hidden": sorted(self.hidden),
        }
        words = {f"word{n}{part}": value for n, word in enumerate(self.words) for part, value in word.values.items()}
        return {**{name: value for name, value in asked.items() if value}, **words}

    @property
    def shape(self) -> frozenset[str]:
        """The names of what is asked: statements are made once for each."""
        return frozenset(name for name, value in self.values.items() if value)


@dataclass(frozen=True)
class DateFact:
    """What a card says of one date. ``place_id`` is the effective one."""

    id: int
    code: str
    activity_id: int
    root_id: int
    organisation_id: int
    type_key: str
    title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    place_id: int
    signup: str
    signup_scope: str
    door_closed: bool
    state: str


@dataclass(frozen=True)
class FeedDate:
    """What a calendar says of one date. ``place_id`` and ``room_id`` are the effective ones."""

    code: str
    title: dict[str, str]
    summary: dict[str, str]
    phrases: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    place_id: int
    room_id: int | None
    state: str
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class NewSeries:
    """An activity as the feed of new ones tells it; ``starts_at`` is its next date."""

    code: str
    organisation_id: int
    title: dict[str, str]
    summary: dict[str, str]
    published_at: datetime
    starts_at: datetime


@dataclass(frozen=True)
class SeriesFact(Illustrated, Arranged):
    """A whole activity as its page shows it."""

    id: int
    code: str
    root_id: int
    organisation_id: int
    type_key: str
    title: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    place_id: int
    room_id: int | None
    spoken: frozenset[str]
    children_welcome: bool
    cost_kr: int
    phrases: frozenset[str]
    contact_name: str
    contact_email: str
    contact_phone: str
    visibility: str
    signup: str
    signup_scope: str
    door_closed: bool
    state: str
    organisation_state: str
    co_organiser_ids: frozenset[int]


@dataclass(frozen=True)
class Instance:
    """One date of a series, for its calendar file and its list of dates."""

    id: int
    code: str
    starts_at: datetime
    ends_at: datetime
    place_id: int
    state: str
    sequence: int
    changed_at: datetime


def get_date(code: str) -> OccurrenceFact:
    """A date by its code, in whatever state. Raises NoSuchOccurrence."""
    row = fetch(_date(), {"code": code}).one_or_none()
    if row is None:
        raise NoSuchOccurrence
    return OccurrenceFact(*row)


def list_coming(wanted: Wanted, limit: int) -> list[DateFact]:
    """The coming dates by start, at most ``limit``; cancelled ones too, as far as asked, for all to see."""
    statement = _roomy(_coming(wanted.shape), wanted)
    return [DateFact(*row) for row in fetch(statement, {**wanted.values, "most": limit})]


def find_coming(wanted: Wanted, most: int) -> list[int]:
    """The ids of the coming dates in the order of the list, no more than ``most``, so that a large town costs no more."""
    return list(fetch(_roomy(_found(wanted.shape), wanted), {**wanted.values, "most": most}).scalars())


def list_dates(ids: Sequence[int]) -> list[DateFact]:
    """These dates by start."""
    return [DateFact(*row) for row in fetch(_cards(), {"ids": list(ids)})] if ids else []


def list_feed(wanted: Wanted, limit: int) -> list[FeedDate]:
    """Dates for a calendar or a feed, by start, at most ``limit``; cancelled ones too."""
    return [FeedDate(*row) for row in fetch(_feed(wanted.shape), {**wanted.values, "most": limit})]


def list_newest(wanted: Wanted, limit: int) -> list[NewSeries]:
    """The activities with a coming date, newest published first, at most ``limit``."""
    return [NewSeries(*row) for row in fetch(_newest(wanted.shape), {**wanted.values, "most": limit})]


def get_series(code: str) -> SeriesFact:
    """A whole activity by its code, in whatever state. Raises NoSuchActivity."""
    row = fetch(_series(), {"code": code}).one_or_none()
    if row is None:
        raise NoSuchActivity
    return SeriesFact(*row)


def list_instances(of: tuple[int, int], after: datetime | None = None, limit: int = MAX_DATES) -> list[Instance]:
    """The dates of a series, ``of`` = (its id, that of its root), by start: all of them or those that end after ``after``,
    at most ``limit``. Those of the other parts that are or were public too: who follows it keeps all when it is split."""
    asked = {"activity_id": of[0], "root_id": of[1], "after": after or BEGINNING, "most": limit}
    return [Instance(*row) for row in fetch(_instances(), asked)]


def second_start(instances: Sequence[Instance]) -> datetime | None:
    """When sign-up for a whole series closes unless set: at its second scheduled date, or its only one."""
    starts = [one.starts_at for one in instances if one.state == OccurrenceState.SCHEDULED]
    return starts[min(1, len(starts) - 1)] if starts else None


@cache
def _date() -> Select[*tuple[Any, ...]]:
    """Made once: a date's page is asked for more often than anything else."""
    return select_occurrences().where(Occurrence.code == bindparam("code"))


@cache
def _series() -> Select[*tuple[Any, ...]]:
    a, organisation = Activity, organisation_states()
    columns = select(
        *picture_columns(),
        a.id, a.code, func.coalesce(a.root_id, a.id), a.organisation_id, a.type_key, a.title, a.summary, a.description,
        a.place_id, a.room_id, a.spoken, a.children_welcome, a.cost_kr, a.phrases, a.contact_name, a.contact_email,
        a.contact_phone, a.visibility, a.signup, a.signup_scope, a.door_closed, a.state, organisation.c.state,
        co_organisers(),
    )  # fmt: skip
    return columns.join(organisation, organisation.c.id == a.organisation_id).where(a.code == bindparam("code"))


@cache
def _instances() -> Select[*tuple[Any, ...]]:
    a, o, place = Activity, Occurrence, func.coalesce(Occurrence.place_id, Activity.place_id)
    root: BindParameter[int] = bindparam("root_id")
    told = and_(a.state.in_([ActivityState.PUBLISHED, ActivityState.WITHDRAWN]), a.visibility != Visibility.INTERNAL)
    return (
        select(o.id, o.code, o.starts_at, o.ends_at, place, o.state, o.sequence, o.changed_at)
        .join(a, a.id == o.activity_id)
        .where(or_(a.id == root, a.root_id == root), or_(a.id == bindparam("activity_id"), told))
        .where(o.ends_at > bindparam("after"))
        .order_by(o.starts_at, o.id)
        .limit(bindparam("most"))
    )


def _columns() -> Select[*tuple[Any, ...]]:
    a, o = Activity, Occurrence
    return select(
        o.id, o.code, a.id, func.coalesce(a.root_id, a.id), a.organisation_id, a.type_key, a.title, o.starts_at,
        o.ends_at, func.coalesce(o.place_id, a.place_id), a.signup, a.signup_scope, a.door_closed, o.state,
    ).order_by(o.starts_at, o.id)  # fmt: skip


@cache
def _cards() -> Select[*tuple[Any, ...]]:
    a, o = Activity, Occurrence
    return _columns().join(a, a.id == o.activity_id).where(o.id.in_(bindparam("ids", expanding=True)))


@cache
def _coming(shape: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return narrow(_columns(), shape).limit(bindparam("most", type_=Integer))


@cache
def _feed(shape: frozenset[str]) -> Select[*tuple[Any, ...]]:
    a, o = Activity, Occurrence
    columns = select(
        o.code, a.title, a.summary, a.phrases, o.starts_at, o.ends_at, func.coalesce(o.place_id, a.place_id), effective_room(),
        o.state, o.sequence, o.changed_at,
    )  # fmt: skip
    return narrow(columns, shape).order_by(o.starts_at, o.id).limit(bindparam("most", type_=Integer))


@cache
def _newest(shape: frozenset[str]) -> Select[*tuple[Any, ...]]:
    a = Activity
    published_at = func.coalesce(a.published_at, a.created_at)
    columns = select(
        a.code, a.organisation_id, a.title, a.summary, type_coerce(published_at, Instant),
        type_coerce(func.min(Occurrence.starts_at), Instant),
    )  # fmt: skip
    newest = narrow(columns, shape).group_by(a.id).order_by(published_at.desc(), a.id.desc())
    return newest.limit(bindparam("most", type_=Integer))


@cache
def _found(shape: frozenset[str]) -> Select[*tuple[Any, ...]]:
    o = Occurrence
    return narrow(select(o.id), shape).order_by(o.starts_at, o.id).limit(bindparam("most", type_=Integer))


def _roomy(statement: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    return statement.where(room(wanted.has_room)) if wanted.has_room else statement
