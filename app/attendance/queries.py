"""Reads of the counts: records, presses at the door, dates that wait for a record, members, hosts' links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select

from app import clock
from app.activities.queries import OccurrenceFact, arranged_within, select_occurrences
from app.activities.rules import ActivityState, OccurrenceState
from app.attendance.rules.door import Tally, tally
from app.attendance.rules.statement import Statement
from app.attendance.tables import Arrival, AttendanceCount, AttendanceRecord, GroupMembers, HostLink
from app.db import fetch, reading

COUNTED_STATES = (ActivityState.PUBLISHED, ActivityState.WITHDRAWN)
Scope = frozenset[int] | None


@dataclass(frozen=True)
class RecordFact:
    """The signed record of one date. ``categories`` holds what was stated; the rest of the total is not stated."""

    id: int
    occurrence_id: int
    total: int
    method: str
    visit_count: int | None
    call_count: int | None
    loans: int | None
    hours: Decimal | None
    group_name: str
    saved_by_id: int | None
    saved_by_link_id: int | None
    revision: int
    saved_at: datetime
    categories: dict[str, int]

    @property
    def statement(self) -> Statement:
        return Statement(
            self.total, self.categories, self.method, self.visit_count, self.call_count, self.loans, self.hours,
            self.group_name,
        )  # fmt: skip


@dataclass(frozen=True)
class HostLinkFact:
    id: int
    code: str
    activity_id: int
    label: str
    generation: int
    pin_hash: str
    wrong_pins: int
    locked_until: datetime | None
    created_at: datetime
    revoked_at: datetime | None


def find_records(occurrence_ids: Iterable[int]) -> dict[int, RecordFact]:
    """Occurrence id -> its record, for the dates that have one (one statement)."""
    r, c = AttendanceRecord, AttendanceCount
    statement = (
        select(
            r.id, r.occurrence_id, r.total, r.method, r.visit_count, r.call_count, r.loans, r.hours, r.group_name,
            r.saved_by_id, r.saved_by_link_id, r.revision, r.saved_at, c.category, c.heads,
        )
        .outerjoin(c, c.record_id == r.id)
        .where(r.occurrence_id.in_(set(occurrence_ids)))
    )  # fmt: skip
    facts: dict[int, RecordFact] = {}
    for row in fetch(statement):
        columns: Any = (*row[:-2], {})
        fact = facts.setdefault(row.occurrence_id, RecordFact(*columns))
        if row.category is not None:
            fact.categories[row.category] = row.heads
    return facts


def find_record(occurrence_id: int) -> RecordFact | None:
    """The record of a date, or None: nobody has stated anything yet, which is not zero."""
    return find_records([occurrence_id]).get(occurrence_id)


def press_sums(occurrence_id: int) -> dict[str | None, int]:
    """Category (None: the total itself; a channel: visits or calls) -> sum of the presses of a date."""
    statement = select(Arrival.category, func.sum(Arrival.delta)).where(Arrival.occurrence_id == occurrence_id)
    return {key: int(total) for key, total in fetch(statement.group_by(Arrival.category))}


def find_tally(occurrence_id: int, channels: Iterable[str] = ()) -> Tally:
    """The heads pressed at the door of a date."""
    return tally(press_sums(occurrence_id), channels)


def was_pressed(nonce: str) -> bool:
    """Whether a press with this nonce has been counted."""
    return reading().scalar(select(Arrival.id).where(Arrival.nonce == nonce)) is not None


def list_today(scope: Scope) -> list[OccurrenceFact]:
    """Today's dates (Stockholm) of published activities in ``scope`` (None: all), by start, cancelled ones too."""
    statement = select_occurrences()
    c = statement.selected_columns
    todays = (c.starts_on == clock.today(), c.activity_state == ActivityState.PUBLISHED, arranged_within(scope))
    return _facts(statement.where(*todays).order_by(c.starts_at, c.id))


