"""Reads of the places and rooms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Label, Select, String, and_, bindparam, cast, func, select, type_coerce

from app.db import Ids, fetch, for_update, reading
from app.places.rules import NoSuchPlace, NoSuchRoom, effective_hours
from app.places.tables import Place, Room, RoomGuest
from app.schedule.hours import Hours


@dataclass(frozen=True)
class PlaceFact:
    """``hours``: when it is open; ``opening_hours``: what is to be said of them besides."""

    id: int
    code: str
    key: str
    name: str
    organisation_id: int | None
    address: str
    postcode: str
    town: str
    latitude: float | None
    longitude: float | None
    accessibility: frozenset[str]
    directions: dict[str, str]
    hours: Hours
    opening_hours: dict[str, str]
    closed: bool


@dataclass(frozen=True)
class RoomFact:
    """``guests``: the ids of the organisations that may ask for it where it is open to some;
    ``house_id``: that of whoever looks after its place."""

    id: int
    code: str
    place_id: int
    name: str
    capacity: int | None
    equipment: frozenset[str]
    directions: dict[str, str]
    closed: bool
    own_hours: Hours
    place_hours: Hours
    open_to: str
    at_once: bool
    rules: dict[str, str]
    guests: frozenset[int]
    house_id: int | None

    @property
    def hours(self) -> Hours:
        """When it can be used."""
        return effective_hours(self.own_hours, self.place_hours)


@dataclass(frozen=True)
class PlaceName:
    """What a place is called, and where it is (degrees, WGS 84) where that is known."""

    id: int
    key: str
    name: str
    closed: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Spot:
    """A place with one of its rooms, as a date's page shows it."""

    id: int
    key: str
    name: str
    address: str
    postcode: str
    town: str
    accessibility: frozenset[str]
    directions: dict[str, str]
    room_name: str | None
    room_directions: dict[str, str] | None

    @property
    def in_words(self) -> str:
        """Room, place and address in one line, as a calendar keeps them."""
        whole = [self.room_name, self.name, self.address, f"{self.postcode} {self.town}".strip()]
        return ", ".join(part for part in whole if part)


def get_place(key: str) -> PlaceFact:
    """A place by its readable key. Raises NoSuchPlace."""
    row = fetch(_place_by("key"), {"value": key}).one_or_none()
    if row is None:
        raise NoSuchPlace
    return PlaceFact(*row)


def find_place(place_id: int) -> PlaceFact | None:
    """A place by its id."""
    row = fetch(_place_by("id"), {"value": place_id}).one_or_none()
    return PlaceFact(*row) if row else None


def find_hours(place_id: int) -> Hours:
    """When a place is open, as far as anybody has told; for whoever needs no more of it."""
    return fetch(_hours(), {"place_id": place_id}).scalar_one_or_none() or Hours()


def list_names() -> list[PlaceName]:
    """What all places are called, closed ones too, by name."""
    return [PlaceName(*row) for row in fetch(_names())]


def find_spot(place_id: int, room_id: int | None) -> Spot | None:
    """Where a date is: the place and, where it has one, the room."""
    row = fetch(_spot(), {"place_id": place_id, "room_id": room_id}).one_or_none()
    return Spot(*row) if row else None


def list_places(include_closed: bool = False) -> list[PlaceFact]:
    """All places by name."""
    statement = _select().order_by(func.lower(Place.name), Place.id)
    if not include_closed:
        statement = statement.where(Place.closed.is_(False))
    return [PlaceFact(*row) for row in fetch(statement)]


def list_keys() -> frozenset[str]:
    """The readable keys of all places, closed ones too."""
    return frozenset(reading().scalars(select(Place.key)))


def list_rooms(place_id: int | None = None) -> list[RoomFact]:
    """The open rooms of a place, or of all places, by name."""
    statement = _rooms().where(Room.closed.is_(False)).order_by(Room.place_id, func.lower(Room.name))
    if place_id is not None:
        statement = statement.where(Room.place_id == place_id)
    return [RoomFact(*row) for row in fetch(statement)]


