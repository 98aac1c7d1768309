"""Reads of the pools and registrations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.activities import terms as activities
from app.activities.rules import ActivityState, OccurrenceState, effective_signup, is_shown
from app.activities.terms import Span
from app.codes import normalise_code
from app.db import fetch, for_update, reading
from app.organisations.rules import State
from app.registrations.rules import (
    NoSuchPool,
    PoolState,
    RegistrationState,
    Terms,
    Waiting,
    closing_time,
    opens,
    own_code_hash,
)
from app.registrations.tables import Registration, SeatPool
from app.settings import secret

TAKES_PART = (RegistrationState.CONFIRMED, RegistrationState.WAITING)


@dataclass(frozen=True)
class PoolFact:
    """A pool with its sums and with what its activity and dates say about it; ``starts_at``: of the first of them."""

    state: PoolState
    terms: Terms
    starts_at: datetime | None
    activity_code: str
    root_id: int
    occurrence_code: str | None
    organisation_id: int
    title: dict[str, str]
    published: bool


@dataclass(frozen=True)
class RegistrationFact:
    """One party and its pool. ``position`` is its place in the queue while it waits, from 1."""

    id: int
    code: str
    pool_id: int
    name: str | None
    email: str | None
    phone: str | None
    language: str
    party_size: int
    needs: frozenset[str]
    state: str
    generation: int
    nonce: str = field(repr=False)
    by_staff: bool
    to_tell: str
    queued_at: datetime
    position: int
    reminded: bool


def list_pool_states(occurrence_ids: Sequence[int], activity_ids: Sequence[int]) -> list[PoolState]:
    """The pools of these dates and the whole-series pools of these activities (roots), in their order: light, for pages
    of many dates. ``closes_at`` is as set (None: at the start)."""
    asked = {"occurrence_ids": occurrence_ids, "activity_ids": activity_ids}
    return [PoolState(*row) for row in fetch(_pool_sums(), asked)]


def list_pools(occurrence_ids: Sequence[int], activity_ids: Sequence[int]) -> list[PoolFact]:
    """The same pools with their terms."""
    return _facts(fetch(_pools(), {"occurrence_ids": occurrence_ids, "activity_ids": activity_ids}).all())


def list_series_pools(root_ids: Sequence[int]) -> list[PoolFact]:
    """The pools of these whole series, in one statement."""
    rows = fetch(_series_pools(), {"root_ids": root_ids})
    return [_pool(row, Span(row.first_starts_at, row.second_starts_at, row.last_ends_at)) for row in rows]


def get_pool(code: str) -> PoolFact:
    """A pool by its code. Raises NoSuchPool."""
    found = _facts(fetch(_pool_by("code"), {"value": normalise_code(code)}).all())
    if not found:
        raise NoSuchPool
    return found[0]


def get_pool_by_id(pool_id: int) -> PoolFact:
    """A pool that exists, by its id."""
    return _facts([fetch(_pool_by("id"), {"value": pool_id}).one()])[0]


def lock_pool(pool_id: int) -> PoolFact:
    """The same, after everybody else who writes to this pool is done (inside a command)."""
    fetch(for_update(select(SeatPool.id).where(SeatPool.id == pool_id)))
    return get_pool_by_id(pool_id)


def lock_pool_by_code(code: str) -> PoolFact:
    """A pool by its code, locked. Raises NoSuchPool."""
    found = fetch(for_update(_id_by_code()), {"code": normalise_code(code)}).scalar_one_or_none()
    if found is None:
        raise NoSuchPool
    return get_pool_by_id(found)


def lock_siblings(pool_id: int) -> None:
    """Lock a pool and those of the other roles of its date or series, by id: a registration moves among them only."""
    fetch(for_update(_siblings()), {"pool_id": pool_id})


def lock_pools(activity_id: int) -> list[PoolFact]:
    """Every pool of an activity and of its dates, locked (inside a command)."""
    p = SeatPool
    fetch(for_update(select(p.id).where(p.activity_id == activity_id).order_by(p.id)))
    return list_pools_of_activity(activity_id)


def lock_pools_of(occurrence_ids: Sequence[int], root_ids: Sequence[int]) -> list[PoolFact]:
    """The pools of these dates and of these whole series, locked in the order of their ids (inside a command)."""
    p = SeatPool
    whole = and_(p.occurrence_id.is_(None), p.activity_id.in_(root_ids))
    fetch(for_update(select(p.id).where(or_(p.occurrence_id.in_(occurrence_ids), whole)).order_by(p.id)))
    return list_pools(occurrence_ids, root_ids)


def find_next_pool(pool: PoolFact) -> PoolFact | None:
    """The pool of the same role at the next date of the series that is held, after the date of ``pool`` and after now."""
    if pool.state.occurrence_id is None or pool.terms.ends_at is None:
        return None
    asked = {"root_id": pool.root_id, "role": pool.state.role, "after": max(pool.terms.ends_at, clock.now())}
    found = _facts(fetch(_next_pool(), asked).all())
    return found[0] if found else None


def list_pools_of_activity(activity_id: int) -> list[PoolFact]:
    """Every pool of an activity and of its dates."""
    p = SeatPool
    statement = _select_pools().where(p.activity_id == activity_id)
    return _facts(fetch(statement.order_by(p.occurrence_id, p.position, p.id)).all())


def list_used_pools(pool_ids: Sequence[int]) -> frozenset[int]:
    """Which of these pools anybody ever signed up for."""
    r = Registration
    return frozenset(reading().scalars(select(r.pool_id).where(r.pool_id.in_(pool_ids)).distinct()))


def list_queue(pool_id: int) -> list[Waiting]:
    """The waiting parties of a pool, first come first."""
    return [Waiting(*row) for row in fetch(_queue(), {"pool_id": pool_id})]


def find_registration(code: str) -> RegistrationFact | None:
    """A registration by its public code."""
    return _find("code", code)


def find_by_own_code(typed: str) -> RegistrationFact | None:
    """A registration by the 10 characters of its confirmation, however they were typed."""
    return _find("own_code_hash", own_code_hash(secret(), normalise_code(typed)))


def find_by_token(token: str) -> RegistrationFact | None:
    """A registration by the token of a mailed link."""
    found = find_registration(token.partition("-")[0])
    return found if found and opens(secret(), token, found.code, found.generation) else None


def list_same_or_contact(pool_id: int, nonce: str, email: str | None, phone: str | None) -> list[RegistrationFact]:
    """Who was made by the form ``nonce``, and who takes part in the pool with one of these contacts (one statement)."""
    asked = {"pool_id": pool_id, "nonce": nonce, "email": email, "phone": phone}
    return [RegistrationFact(*row) for row in fetch(_same_or_contact(), asked)]


def list_by_ids(ids: Sequence[int]) -> list[RegistrationFact]:
    """These registrations, in the order of the queue."""
    r = Registration
    return _list(_select_registrations().where(r.id.in_(ids)).order_by(r.queued_at, r.id))


def list_registrations(pool_ids: Sequence[int]) -> list[RegistrationFact]:
    """Everybody in these pools, those with a place first, in the order of the queue."""
    r = Registration
    order = case((r.state == RegistrationState.CONFIRMED, 0), (r.state == RegistrationState.WAITING, 1), else_=2)
    statement = _select_registrations().where(r.pool_id.in_(pool_ids))
    return _list(statement.order_by(order, r.queued_at, r.id))


def list_taking_part(pool_ids: Sequence[int]) -> list[RegistrationFact]:
    """Who has a place in these pools or waits for one, in the order of the queue."""
    r = Registration
    statement = _select_registrations().where(r.pool_id.in_(pool_ids), r.state.in_(TAKES_PART))
    return _list(statement.order_by(r.queued_at, r.id))


def list_recipients(pool_ids: Sequence[int]) -> list[RegistrationFact]:
    """Who takes part in these pools and has an e-mail address, one an address."""
    people = [fact for fact in list_registrations(pool_ids) if fact.email and fact.state in TAKES_PART]
    return list({fact.email: fact for fact in reversed(people)}.values())[::-1]


def count_to_tell(occurrence_ids: Sequence[int]) -> dict[int, int]:
    """How many people of each of these dates the host must tell something (dates without any are left out)."""
    r, p = Registration, SeatPool
    statement = select(p.occurrence_id, func.count()).join(r, r.pool_id == p.id).where(r.to_tell != "")
    rows = fetch(statement.where(p.occurrence_id.in_(occurrence_ids)).group_by(p.occurrence_id))
    return {occurrence_id: number for occurrence_id, number in rows if occurrence_id is not None}


def has_registrations(occurrence_id: int) -> bool:
    """Whether anybody ever signed up for this date (pools of its own)."""
    statement = (
        select(Registration.id).join(SeatPool, SeatPool.id == Registration.pool_id)
        .where(SeatPool.occurrence_id == occurrence_id).limit(1)
    )  # fmt: skip
    return reading().scalar(statement) is not None


def _find(column: str, value: str) -> RegistrationFact | None:
    row = fetch(_registration_by(column), {"value": value}).one_or_none()
    return RegistrationFact(*row) if row else None


def _list(statement: Select[*tuple[Any, ...]]) -> list[RegistrationFact]:
    return [RegistrationFact(*row) for row in fetch(statement)]


@cache
def _registration_by(column: str) -> Select[*tuple[Any, ...]]:
    return _select_registrations().where(getattr(Registration, column) == bindparam("value"))


@cache
def _same_or_contact() -> Select[*tuple[Any, ...]]:
    """A contact that is not given (NULL) equals nobody's."""
    r = Registration
    contact = or_(r.email == bindparam("email"), r.phone == bindparam("phone"))
    same = and_(r.pool_id == bindparam("pool_id"), r.state.in_(TAKES_PART), contact)
    return _select_registrations().where(or_(r.nonce == bindparam("nonce"), same))


