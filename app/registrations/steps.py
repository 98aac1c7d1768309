"""Writes inside an open transaction: freed places go to the queue, and pools follow the activity."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app import clock
from app.activities.hooks import Hooks
from app.activities.pools import PoolWanted, SignupPools
from app.audit.steps import record
from app.messages.steps import enqueue
from app.registrations import queries
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import (
    PoolInUse,
    RegistrationState,
    ToTell,
    check_capacity,
    promote,
    queue_moves,
)
from app.registrations.tables import Registration, SeatPool


def connect(hooks: Hooks) -> None:
    """Let changes of an activity reach its pools and those who signed up."""
    hooks.save_pools = save_pools
    hooks.copy_pools = copy_pools
    hooks.time_pools = time_pools
    hooks.hand_pools = hand_pools
    hooks.has_registrations = lambda _session, occurrence_id: queries.has_registrations(occurrence_id)


def fill_places(session: Session, pool: PoolFact) -> int:
    """Give free places of a locked pool to its queue, unless sign-up has closed; returns how many parties got one."""
    moment = clock.now()
    if pool.terms.cancelled or not pool.state.waiting or not queue_moves(pool.state, moment):
        return 0
    promoted = promote(pool.state.capacity, pool.state.taken, queries.list_queue(pool.state.id))
    if promoted:
        session.execute(
            update(Registration)
            .where(Registration.id.in_(promoted))
            .values(state=RegistrationState.CONFIRMED, changed_at=moment)
        )
        for fact in queries.list_by_ids(promoted):
            record(session, None, "registration.promoted", ("registration", fact.code))
            tell_promoted(session, fact)
    return len(promoted)


def tell_promoted(session: Session, fact: RegistrationFact) -> None:
    """Tell somebody who waited that they have a place, once."""
    tell(session, fact, "promoted", f"promoted:{fact.code}:{fact.generation}", ToTell.PROMOTED)


def tell(session: Session, fact: RegistrationFact, kind: str, dedupe_key: str, to_tell: ToTell, **about: str) -> None:
    """Mail what happened, or leave word for the host where there is no e-mail address."""
    if fact.email:
        enqueue(session, kind, (fact.email, fact.language), dedupe_key, {"registration": fact.code, **about})
    else:
        session.execute(update(Registration).where(Registration.id == fact.id).values(to_tell=to_tell))


def save_pools(session: Session, activity_id: int, occurrence_ids: Sequence[int], wanted: Sequence[PoolWanted]) -> None:
    """The pools of each of these dates, or (no dates) of the whole series, become ``wanted``; queues move at once.

    Raises CapacityBelowTaken, and PoolInUse for a list that somebody signed up for and that is no longer wanted.
    """
    pools = queries.lock_pools(activity_id)
    targets: Sequence[int | None] = occurrence_ids or (None,)
    misfits = [pool for pool in pools if (pool.state.occurrence_id is None) != (not occurrence_ids)]
    _remove(session, misfits)
    known = {(pool.state.occurrence_id, pool.state.role): pool for pool in pools if pool not in misfits}
    roles = {each.role for each in wanted}
    _remove(session, [pool for (date, role), pool in known.items() if date in targets and role not in roles])
    for target in targets:
        for position, each in enumerate(wanted):
            _save_pool(session, known.get((target, each.role)), (activity_id, target, position), each)


def set_capacity(session: Session, pool: PoolFact, capacity: int | None) -> int:
    """Change the places of a locked pool; returns how many parties got a place by it. Raises CapacityBelowTaken."""
    check_capacity(capacity, pool.state.taken)
    session.execute(update(SeatPool).where(SeatPool.id == pool.state.id).values(capacity=capacity))
    return fill_places(session, queries.get_pool_by_id(pool.state.id))


def copy_pools(session: Session, from_activity_id: int, to_activity_id: int, occurrence_ids: Sequence[int]) -> None:
    """Give the new dates (or the new series) the places of the old one's last date, without its opening times."""
    old = queries.list_pools_of_activity(from_activity_id)
    whole = [pool for pool in old if pool.state.occurrence_id is None]
    last = max((pool.state.occurrence_id or 0 for pool in old), default=0)
    taken_over = whole or [pool for pool in old if pool.state.occurrence_id == last]
    wanted = [PoolWanted(p.state.role, p.state.capacity, p.state.waiting_capacity) for p in taken_over]
    if wanted:
        save_pools(session, to_activity_id, [] if whole else occurrence_ids, wanted)


def time_pools(session: Session, timing: SignupPools, starts: Mapping[int, datetime]) -> None:
    """Signing up for these dates opens and closes as long before their start (UTC) as ``timing`` says."""
    for occurrence_id, starts_at in starts.items():
        opens_at, closes_at = timing.instants(starts_at)
        values = {"opens_at": opens_at, "closes_at": closes_at}
        session.execute(update(SeatPool).where(SeatPool.occurrence_id == occurrence_id).values(**values))


def hand_pools(session: Session, to_activity_id: int, occurrence_ids: Sequence[int]) -> None:
    """The pools of these dates go with them to another part of their series; those of the whole series stay with its root."""
    session.execute(
        update(SeatPool).where(SeatPool.occurrence_id.in_(occurrence_ids)).values(activity_id=to_activity_id)
    )


def _remove(session: Session, pools: Sequence[PoolFact]) -> None:
    ids = [pool.state.id for pool in pools]
    if queries.list_used_pools(ids):
        raise PoolInUse
    if ids:
        session.execute(delete(SeatPool).where(SeatPool.id.in_(ids)))


def _save_pool(session: Session, pool: PoolFact | None, home: tuple[int, int | None, int], wanted: PoolWanted) -> None:
    activity_id, occurrence_id, position = home
    values = {
        "capacity": wanted.capacity, "waiting_capacity": wanted.waiting_capacity, "opens_at": wanted.opens_at,
        "closes_at": wanted.closes_at, "position": position,
    }  # fmt: skip
    if pool is None:
        session.add(SeatPool(activity_id=activity_id, occurrence_id=occurrence_id, role=wanted.role, **values))
        return
    check_capacity(wanted.capacity, pool.state.taken)
    session.execute(update(SeatPool).where(SeatPool.id == pool.state.id).values(**values))
    if pool.state.waiting:
        fill_places(session, queries.get_pool_by_id(pool.state.id))
