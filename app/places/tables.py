"""Rows of the places and rooms."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, String, UniqueConstraint

from app.db import At, Base, Code, Key, LabelSet, Mapped, TextIn, WeeklyHours, mapped_column
from app.places.rules import OpenTo


class Place(Base):
    """A meeting place; ``key`` is its readable name in URLs. ``organisation_id`` is who looks after it."""

    __tablename__ = "place"

    id: Mapped[Key]
    code: Mapped[Code]
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    address: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    town: Mapped[str] = mapped_column(String(80), default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    accessibility: Mapped[LabelSet]  # keys of places.rules.AccessibilityFact that are true
    directions: Mapped[TextIn]  # how to get there
    hours: Mapped[WeeklyHours]
    opening_hours: Mapped[TextIn]  # what is to be said besides
    closed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]


class Room(Base):
    """A room of a place, with its capacity in persons (none where nobody has counted). ``hours`` of its own: see
    ``rules.effective_hours``; ``at_once``: what is asked for is approved at once."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("place_id", "name"), CheckConstraint("capacity > 0", name="capacity_positive"))

    id: Mapped[Key]
    code: Mapped[Code]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None]
    equipment: Mapped[LabelSet]  # keys of places.rules.Equipment
    directions: Mapped[TextIn]
    closed: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[WeeklyHours]
    open_to: Mapped[str] = mapped_column(String(10), default=OpenTo.APPROVED)
    at_once: Mapped[bool] = mapped_column(default=False)
    rules: Mapped[TextIn]


class RoomGuest(Base):
    """An organisation that may ask for a room which is open to some."""

    __tablename__ = "room_guest"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
