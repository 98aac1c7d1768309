"""Commands of the places and rooms."""

from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.db import command, violated
from app.places.rules import KeyTaken, NoSuchPlace, NoSuchRoom, OpenTo, RoomNameTaken, check_guests
from app.places.tables import Place, Room, RoomGuest
from app.schedule.hours import Hours


@dataclass(frozen=True)
class PlaceInput:
    """What is typed about a place. ``latitude`` and ``longitude`` in degrees (WGS 84)."""

    name: str
    key: str
    organisation_id: int | None = None
    address: str = ""
    postcode: str = ""
    town: str = ""
    latitude: float | None = None
    longitude: float | None = None
    accessibility: frozenset[str] = frozenset()
    directions: dict[str, str] = field(default_factory=dict)
    hours: Hours = field(default_factory=Hours)
    opening_hours: dict[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True)
class RoomInput:
    """What is typed about a room; ``capacity`` in persons, None where nobody has counted. ``hours`` of its own, unknown
    where they are those of the place; ``guests``: the ids of the organisations that may ask for it."""

    name: str
    capacity: int | None = None
    equipment: frozenset[str] = frozenset()
    directions: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    hours: Hours = field(default_factory=Hours)
    open_to: str = OpenTo.APPROVED
    at_once: bool = False
    rules: dict[str, str] = field(default_factory=dict)
    guests: frozenset[int] = frozenset()


@command
def create_place(session: Session, typed: PlaceInput, actor_id: int | None) -> str:
    """Make a place and return its key. Raises KeyTaken."""
    made = Place(created_at=clock.now(), **_columns(typed))
    session.add(made)
    _flush(session)
    audit.record(session, actor_id, "created", ("place", made.key))
    return made.key


@command
def edit_place(session: Session, key: str, typed: PlaceInput, actor_id: int | None) -> str:
    """Change a place and return its (perhaps new) key. Raises NoSuchPlace, KeyTaken."""
    row = _get(session, key)
    changed = _assign(row, _columns(typed))
    _flush(session)
    audit.record(session, actor_id, "edited", ("place", row.key), after={"fields": changed})
    return row.key


@command
def save_room(session: Session, place_key: str, code: str | None, typed: RoomInput, actor_id: int | None) -> str:
    """Make a room of a place (``code`` None) or change it; returns its code. Raises NoSuchPlace, NoSuchRoom,
    RoomNameTaken, NoGuests."""
    place = _get(session, place_key)
    check_guests(typed.open_to, typed.guests)
    row = session.scalars(select(Room).where(Room.code == code, Room.place_id == place.id)).one_or_none()
    if code is not None and row is None:
        raise NoSuchRoom
    row = row or Room(place_id=place.id)
    changed = _assign(row, {name: value for name, value in _columns(typed).items() if name != "guests"})
    session.add(row)
    _flush(session)
    if _choose_guests(session, row.id, typed.guests):
        changed.append("guests")
    audit.record(session, actor_id, "saved", ("room", row.code), after={"fields": changed})
    return row.code


def _choose_guests(session: Session, room_id: int, wanted: frozenset[int]) -> bool:
    """Let exactly these organisations be guests of the room; whether others were before."""
    held = frozenset(session.scalars(select(RoomGuest.organisation_id).where(RoomGuest.room_id == room_id)))
    gone = RoomGuest.organisation_id.in_(held - wanted)
    session.execute(delete(RoomGuest).where(RoomGuest.room_id == room_id, gone))
    session.add_all(RoomGuest(room_id=room_id, organisation_id=new) for new in sorted(wanted - held))
    return wanted != held


def _columns(typed: PlaceInput | RoomInput) -> dict[str, Any]:
    """What is typed, by name; ``asdict`` would take hours apart too."""
    return {one.name: getattr(typed, one.name) for one in fields(typed)}


def _get(session: Session, key: str) -> Place:
    row = session.scalars(select(Place).where(Place.key == key)).one_or_none()
    if row is None:
        raise NoSuchPlace
    return row


def _assign(row: Any, values: dict[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error, "uq_place_key"):
            raise KeyTaken from error
        if violated(error, "uq_room_place_id_name") or violated(error, "uq_room_place_id_room_name"):
            raise RoomNameTaken from error
        raise
