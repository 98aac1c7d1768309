"""Reads of the audit log."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, String, and_, bindparam, or_, select

from app.audit.tables import AuditEntry
from app.db import fetch, reading


@dataclass(frozen=True)
class EntryFact:
    at: datetime
    actor_kind: str
    actor_id: int | None
    action: str
    before: dict[str, Any]
    after: dict[str, Any]
    thing_code: str


def find_last_at() -> datetime | None:
    """When anything was logged last (UTC); None of an empty log."""
    return reading().execute(select(AuditEntry.at).order_by(AuditEntry.id.desc()).limit(1)).scalar_one_or_none()


def find_last(thing: str, code: str, action: str) -> EntryFact | None:
    """When this was done to the thing last, and by whom."""
    e = AuditEntry
    found = _list(_entries().where(e.thing == thing, e.thing_code == code, e.action == action).limit(1))
    return found[0] if found else None


def list_entries(thing: str, code: str) -> list[EntryFact]:
    """What has been done to one thing, newest first."""
    e = AuditEntry
    return _list(_entries().where(e.thing == thing, e.thing_code == code))


def list_latest(things: Mapping[str, Collection[str]], actions: Collection[str], most: int) -> list[EntryFact]:
    """The latest ``most`` of these actions on these things (kind to codes), newest first."""
    given = {"actions": list(actions), "most": most, **{thing: list(codes) for thing, codes in things.items()}}
    return _list(_latest(tuple(things)), given)


def _entries() -> Select[*tuple[Any, ...]]:
    e = AuditEntry
    columns = select(e.at, e.actor_kind, e.actor_id, e.action, e.before, e.after, e.thing_code)
    return columns.order_by(e.id.desc())


@cache
def _latest(things: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """Made once for each choice of things: the pages that tell what has happened ask for it each time."""
    e = AuditEntry
    codes = {thing: bindparam(thing, type_=String, expanding=True) for thing in things}
    of_them = or_(*[and_(e.thing == thing, e.thing_code.in_(these)) for thing, these in codes.items()])
    return (
        _entries()
        .where(of_them, e.action.in_(bindparam("actions", expanding=True)))
        .limit(bindparam("most", type_=Integer))
    )


def _list(statement: Select[*tuple[Any, ...]], given: Mapping[str, Any] | None = None) -> list[EntryFact]:
    return [EntryFact(*row) for row in fetch(statement, given)]
