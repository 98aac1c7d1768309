"""What a change of an activity causes in features above it; ``factory`` fills these, and they run in the command's
transaction. Each takes the session first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.activities.rules import PoolWanted


@dataclass(frozen=True)
class DateMoved:
    occurrence_id: int
    old_starts_at: datetime
    old_ends_at: datetime
    old_place_id: int


def _nothing(*_facts: object) -> None:
    """Before ``factory`` connects a hook it does nothing."""


def _no(*_facts: object) -> bool:
    return False


def _nobody(*_facts: object) -> int:
    return 0


def _no_pools(*_facts: object) -> tuple[PoolWanted, ...]:
    return ()


@dataclass
class Hooks:
    """``save_pools(session, activity_id, occurrence_ids, pools)``: the pools of each of these dates, or (no dates) of the
    whole series, become ``pools``; may raise CapacityBelowTaken. ``copy_pools(session, from_activity_id, to_activity_id,
    occurrence_ids)``. ``date_cancelled(session, occurrence_id)``; ``date_moved(session, DateMoved)``.
    ``has_registrations(session, occurrence_id)``: whether anybody ever signed up for it (pools of its own).
    ``is_recorded(session, occurrence_id)``: whether its people have been counted.

    Reads, outside of a transaction too: ``count_signed_up(occurrence_ids)``: people who are confirmed or wait, pools of
    the dates' series included; ``list_pools(activity_id, occurrence_id)``: the pools of one date, or (None) of the whole
    series or of its latest date; without their instants of opening and closing."""

    save_pools: Callable[[Session, int, Sequence[int], Sequence[PoolWanted]], None] = _nothing
    copy_pools: Callable[[Session, int, int, Sequence[int]], None] = _nothing
    date_cancelled: Callable[[Session, int], None] = _nothing
    date_moved: Callable[[Session, DateMoved], None] = _nothing
    has_registrations: Callable[[Session, int], bool] = _no
    is_recorded: Callable[[Session, int], bool] = _no
    count_signed_up: Callable[[Sequence[int]], int] = _nobody
    list_pools: Callable[[int, int | None], Sequence[PoolWanted]] = _no_pools


hooks = Hooks()
