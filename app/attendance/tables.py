"""Rows of the counts. Categories are tallies of a date, never tied to a person."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint

from app.db import At, Base, Code, Key, Mapped, mapped_column


class Arrival(Base):
    """One press of plus or minus at the door; append-only. ``category`` none moves the total itself."""

    __tablename__ = "arrival"
    __table_args__ = (
        CheckConstraint("delta in (-1, 1)", name="delta_one"),
        Index("ix_arrival_occurrence", "occurrence_id", "category", "delta"),
    )

    id: Mapped[Key]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"))
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    category: Mapped[str | None] = mapped_column(String(40))
    delta: Mapped[int]
    source: Mapped[str] = mapped_column(String(10), default="staff")  # staff | self | import
    created_at: Mapped[At]


class AttendanceRecord(Base):
    """The official statement about one date; no record is not zero. ``hours`` in hours with two decimals."""

    __tablename__ = "attendance_record"
    __table_args__ = (
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("loans >= 0", name="loans_not_negative"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
        CheckConstraint("visit_count >= 0 and call_count >= 0", name="channels_not_negative"),
        CheckConstraint("visit_count is null or visit_count + call_count = total", name="channels_are_total"),
    )

    id: Mapped[Key]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrence.id"), unique=True)
    total: Mapped[int]
    method: Mapped[str] = mapped_column(String(14), default="estimated")  # self_declared | estimated
    visit_count: Mapped[int | None]
    call_count: Mapped[int | None]
    loans: Mapped[int | None]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    group_name: Mapped[str] = mapped_column(String(120), default="")
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    saved_by_link_id: Mapped[int | None] = mapped_column(ForeignKey("host_link.id"))
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[At]


class AttendanceCount(Base):
    """Heads of one category of one record."""

    __tablename__ = "attendance_count"
    __table_args__ = (CheckConstraint("heads >= 0", name="heads_not_negative"),)

    record_id: Mapped[int] = mapped_column(ForeignKey("attendance_record.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    heads: Mapped[int]


class GroupMembers(Base):
    """Different people in a dialogue group (its root series), one row a category, stated once by the host."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("root_id", "category"), CheckConstraint("heads >= 0", name="heads_not_negative"))

    id: Mapped[Key]
    root_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    category: Mapped[str] = mapped_column(String(40))
    heads: Mapped[int]
    stated_at: Mapped[At]


class HostLink(Base):
    """A link and a PIN with which a volunteer counts the dates of one series, until the editor revokes it."""

    __tablename__ = "host_link"

    id: Mapped[Key]
    code: Mapped[Code]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    label: Mapped[str] = mapped_column(String(80), default="")
    generation: Mapped[int] = mapped_column(default=0)
    pin_hash: Mapped[str] = mapped_column(String(200))
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[At | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    created_at: Mapped[At]
    revoked_at: Mapped[At | None]