def list_unrecorded(scope: Scope, limit: int, offset: int = 0) -> list[OccurrenceFact]:
    """Dates in ``scope`` that have ended, were not cancelled and have no record, the oldest first."""
    statement = _unrecorded(scope)
    c = statement.selected_columns
    return _facts(statement.order_by(c.starts_at, c.id).limit(limit).offset(offset))


def count_unrecorded(scope: Scope) -> int:
    """How many dates ``list_unrecorded`` would list without a limit."""
    statement = _unrecorded(scope)
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return reading().scalar(counted) or 0


def list_between(root_id: int, since: datetime, until: datetime) -> list[OccurrenceFact]:
    """Dates of a root series that start in [since, until) (UTC), by start, cancelled ones too."""
    statement = select_occurrences()
    c = statement.selected_columns
    statement = statement.where(c.root_id == root_id, c.starts_at >= since, c.starts_at < until)
    return _facts(statement.order_by(c.starts_at, c.id))


def find_last_of_root(activity_id: int) -> OccurrenceFact | None:
    """The date of a series' root (all its parts) that ends last; None where it has no dates."""
    dates, own = select_occurrences(), select_occurrences()
    c, mine = dates.selected_columns, own.selected_columns
    roots = own.where(mine.activity_id == activity_id).with_only_columns(mine.root_id, maintain_column_froms=True)
    found = _facts(dates.where(c.root_id.in_(roots)).order_by(c.ends_at.desc()).limit(1))
    return found[0] if found else None


def find_members(root_id: int) -> dict[str, int]:
    """Category -> different people of a group; empty where the host has not stated them."""
    statement = select(GroupMembers.category, GroupMembers.heads).where(GroupMembers.root_id == root_id)
    return {category: heads for category, heads in fetch(statement)}


def highest_heads(root_id: int) -> dict[str, int]:
    """Category -> the highest head count of one date of a root series: what the host is proposed as members."""
    dates = select_occurrences()
    c = dates.selected_columns
    ids = dates.where(c.root_id == root_id).with_only_columns(c.id, maintain_column_froms=True)
    statement = (
        select(AttendanceCount.category, func.max(AttendanceCount.heads))
        .join(AttendanceRecord, AttendanceRecord.id == AttendanceCount.record_id)
        .where(AttendanceRecord.occurrence_id.in_(ids))
        .group_by(AttendanceCount.category)
    )
    return {category: heads for category, heads in fetch(statement)}


def find_host_link(code: str) -> HostLinkFact | None:
    """A host's link by its code, revoked or not."""
    row = fetch(_links().where(HostLink.code == code)).one_or_none()
    return HostLinkFact(*row) if row else None


def list_host_links(activity_id: int) -> list[HostLinkFact]:
    """The open links of a series, newest first."""
    statement = _links().where(HostLink.activity_id == activity_id, HostLink.revoked_at.is_(None))
    return [HostLinkFact(*row) for row in fetch(statement.order_by(HostLink.created_at.desc()))]


def _links() -> Select[*tuple[Any, ...]]:
    h = HostLink
    return select(
        h.id, h.code, h.activity_id, h.label, h.generation, h.pin_hash, h.wrong_pins, h.locked_until, h.created_at,
        h.revoked_at,
    )  # fmt: skip


def _unrecorded(scope: Scope) -> Select[*tuple[Any, ...]]:
    statement = select_occurrences()
    c = statement.selected_columns
    recorded = select(AttendanceRecord.id).where(AttendanceRecord.occurrence_id == c.id)
    return statement.where(
        c.ends_at < clock.now(), c.state == OccurrenceState.SCHEDULED, c.activity_state.in_(COUNTED_STATES),
        arranged_within(scope), ~recorded.exists(),
    )  # fmt: skip


def _facts(statement: Select[*tuple[Any, ...]]) -> list[OccurrenceFact]:
    return [OccurrenceFact(*row) for row in fetch(statement)]
