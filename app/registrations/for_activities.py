"""What activities read of the places, through their hooks."""

from collections.abc import Sequence

from app.activities import queries as activities
from app.activities.hooks import Hooks
from app.activities.pools import PoolWanted
from app.registrations import queries


def connect(hooks: Hooks) -> None:
    """Let activities show the places that they have, and how many people a change concerns."""
    hooks.list_pools = list_pools
    hooks.count_signed_up = count_signed_up


def list_pools(activity_id: int, occurrence_id: int | None) -> tuple[PoolWanted, ...]:
    """The pools of one date, or (None) of the whole series or of its latest date, without their opening times."""
    dates = {date.id: date for date in activities.list_occurrences(activity_id)}
    root = next((date.root_id for date in dates.values()), activity_id)
    asked = list(dates) if occurrence_id is None else [occurrence_id]
    found = queries.list_pool_states(asked, [root] if occurrence_id is None else [])
    whole = any(pool.occurrence_id is None for pool in found)
    with_pools = {pool.occurrence_id for pool in found}
    latest = [date_id for date_id in dates if date_id in with_pools]  # dates come in order of their start
    shown = None if whole or not latest else latest[-1]
    return tuple(
        PoolWanted(pool.role, pool.capacity, pool.waiting_capacity) for pool in found if pool.occurrence_id == shown
    )


def count_signed_up(occurrence_ids: Sequence[int]) -> int:
    """How many people are confirmed or wait for these dates of one series, or for the whole of it."""
    first = activities.find_occurrence(occurrence_ids[0]) if occurrence_ids else None
    if first is None:
        return 0
    return sum(pool.taken + pool.waiting for pool in queries.list_pool_states(occurrence_ids, [first.root_id]))