@cache
def _select_registrations() -> Select[*tuple[Any, ...]]:
    r, before = Registration, aliased(Registration)
    earlier = or_(before.queued_at < r.queued_at, (before.queued_at == r.queued_at) & (before.id <= r.id))
    position = (
        select(func.count()).select_from(before)
        .where(before.pool_id == r.pool_id, before.state == RegistrationState.WAITING, earlier)
        .scalar_subquery()
    )  # fmt: skip
    return select(
        r.id, r.code, r.pool_id, r.name, r.email, r.phone, r.language, r.party_size, r.needs, r.state, r.generation,
        r.nonce, r.by_staff, r.to_tell, r.queued_at,
        case((r.state == RegistrationState.WAITING, position), else_=0), r.reminded,
    )  # fmt: skip


@cache
def _pool_sums() -> Select[*tuple[Any, ...]]:
    """Made once: every card and every date's page asks it. The sums are looked up pool by pool in their index; joined and
    grouped, PostgreSQL read every registration there is."""
    p = SeatPool
    series = and_(p.occurrence_id.is_(None), p.activity_id.in_(bindparam("activity_ids", expanding=True)))
    own = p.occurrence_id.in_(bindparam("occurrence_ids", expanding=True))
    columns = select(
        p.id, p.code, p.activity_id, p.occurrence_id, p.role, p.capacity, p.waiting_capacity, p.opens_at, p.closes_at,
        _sum(RegistrationState.CONFIRMED), _sum(RegistrationState.WAITING),
    )  # fmt: skip
    return columns.where(or_(own, series)).order_by(p.occurrence_id, p.position, p.id)


