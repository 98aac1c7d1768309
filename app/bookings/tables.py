"""Rows of the bookings."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from app.db import At, Base, Code, Key, Mapped, mapped_column

NO_OVERLAP = "ex_room_booking_no_overlap"


class RoomBooking(Base):
    """A room from one instant to another, within a day. ``organisation_id``: who has it. ``series``: what was asked for
    together. For an occurrence, its booking follows it; a visit knows its booking itself.

    *Law:* approved bookings of one room never overlap: the exclusion constraint here, a trigger on SQLite."""

    __tablename__ = "room_booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_room_booking_room", "room_id", "starts_at", "ends_at", "state"),
        Index("ix_room_booking_state", "state", "starts_at"),
        ExcludeConstraint(
            ("room_id", "="),
            (func.tstzrange(text("starts_at"), text("ends_at")), "&&"),
            where=text("state = 'approved'"),
            using="gist",
            name=NO_OVERLAP,
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    starts_at: Mapped[At]
    ends_at: Mapped[At]
    state: Mapped[str] = mapped_column(String(10))  # requested | approved | declined | cancelled
    kind: Mapped[str] = mapped_column(String(10))  # occurrence | visit | own | blocking
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    series: Mapped[str] = mapped_column(String(8), index=True)
    purpose: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[int | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    asked_at: Mapped[At]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    decided_at: Mapped[At | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[At]


class CalendarFeed(Base):
    """How often the secret address of a calendar was changed; ``key`` names the calendar. No row: never."""

    __tablename__ = "calendar_feed"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    generation: Mapped[int] = mapped_column(default=0)
