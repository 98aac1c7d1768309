"""Rows of the audit log. The database refuses every update (triggers in the first migration)."""

from typing import Any

from sqlalchemy import JSON, Index, String

from app.db import At, Base, Key, Mapped, mapped_column


class AuditEntry(Base):
    """``actor_id`` is the staff user; none for the system, a host's link or a resident (``actor_kind``)."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_thing", "thing", "thing_code"),)

    id: Mapped[Key]
    at: Mapped[At]
    actor_kind: Mapped[str] = mapped_column(String(10))  # staff | host | resident | system
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(40))
    thing_code: Mapped[str] = mapped_column(String(40))
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
