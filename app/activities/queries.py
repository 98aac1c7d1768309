"""Reads of the activities and their dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
)

from app import clock
from app.activities.picture import Illustrated
from app.activities.rules import ActivityState, NoSuchActivity, NoSuchOccurrence, OccurrenceState
from app.activities.tables import Activity, CoOrganiser, Occurrence
from app.db import Ids, fetch, for_update, reading
from app.organisations.queries import organisation_states
from app.plan import queries as plan

PAGE_SIZE = 25
Scope = frozenset[int] | None


class Arranged:
    """What an organisation leads, and others may arrange together with it."""

    organisation_id: int
    co_organiser_ids: frozenset[int]

    def is_arranged_within(self, scope: Scope) -> bool:
        """Whether one of its organisers is in ``scope`` (None: any)."""
        return scope is None or self.organisation_id in scope or bool(self.co_organiser_ids & scope)


@dataclass(frozen=True)
class ActivityFact(Illustrated, Arranged):
    """A series as its organisers see it."""

    id: int
    code: str
    root_id: int
    copied_from_id: int | None
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
    tags: frozenset[str]
    phrases: frozenset[str]
    contact_name: str
    contact_email: str
    contact_phone: str
    visibility: str
    signup: str
    signup_scope: str
    contact_required: bool
    door_closed: bool
    state: str
    counts_to: frozenset[str]
    counts_confirmed: bool
    rule: dict[str, Any]
    rejected_because: str
    created_by_id: int | None
    submitted_at: datetime | None
    published_at: datetime | None
    co_organiser_ids: frozenset[int]


@dataclass(frozen=True)
class ActivityRow:
    """A series in a list. ``next_at``: the start of its next date that was not cancelled; ``dates``: how many it has."""

    code: str
    organisation_id: int
    type_key: str
    title: dict[str, str]
    state: str
    counts_to: frozenset[str]
    submitted_at: datetime | None
    dates: int
    first_at: datetime | None
    last_at: datetime | None
    next_at: datetime | None
    tags: frozenset[str]
    counts_confirmed: bool
    published_at: datetime | None


@dataclass(frozen=True)
class OccurrenceFact(Illustrated, Arranged):
    """One date with what it takes from its series. ``place_id`` and ``room_id`` are the effective ones; ``tags`` are
    the series' and the date's own together."""

    id: int
    code: str
    activity_id: int
    activity_code: str
    root_id: int
    organisation_id: int
    type_key: str
    title: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    starts_on: date
    place_id: int
    room_id: int | None
    spoken: frozenset[str]
    children_welcome: bool
    cost_kr: int
    activity_tags: frozenset[str]
    own_tags: frozenset[str]
    phrases: frozenset[str]
    contact_name: str
    contact_email: str
    contact_phone: str
    visibility: str
    signup: str
    signup_scope: str
    contact_required: bool
    door_closed: bool
    activity_state: str
    state: str
    notice: dict[str, str]
    recurrence_id: datetime
    sequence: int
    changed_at: datetime
    organisation_state: str
    co_organiser_ids: frozenset[int]

    @property
    def tags(self) -> frozenset[str]:
        return self.activity_tags | self.own_tags


def get_activity(code: str, scope: Scope = None) -> ActivityFact:
    """A series by its code, if one of its organisers is in ``scope`` (None: any). Raises NoSuchActivity."""
    row = fetch(_select_activities().where(arranged_within(scope), Activity.code == code)).one_or_none()
    if row is None:
        raise NoSuchActivity
    return ActivityFact(*row)


def find_activity(activity_id: int) -> ActivityFact | None:
    """A series by its id."""
    row = fetch(_select_activities().where(Activity.id == activity_id)).one_or_none()
    return ActivityFact(*row) if row else None


def list_activities(
    scope: Scope = None, state: str = "", organisation_id: int | None = None, page: int = 1
) -> tuple[list[ActivityRow], int]:
    """One page of the series in ``scope``, those with the latest dates first, and how many there are in all. Two statements."""
    statement = _select_rows().where(arranged_within(scope))
    if state:
        statement = statement.where(Activity.state == state)
    if organisation_id is not None:
        statement = statement.where(Activity.organisation_id == organisation_id)
    number = reading().scalar(select(func.count()).select_from(statement.subquery())) or 0
    latest = func.coalesce(_dates().c.last_at, Activity.created_at).desc()
    shown = statement.order_by(latest, Activity.id.desc()).limit(PAGE_SIZE).offset((max(page, 1) - 1) * PAGE_SIZE)
    return [ActivityRow(*row) for row in fetch(shown)], number


def list_to_approve() -> list[ActivityRow]:
    """The series that wait for the coordinator, those that have waited longest first."""
    statement = _select_rows().where(Activity.state == ActivityState.SUBMITTED).order_by(Activity.submitted_at)
    return [ActivityRow(*row) for row in fetch(statement)]


def list_to_confirm() -> list[ActivityRow]:
    """Published series whose type counts only what is confirmed, and that nobody has confirmed yet, oldest first."""
    statement = (
        _select_rows()
        .where(Activity.state == ActivityState.PUBLISHED, Activity.counts_confirmed.is_(False))
        .where(Activity.type_key.in_(_confirmed_only()))
        .order_by(Activity.published_at, Activity.id)
    )
    return [ActivityRow(*row) for row in fetch(statement)]


def count_waiting_approval() -> int:
    """How many series wait for the coordinator."""
    counted = select(func.count()).select_from(Activity).where(Activity.state == ActivityState.SUBMITTED)
    return reading().scalar(counted) or 0


def count_coming_dates(organisation_id: int) -> int:
    """How many dates of the organisation's published activities are still to come."""
    counted = select(func.count()).select_from(Occurrence).join(Activity, Activity.id == Occurrence.activity_id)
    coming = and_(Occurrence.state == OccurrenceState.SCHEDULED, Occurrence.ends_at > clock.now())
    own = and_(Activity.organisation_id == organisation_id, Activity.state == ActivityState.PUBLISHED)
    return reading().scalar(counted.where(own, coming)) or 0


