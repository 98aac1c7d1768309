"""Rows of the pools and registrations."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, true

from app.db import At, Base, Code, Key, LabelSet, Mapped, mapped_column


class SeatPool(Base):
    """The places of one role, for one date or (``occurrence_id`` none) for the whole series.

    ``capacity`` none: no limit. ``waiting_capacity`` none: no limit on the queue; 0: no queue.
    ``closes_at`` none: at the start (of the date; of the series' second date)."""

    __tablename__ = "seat_pool"
    __table_args__ = (
        UniqueConstraint("activity_id", "occurrence_id", "role"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("waiting_capacity >= 0", name="waiting_capacity_not_negative"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), index=True)
    role: Mapped[str] = mapped_column(String(20), default="participant")  # participant | learner | speaker
    capacity: Mapped[int | None]
    waiting_capacity: Mapped[int | None]
    opens_at: Mapped[At | None]
    closes_at: Mapped[At | None]
    position: Mapped[int] = mapped_column(default=0)


class Registration(Base):
    """One party in one pool. The own-page code is derived by HMAC from ``nonce`` and ``generation``; only its keyed
    hash is stored. The queue is ordered by ``queued_at``, then ``id``."""

    __tablename__ = "registration"
    __table_args__ = (
        Index("ix_registration_pool_state", "pool_id", "state", "party_size"),
        CheckConstraint("party_size > 0", name="party_size_positive"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pool.id"))
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    party_size: Mapped[int]
    needs: Mapped[LabelSet]
    state: Mapped[str] = mapped_column(String(10))  # confirmed | waiting | cancelled
    generation: Mapped[int] = mapped_column(default=0)
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    own_code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    by_staff: Mapped[bool] = mapped_column(default=False)
    wants_next: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # a mail with the next dates afterwards
    reminded: Mapped[bool] = mapped_column(default=True, server_default=true())  # the day before; they can stop that
    to_tell: Mapped[str] = mapped_column(String(10), default="")  # what the host must say to whom we cannot message
    created_at: Mapped[At]
    queued_at: Mapped[At]
    changed_at: Mapped[At]