@cache
def _pool_by(column: str) -> Select[*tuple[Any, ...]]:
    return _select_pools().where(getattr(SeatPool, column) == bindparam("value"))


@cache
def _id_by_code() -> Select[Any]:
    return select(SeatPool.id).where(SeatPool.code == bindparam("code"))


@cache
def _siblings() -> Select[Any]:
    p, one = SeatPool, aliased(SeatPool)
    same = and_(one.activity_id == p.activity_id, one.occurrence_id.is_not_distinct_from(p.occurrence_id))
    home = select(one.id).where(one.id == bindparam("pool_id"), same)
    return select(p.id).where(home.exists()).order_by(p.id)


@cache
def _pools() -> Select[*tuple[Any, ...]]:
    p = SeatPool
    whole = and_(p.occurrence_id.is_(None), p.activity_id.in_(bindparam("activity_ids", expanding=True)))
    own = p.occurrence_id.in_(bindparam("occurrence_ids", expanding=True))
    return _select_pools().where(or_(own, whole)).order_by(p.occurrence_id, p.position, p.id)


@cache
def _series_pools() -> Select[*tuple[Any, ...]]:
    p, span = SeatPool, activities.select_spans().subquery()
    wanted: BindParameter[Any] = bindparam("root_ids", expanding=True)
    columns = _select_pools().add_columns(span.c.first_starts_at, span.c.second_starts_at, span.c.last_ends_at)
    whole = columns.outerjoin(span, span.c.root_id == p.activity_id)
    return whole.where(p.occurrence_id.is_(None), p.activity_id.in_(wanted)).order_by(p.position, p.id)