def get_occurrence(code: str) -> OccurrenceFact:
    """A date by its code, in whatever state. Raises NoSuchOccurrence."""
    row = fetch(_occurrence_by("code"), {"value": code}).one_or_none()
    if row is None:
        raise NoSuchOccurrence
    return OccurrenceFact(*row)


def get_own_occurrence(code: str, scope: Scope) -> OccurrenceFact:
    """A date by its code, if one of its series' organisers is in ``scope`` (None: any). Raises NoSuchOccurrence."""
    found = get_occurrence(code)
    if not found.is_arranged_within(scope):
        raise NoSuchOccurrence
    return found


def find_next(scope: Scope) -> OccurrenceFact | None:
    """The next date in ``scope`` (None: all) that begins, of published activities, unless it is cancelled."""
    statement = select_occurrences()
    c = statement.selected_columns
    held = (
        c.starts_at > clock.now(),
        c.state == OccurrenceState.SCHEDULED,
        c.activity_state == ActivityState.PUBLISHED,
    )
    row = fetch(statement.where(*held, arranged_within(scope)).order_by(c.starts_at, c.id).limit(1)).first()
    return OccurrenceFact(*row) if row else None


def find_occurrence(occurrence_id: int) -> OccurrenceFact | None:
    """A date by its id."""
    row = fetch(_occurrence_by("id"), {"value": occurrence_id}).one_or_none()
    return OccurrenceFact(*row) if row else None


def lock_occurrence(occurrence_id: int) -> None:
    """Lock a date's row until the open transaction ends, so that what hangs on it is written one after the other."""
    fetch(for_update(select(Occurrence.id).where(Occurrence.id == occurrence_id)))


def list_occurrences(activity_id: int) -> list[OccurrenceFact]:
    """Every date of a series, by start."""
    statement = select_occurrences().where(Occurrence.activity_id == activity_id).order_by(Occurrence.starts_at)
    return [OccurrenceFact(*row) for row in fetch(statement)]


@dataclass(frozen=True)
class Part:
    """A part of a series that was split, and its first and last date (UTC)."""

    code: str
    title: dict[str, str]
    first_at: datetime
    last_at: datetime


def list_parts(root_id: int) -> list[Part]:
    """The parts of a series with a date, by their first one; a series that was never split is its own only part."""
    a, dates = Activity, _dates()
    columns = select(a.code, a.title, dates.c.first_at, dates.c.last_at).join(dates, dates.c.activity_id == a.id)
    found = columns.where(or_(a.id == root_id, a.root_id == root_id)).order_by(dates.c.first_at)
    return [Part(*row) for row in fetch(found)]


def list_by_ids(occurrence_ids: Sequence[int]) -> list[OccurrenceFact]:
    """These dates, by start."""
    statement = select_occurrences().where(Occurrence.id.in_(occurrence_ids)).order_by(Occurrence.starts_at)
    return [OccurrenceFact(*row) for row in fetch(statement)]


@lru_cache
def _occurrence_by(column: str) -> Select[*tuple[Any, ...]]:
    return select_occurrences().where(getattr(Occurrence, column) == bindparam("value"))


def arranged_within(scope: Scope) -> ColumnElement[bool]:
    """That the organisation that leads an activity, or one that arranges it with them, is in ``scope`` (None: any)."""
    if scope is None:
        return true()
    return or_(Activity.organisation_id.in_(scope), Activity.id.in_(helped_by(CoOrganiser.organisation_id.in_(scope))))


