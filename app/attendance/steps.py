"""Writes of the counts inside an open transaction."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app import clock
from app.activities.queries import OccurrenceFact, get_occurrence, lock_occurrence
from app.attendance.hooks import hooks
from app.attendance.queries import RecordFact, find_record
from app.attendance.rules.moments import (
    DateFacts,
    check_reason,
    check_recordable,
    check_revision,
    days_of,
    wants_reason,
)
from app.attendance.rules.statement import Statement, check_statement, counts_groups
from app.attendance.tables import Arrival, AttendanceCount, AttendanceRecord
from app.audit import steps as audit
from app.plan import queries as plan


@dataclass(frozen=True)
class Signer:
    """Who signs: somebody of the staff, or a host by a link. ``corrects``: the coordinator, who always gives a reason."""

    user_id: int | None = None
    link_id: int | None = None
    corrects: bool = False


def is_recorded(_session: Session, occurrence_id: int) -> bool:
    """Whether a date has a record (a hook of the activities)."""
    return find_record(occurrence_id) is not None


def hold(occurrence_code: str) -> OccurrenceFact:
    """The date, read after it was locked: whoever cancelled it meanwhile is done. Raises NoSuchOccurrence."""
    lock_occurrence(get_occurrence(occurrence_code).id)
    return get_occurrence(occurrence_code)


def date_facts(date: OccurrenceFact) -> DateFacts:
    """What decides whether a date can be counted."""
    return DateFacts(date.starts_at, date.ends_at, date.state, date.activity_state)


def sign(
    session: Session, occurrence_code: str, statement: Statement, signer: Signer, revision: int = 0, reason: str = ""
) -> int:
    """Sign the statement about a date, or change it; returns the record's revision.

    ``revision`` is the one that the form was made from (0: none). Sending the same again changes nothing.
    Raises what ``check_statement`` and ``check_recordable`` raise, NoSuchOccurrence, RecordChanged, ReasonWanted.
    """
    date = hold(occurrence_code)
    kind = plan.get_type(date.type_key)
    now = clock.now()
    check_recordable(date_facts(date), now)
    names_group = counts_groups(kind, plan.list_indicators())
    whole = check_statement(statement, kind, names_group, days_of(date.starts_at, date.ends_at))
    before = find_record(date.id)
    if before is not None and before.revision == revision + 1 and before.statement == whole:
        return before.revision
    check_revision(revision, before.revision if before else 0)
    check_reason(reason, wants_reason(before is not None, date.ends_at, now, signer.corrects))
    written = write_record(session, date.id, whole, signer)
    log_record(session, date, signer, (before, written, whole), reason)
    hooks.recorded(session, date.id)
    return written


def write_presses(session: Session, fixed: dict[str, Any], nonce: str, deltas: list[int]) -> None:
    """Store presses; all but the first carry the nonce with their number."""
    nonces = [nonce, *(f"{nonce}:{place}" for place in range(1, len(deltas)))]
    session.execute(
        insert(Arrival), [{**fixed, "nonce": one, "delta": delta} for one, delta in zip(nonces, deltas, strict=True)]
    )


def write_record(session: Session, occurrence_id: int, statement: Statement, signer: Signer) -> int:
    """Write the record of a date, or its next revision; returns the revision."""
    found = session.scalar(select(AttendanceRecord).where(AttendanceRecord.occurrence_id == occurrence_id))
    record = found or AttendanceRecord(occurrence_id=occurrence_id, revision=0)
    record.total, record.method = statement.total, statement.method
    record.visit_count, record.call_count = statement.visit_count, statement.call_count
    record.loans, record.hours, record.group_name = statement.loans, statement.hours, statement.group_name
    record.saved_by_id, record.saved_by_link_id = signer.user_id, signer.link_id
    record.revision, record.saved_at = record.revision + 1, clock.now()
    session.add(record)
    session.flush()
    session.execute(delete(AttendanceCount).where(AttendanceCount.record_id == record.id))
    for category, heads in statement.categories.items():
        session.add(AttendanceCount(record_id=record.id, category=category, heads=heads))
    session.flush()
    return record.revision


def log_record(
    session: Session, date: OccurrenceFact, signer: Signer,
    change: tuple[RecordFact | None, int, Statement], reason: str,
) -> None:  # fmt: skip
    """Log a record that was signed or changed: (before, revision, statement), and why."""
    before, revision, statement = change
    after = {**_numbers(statement), "revision": revision, **({"reason": reason.strip()} if reason.strip() else {})}
    action = "recorded" if before is None else "corrected"
    earlier = _numbers(before.statement) if before else {}
    audit.record(session, actor(signer), action, ("attendance", date.code), earlier, after)


def _numbers(statement: Statement) -> dict[str, Any]:
    """The figures of a statement for the log, without the group's name."""
    figures = {
        "total": statement.total, **statement.categories, "visit_count": statement.visit_count,
        "call_count": statement.call_count, "loans": statement.loans,
        "hours": None if statement.hours is None else str(statement.hours),
    }  # fmt: skip
    return {name: value for name, value in figures.items() if value is not None}


def actor(signer: Signer) -> int | Literal["host"]:
    """Who the log names: the staff user, or a host."""
    return signer.user_id if signer.user_id is not None else "host"
