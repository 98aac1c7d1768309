"""Reads of the outbox, for the admin: states and masked addresses, never a text."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.db import fetch, reading
from app.messages.rules import mask
from app.messages.tables import Message


@dataclass(frozen=True)
class OutboxLine:
    code: str
    kind: str
    language: str
    recipient: str
    state: str
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None
    problem: str


def list_outbox(state: str, page: int, size: int = 50) -> list[OutboxLine]:
    """One page of the outbox, newest first; ``state`` empty: all."""
    m = Message
    statement = select(
        m.code, m.kind, m.language, m.recipient, m.state, m.attempts, m.created_at, m.next_attempt_at, m.sent_at, m.problem
    ).order_by(m.id.desc())  # fmt: skip
    if state:
        statement = statement.where(m.state == state)
    rows = reading().execute(statement.limit(size).offset((page - 1) * size))
    return [OutboxLine(**{**row._asdict(), "recipient": mask(row.recipient)}) for row in rows]


def count_progress(prefix: str) -> dict[str, int]:
    """State -> number of the messages whose dedupe key begins with ``prefix``."""
    m = Message
    rows = fetch(
        select(m.state, func.count()).where(m.dedupe_key.startswith(prefix, autoescape=True)).group_by(m.state)
    )
    return {state: count for state, count in rows}


def find_oldest_due() -> datetime | None:
    """Since when the longest-waiting mail has been due; None where nothing waits."""
    due = select(func.min(Message.next_attempt_at)).where(Message.state.in_(["pending", "sending"]))
    return reading().scalar(due)


def count_by_state() -> dict[str, int]:
    """State -> number of messages."""
    rows = reading().execute(select(Message.state, func.count()).group_by(Message.state))
    return {state: count for state, count in rows}
