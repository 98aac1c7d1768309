"""Reads of the audit log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.audit.tables import AuditEntry
from app.db import reading


@dataclass(frozen=True)
class EntryFact:
    at: datetime
    actor_kind: str
    actor_id: int | None
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def find_last_at() -> datetime | None:
    """When anything was logged last (UTC); None of an empty log."""
    return reading().execute(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1)).scalar_one_or_none()


def find_last(thing: str, code: str, action: str) -> EntryFact | None:
    """When this was done to the thing last, and by whom."""
    e = AuditEntry
    statement = select(e.at, e.actor_kind, e.actor_id, e.action, e.before, e.after)
    statement = statement.where(e.thing == thing, e.thing_code == code, e.action == action)
    row = reading().execute(statement.order_by(e.id.desc()).limit(1)).one_or_none()
    return EntryFact(*row) if row else None


def list_entries(thing: str, code: str) -> list[EntryFact]:
    """What has been done to one thing, newest first."""
    e = AuditEntry
    statement = select(e.at, e.actor_kind, e.actor_id, e.action, e.before, e.after)
    statement = statement.where(e.thing == thing, e.thing_code == code).order_by(e.id.desc())
    return [EntryFact(*row) for row in reading().execute(statement)]
