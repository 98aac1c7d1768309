"""Rows of the outbox and of the daily rounds."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, Index, String, Text, false, text

from app.db import At, Base, Code, Key, Mapped, mapped_column


class Message(Base):
    """A mail to send. ``about``: ids of what it is about; the text is made when it is delivered and never kept.
    ``body``: only what a person wrote for it (a message from the organiser), erased when sent."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_next_attempt_at", "state", "next_attempt_at"),
        Index("ix_message_sent_at", "sent_at"),
        Index(
            "uq_message_gathering",
            "recipient",
            "language",
            "kind",
            unique=True,
            postgresql_where=text("gathers"),
            sqlite_where=text("gathers"),
        ),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    dedupe_key: Mapped[str] = mapped_column(String(200), unique=True)
    recipient: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(40))
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    body: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="pending")  # pending | sending | sent | failed | dropped
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[At]
    created_at: Mapped[At]
    sent_at: Mapped[At | None]
    problem: Mapped[str] = mapped_column(String(300), default="")
    gathers: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # takes in further news until it is due


class Round(Base):
    """How far a daily round has come: ``done_on`` is the last day whose dates were looked at."""

    __tablename__ = "message_round"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    done_on: Mapped[date] = mapped_column(Date)
