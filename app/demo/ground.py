"""Rows of what everything stands on: organisations, places, rooms and staff."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from app import clock
from app.demo.chance import Chance
from app.demo.content import Arranger, Content, Venue
from app.demo.rules import Window
from app.schedule.hours import Hours, HoursException

Row = dict[str, Any]
Batch = tuple[str, list[Row]]
ASSOCIATION_DOMAIN, STAFF_DOMAIN = "example.org", "samspel.example"
LAID_OUT = timedelta(days=400)  # before the first date
SUMMER = "Sommarstängt"


@dataclass
class Ids:
    """The next free id of each table."""

    free: dict[str, int]

    def take(self, table: str) -> int:
        taken = self.free.get(table, 1)
        self.free[table] = taken + 1
        return taken


@dataclass
class Ground:
    """Ids by the content's keys. ``units`` come with the plan and are known before."""

    organisations: dict[str, int]
    venues: dict[str, int] = field(default_factory=dict)
    rooms: dict[tuple[str, str], int] = field(default_factory=dict)
    editors: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """What every row is made from."""

    content: Content
    ids: Ids
    seed: int
    window: Window

    @property
    def now(self) -> datetime:
        return self.window.now

    @property
    def laid_out(self) -> datetime:
        """The instant at which organisations, places and staff were there."""
        return clock.day_start(self.window.first) - LAID_OUT


def lay(site: Site, ground: Ground, hashed: str) -> Iterator[Batch]:
    """Organisations, places, rooms, users and memberships; fills ``ground``. ``hashed``: everybody's password."""
    chance = Chance(site.seed, "ground")
    yield "organisation", [_organisation(site, ground, chance, one) for one in site.content.arrangers]
    yield "place", [_place(site, ground, chance, one) for one in site.content.venues]
    yield "room", [row for one in site.content.venues for row in _rooms(site, ground, chance, one)]
    yield "room_guest", [row for one in site.content.venues for row in _guests(ground, one)]
    people = [*_sign_ins(site, hashed), *_editors(site)]
    users, memberships = [], []
    for person in people:
        key = person.pop("organisation", None)
        role = person.pop("role")
        user = site.ids.take("staff_user")
        made = {"created_at": site.laid_out, "disabled_at": None, "gets_rounds": True}
        users.append({"id": user, "code": chance.code(), **made, **person})
        organisation = ground.organisations[key] if key else None
        membership = site.ids.take("membership")
        memberships.append({"id": membership, "user_id": user, "organisation_id": organisation, "role": role})
        if key:
            ground.editors.setdefault(key, user)
            ground.contacts.setdefault(key, (person["name"], person["email"], _landline(chance)))
    yield "staff_user", users
    yield "membership", memberships


def _organisation(site: Site, ground: Ground, chance: Chance, one: Arranger) -> Row:
    ground.organisations[one.key] = site.ids.take("organisation")
    return {
        "id": ground.organisations[one.key],
        "code": chance.code(),
        "kind": one.kind,
        "name": one.name,
        "description": one.description,
        "unit_key": None,
        "part_of_unit": one.part_of_unit,
        "board": one.board,
        "email": one.email,
        "phone": _landline(chance),
        "website": "",
        "state": "approved",
        "trusted": not one.untrusted,
        "created_at": site.laid_out,
    }


def _place(site: Site, ground: Ground, chance: Chance, one: Venue) -> Row:
    ground.venues[one.key] = site.ids.take("place")
    return {
        "id": ground.venues[one.key],
        "code": chance.code(),
        "key": one.key,
        "name": one.name,
        "organisation_id": ground.organisations[one.organisation],
        "address": one.address,
        "postcode": one.postcode,
        "town": one.town,
        "latitude": one.at[0],
        "longitude": one.at[1],
        "accessibility": one.accessibility,
        "directions": one.directions,
        "hours": _hours(one, site.window.today),
        "opening_hours": one.opening_hours,
        "closed": False,
        "created_at": site.laid_out,
    }


def _hours(one: Venue, today: date) -> Hours:
    """The week, and the closed days of this summer and the next."""
    if one.summer is None:
        return one.hours
    summers = (_summer(year, *one.summer) for year in (today.year, today.year + 1))
    return replace(one.hours, exceptions=tuple(summers))


def _summer(year: int, first: str, last: str) -> HoursException:
    return HoursException(date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"), why=SUMMER)


def _rooms(site: Site, ground: Ground, chance: Chance, one: Venue) -> Iterator[Row]:
    for room in one.rooms:
        ground.rooms[one.key, room.name] = site.ids.take("room")
        yield {
            "id": ground.rooms[one.key, room.name],
            "code": chance.code(),
            "place_id": ground.venues[one.key],
            "name": room.name,
            "capacity": room.capacity,
            "equipment": room.equipment,
            "directions": {},
            "closed": False,
            "hours": room.hours,
            "open_to": room.open_to,
            "at_once": room.at_once,
            "rules": room.rules,
        }


def _guests(ground: Ground, one: Venue) -> Iterator[Row]:
    for room in one.rooms:
        for key in room.guests:
            yield {"room_id": ground.rooms[one.key, room.name], "organisation_id": ground.organisations[key]}


def _sign_ins(site: Site, hashed: str) -> Iterator[Row]:
    for entry in site.content.staff["sign_ins"]:
        yield {**entry, "password_hash": hashed, "language": "sv"}


def _editors(site: Site) -> Iterator[Row]:
    """One person in each further organisation; without a password nobody can sign in as them."""
    taken = {entry.get("organisation") for entry in site.content.staff["sign_ins"]}
    editors: Mapping[str, str] = site.content.staff["unit_editors"]
    everybody = {one.key: one.editor for one in site.content.arrangers} | dict(editors)
    for key, name in everybody.items():
        if key not in taken:
            address = f"{key}.editor@{ASSOCIATION_DOMAIN}"
            row = {"email": address, "name": name, "password_hash": None, "language": "sv"}
            yield {**row, "role": "editor", "organisation": key}


def _landline(chance: Chance) -> str:
    """A number of the series that Sweden keeps free for invented people (040-628 04 00 to 99)."""
    return f"040-628 04 {chance.between(0, 99):02d}"