def list_room_names() -> dict[int, str]:
    """What the open rooms of all places are called, by id, for whoever needs no more of them."""
    return {row.id: row.name for row in fetch(select(Room.id, Room.name).where(Room.closed.is_(False)))}


def list_rooms_by_ids(room_ids: Iterable[int]) -> list[RoomFact]:
    """These rooms, those that are no longer used too, by name."""
    return [RoomFact(*row) for row in fetch(_rooms_by_ids(), {"ids": list(set(room_ids))})]


def get_room(code: str) -> RoomFact:
    """A room by its code, one that is no longer used too. Raises NoSuchRoom."""
    row = fetch(_room_by_code(), {"code": code}).one_or_none()
    if row is None:
        raise NoSuchRoom
    return RoomFact(*row)


def lock_rooms(room_ids: Iterable[int]) -> None:
    """Lock the rows of these rooms until the open transaction ends, in the order of their ids, so that what is booked in
    them is written one after the other."""
    wanted = set(room_ids)
    if wanted:
        fetch(_lock(), {"ids": list(wanted)})


@cache
def _hours() -> Select[Hours]:
    return select(Place.hours).where(Place.id == bindparam("place_id"))


@cache
def _lock() -> Select[int]:
    return for_update(select(Room.id).where(Room.id.in_(bindparam("ids", expanding=True))).order_by(Room.id))


@cache
def _room_by_code() -> Select[*tuple[Any, ...]]:
    return _rooms().where(Room.code == bindparam("code"))


@cache
def _rooms_by_ids() -> Select[*tuple[Any, ...]]:
    these = Room.id.in_(bindparam("ids", expanding=True))
    return _rooms().where(these).order_by(Room.place_id, func.lower(Room.name))


@cache
def _names() -> Select[*tuple[Any, ...]]:
    p = Place
    columns = select(p.id, p.key, p.name, p.closed, p.latitude, p.longitude)
    return columns.order_by(func.lower(p.name), p.id)


@cache
def _spot() -> Select[*tuple[Any, ...]]:
    """Made once: a date's page is asked for more often than anything else."""
    p, r = Place, Room
    columns = select(
        p.id, p.key, p.name, p.address, p.postcode, p.town, p.accessibility, p.directions, r.name, r.directions,
    )  # fmt: skip
    room = and_(r.place_id == p.id, r.id == bindparam("room_id"))
    return columns.select_from(p).outerjoin(r, room).where(p.id == bindparam("place_id"))


@cache
def _place_by(column: str) -> Select[*tuple[Any, ...]]:
    return _select().where(getattr(Place, column) == bindparam("value"))


def _select() -> Select[*tuple[Any, ...]]:
    p = Place
    return select(
        p.id, p.code, p.key, p.name, p.organisation_id, p.address, p.postcode, p.town, p.latitude, p.longitude,
        p.accessibility, p.directions, p.hours, p.opening_hours, p.closed,
    )  # fmt: skip


@cache
def _rooms() -> Select[*tuple[Any, ...]]:
    r = Room
    columns = select(
        r.id, r.code, r.place_id, r.name, r.capacity, r.equipment, r.directions, r.closed, r.hours,
        Place.hours.label("place_hours"), r.open_to, r.at_once, r.rules, _guests(),
        Place.organisation_id,
    )  # fmt: skip
    return columns.join(Place, Place.id == r.place_id)


def _guests() -> Label[frozenset[int]]:
    """The ids of the organisations that are chosen for a room, as a column beside it."""
    ids = select(func.aggregate_strings(cast(RoomGuest.organisation_id, String), ","))
    found = ids.where(RoomGuest.room_id == Room.id).correlate(Room).scalar_subquery()
    return type_coerce(found, Ids).label("guest_ids")
