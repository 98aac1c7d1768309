"""What a change of an activity causes in features above it; ``factory`` fills these, and they run in the command's
transaction. Each takes the session first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.activities.pools import PoolWanted, SignupPools


@dataclass(frozen=True)
class DateWas:
    """How a date stood before a change that is told; place and room are the effective ones."""

    occurrence_id: int
    starts_at: datetime
    ends_at: datetime
    place_id: int
    room_id: int | None
    organisation_id: int


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
    occurrence_ids)``. ``time_pools(session, timing, starts)``: the pools of these dates (id -> start) open and close as
    long before it as ``timing`` says. ``hand_pools(session, to_activity_id, occurrence_ids)``: these dates, with their
    pools, belong to another part of the series. ``dates_changed(session, [DateWas])``: each now has another time, place or
    organiser, or is cancelled.
    ``has_registrations(session, occurrence_id)``: whether anybody ever signed up for it (pools of its own).
    ``is_recorded(session, occurrence_id)``: whether its people have been counted.

    Reads, outside of a transaction too: ``count_signed_up(occurrence_ids)``: people who are confirmed or wait, pools of
    the dates' series included; ``list_pools(activity_id, occurrence_id)``: the pools of one date, or (None) of the whole
    series or of its latest date; without their instants of opening and closing."""

    save_pools: Callable[[Session, int, Sequence[int], Sequence[PoolWanted]], None] = _nothing
    copy_pools: Callable[[Session, int, int, Sequence[int]], None] = _nothing
    time_pools: Callable[[Session, SignupPools, Mapping[int, datetime]], None] = _nothing
    hand_pools: Callable[[Session, int, Sequence[int]], None] = _nothing
    dates_changed: Callable[[Session, Sequence[DateWas]], None] = _nothing
    has_registrations: Callable[[Session, int], bool] = _no
    is_recorded: Callable[[Session, int], bool] = _no
    count_signed_up: Callable[[Sequence[int]], int] = _nobody
    list_pools: Callable[[int, int | None], Sequence[PoolWanted]] = _no_pools


hooks = Hooks()