@cache
def _next_pool() -> Select[*tuple[Any, ...]]:
    pools = _select_pools().subquery()
    columns = pools.c
    held = and_(
        columns.activity_state == ActivityState.PUBLISHED, columns.occurrence_state == OccurrenceState.SCHEDULED,
        columns.organisation_state == State.APPROVED,
    )  # fmt: skip
    same = and_(columns.root_id == bindparam("root_id"), columns.role == bindparam("role"))
    later = columns.starts_at >= bindparam("after")
    return select(pools).where(held, same, later).order_by(columns.starts_at, columns.id).limit(1)


@cache
def _queue() -> Select[*tuple[Any, ...]]:
    r = Registration
    waits = and_(r.pool_id == bindparam("pool_id"), r.state == RegistrationState.WAITING)
    return select(r.id, r.party_size).where(waits).order_by(r.queued_at, r.id)


@cache
def _select_pools() -> Select[*tuple[Any, ...]]:
    p, a, d = SeatPool, activities.activity_terms(), activities.date_terms()
    return (
        select(
            p.id, p.code, p.activity_id, p.occurrence_id, p.role, p.capacity, p.waiting_capacity, p.opens_at,
            p.closes_at,
            _sum(RegistrationState.CONFIRMED).label("taken"), _sum(RegistrationState.WAITING).label("waiting"),
            a.c.code.label("activity_code"), a.c.root_id, a.c.organisation_id, a.c.title, a.c.signup, a.c.contact_required,
            a.c.door_closed, a.c.visibility, a.c.state.label("activity_state"), a.c.organisation_state,
            d.c.code.label("occurrence_code"), d.c.state.label("occurrence_state"), d.c.starts_at, d.c.ends_at,
        )
        .join(a, a.c.id == p.activity_id)
        .outerjoin(d, d.c.id == p.occurrence_id)
    )  # fmt: skip


def _sum(state: RegistrationState) -> ColumnElement[int]:
    r = Registration
    total = select(func.coalesce(func.sum(r.party_size), 0)).where(r.pool_id == SeatPool.id, r.state == state)
    return total.correlate(SeatPool).scalar_subquery()


def _facts(rows: Sequence[Row[Any]]) -> list[PoolFact]:
    """The facts of these pools; only those of a whole series cost a statement more."""
    spans = activities.find_spans([row.activity_id for row in rows if row.occurrence_id is None])
    return [_pool(row, _span_of(row, spans)) for row in rows]


def _span_of(row: Row[Any], spans: dict[int, Span]) -> Span:
    """The dates that a pool is for: its own, or its series' scheduled ones."""
    if row.occurrence_id is None:
        return spans.get(row.activity_id, Span())
    return Span(row.starts_at, None, row.ends_at)


def _pool(row: Row[Any], span: Span) -> PoolFact:
    closes_at = closing_time(row.closes_at, span.first_starts_at, span.second_starts_at, span.last_ends_at)
    gone = span.last_ends_at is None or row.occurrence_state == OccurrenceState.CANCELLED
    signup = effective_signup(row.signup, row.door_closed)
    cancelled = gone or row.activity_state == ActivityState.WITHDRAWN
    return PoolFact(
        state=PoolState(
            row.id, row.code, row.activity_id, row.occurrence_id, row.role, row.capacity, row.waiting_capacity,
            row.opens_at, closes_at, row.taken, row.waiting,
        ),
        terms=Terms(signup, row.contact_required, cancelled, span.last_ends_at),
        starts_at=span.first_starts_at,
        activity_code=row.activity_code,
        root_id=row.root_id,
        occurrence_code=row.occurrence_code,
        organisation_id=row.organisation_id,
        title=row.title,
        published=is_shown(row.activity_state, row.visibility) and row.organisation_state == State.APPROVED,
    )  # fmt: skip