def helps(scope: frozenset[int]) -> bool:
    """Whether one of these organisations arranges something together with others."""
    return bool(fetch(select(helped_by(CoOrganiser.organisation_id.in_(scope)).exists())).scalar_one())


def helped_by(condition: ColumnElement[bool]) -> Select[int]:
    """Ids of the activities with a co-organiser for whom ``condition`` holds."""
    return select(CoOrganiser.activity_id).where(condition)


def co_organisers() -> Label[frozenset[int]]:
    """The ids of those who arrange an activity together with its lead, as a column beside it."""
    ids = select(func.aggregate_strings(cast(CoOrganiser.organisation_id, String), ","))
    found = ids.where(CoOrganiser.activity_id == Activity.id).correlate(Activity).scalar_subquery()
    return type_coerce(found, Ids).label("co_organiser_ids")


def picture_columns() -> tuple[ColumnElement[Any], ...]:
    """What ``Illustrated`` holds, as columns."""
    a = Activity
    return (
        a.picture_digest.expression,
        a.picture_width.expression,
        a.picture_height.expression,
        a.picture_alt.expression,
    )


def effective_room() -> ColumnElement[int | None]:
    """The room of a date: its own, or that of its series unless the date is at another place."""
    a, o = Activity, Occurrence
    return case((o.place_id.is_not(None), o.room_id), else_=func.coalesce(o.room_id, a.room_id))


@lru_cache
def select_occurrences() -> Select[*tuple[Any, ...]]:
    """The columns of OccurrenceFact, in its order and with its names, for a query to narrow and sort by
    ``.selected_columns``."""
    a, o, organisation = Activity, Occurrence, organisation_states()
    columns = select(
        *picture_columns(),
        o.id, o.code, a.id.label("activity_id"), a.code.label("activity_code"),
        func.coalesce(a.root_id, a.id).label("root_id"), a.organisation_id, a.type_key,
        a.title, a.summary, a.description, o.starts_at, o.ends_at, o.starts_on,
        func.coalesce(o.place_id, a.place_id).label("place_id"),
        effective_room().label("room_id"),
        a.spoken, a.children_welcome, a.cost_kr, a.tags.label("activity_tags"), o.tags.label("own_tags"),
        a.phrases, a.contact_name, a.contact_email, a.contact_phone, a.visibility, a.signup, a.signup_scope, a.contact_required,
        a.door_closed, a.state.label("activity_state"), o.state, o.notice,
        o.recurrence_id, o.sequence, o.changed_at, organisation.c.state.label("organisation_state"), co_organisers(),
    )  # fmt: skip
    return columns.join(a, a.id == o.activity_id).join(organisation, organisation.c.id == a.organisation_id)


def _confirmed_only() -> list[str]:
    return [fact.key for fact in plan.list_types() if fact.confirmed_only]


def _select_activities() -> Select[*tuple[Any, ...]]:
    a = Activity
    return select(
        *picture_columns(),
        a.id, a.code, func.coalesce(a.root_id, a.id), a.copied_from_id, a.organisation_id, a.type_key, a.title,
        a.summary, a.description, a.place_id, a.room_id, a.spoken, a.children_welcome, a.cost_kr, a.tags,
        a.phrases, a.contact_name, a.contact_email, a.contact_phone, a.visibility, a.signup, a.signup_scope, a.contact_required,
        a.door_closed, a.state, a.counts_to, a.counts_confirmed, a.rule, a.rejected_because, a.created_by_id,
        a.submitted_at, a.published_at, co_organisers(),
    )  # fmt: skip


@lru_cache
def _dates() -> Subquery:
    """The dates of each series in figures; the next one is worked out as the query runs, hence a bound function."""
    o = Occurrence
    coming = and_(o.state == OccurrenceState.SCHEDULED, o.ends_at > bindparam("now", callable_=clock.now))
    return (
        select(
            o.activity_id,
            func.count().label("dates"),
            func.min(o.starts_at).label("first_at"),
            func.max(o.starts_at).label("last_at"),
            func.min(case((coming, o.starts_at))).label("next_at"),
        )
        .group_by(o.activity_id)
        .subquery()
    )


def _select_rows() -> Select[*tuple[Any, ...]]:
    a, dates = Activity, _dates()
    return select(
        a.code, a.organisation_id, a.type_key, a.title, a.state, a.counts_to, a.submitted_at,
        func.coalesce(dates.c.dates, 0), dates.c.first_at, dates.c.last_at, dates.c.next_at, a.tags,
        a.counts_confirmed, a.published_at,
    ).outerjoin(dates, dates.c.activity_id == a.id)  # fmt: skip
