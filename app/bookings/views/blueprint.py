"""Where the pages of room bookings live, and what several of them share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _

from app.bookings import queries
from app.bookings.hooks import Named
from app.bookings.naming import Nameable, name_all, title_of
from app.bookings.queries import BookingFact
from app.bookings.rules import KIND_NAMES, BookingKind, NoSuchBooking
from app.languages import Text
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.organisations.rules import State
from app.places import queries as places
from app.places.queries import PlaceFact, RoomFact
from app.places.rules import NoSuchRoom, may_ask
from app.settings import settings
from app.web.access import Permission, staff
from app.web.locale import current_language

blueprint = Blueprint("bookings", __name__)


@blueprint.before_request
def only_where_rooms_are_booked_here() -> None:
    """Where the municipality books its rooms in another system, none of this is there."""
    if not settings().room_booking:
        abort(404)


def open_room(code: str) -> RoomFact:
    """A room that can be booked. Raises NoSuchRoom."""
    found = places.get_room(code)
    if found.closed:
        raise NoSuchRoom
    return found


def looks_after(room: RoomFact) -> bool:
    """Whether the one who is signed in answers for the bookings of the room."""
    return is_within(room.house_id, staff().scope(Permission.ROOMS_APPROVE))


def own_room(code: str) -> RoomFact:
    """A room whose bookings the one who is signed in answers for; any other looks as if it were not there. Raises
    NoSuchRoom."""
    found = open_room(code)
    if not looks_after(found):
        raise NoSuchRoom
    return found


def own_rooms() -> list[RoomFact]:
    """All rooms whose bookings they answer for."""
    return [room for room in places.list_rooms() if looks_after(room)]


def is_within(organisation_id: int | None, scope: frozenset[int] | None) -> bool:
    """Whether ``scope`` (None: all) holds an organisation."""
    return scope is None or organisation_id in scope


def works_for(organisation_id: int | None) -> bool:
    """Whether the one who is signed in books rooms for an organisation."""
    return is_within(organisation_id, staff().scope(Permission.ROOMS_ASK))


def askers(room: RoomFact) -> list[OrganisationFact]:
    """Those of their organisations that may ask for the room, by name."""
    scope = staff().scope(Permission.ROOMS_ASK) or frozenset()
    return [one for one in _members(scope) if _may_ask(one, room)]


def rooms_for(organisation: OrganisationFact, place_id: int) -> list[RoomFact]:
    """The rooms of a place that an organisation may ask for."""
    return [room for room in places.list_rooms(place_id) if _may_ask(organisation, room)]


def askable(rooms: Iterable[RoomFact]) -> set[int]:
    """The ids of those of the rooms that they may ask for."""
    members = _members(staff().scope(Permission.ROOMS_ASK) or frozenset())
    return {room.id for room in rooms if any(_may_ask(one, room) for one in members)}


def series_for_reader(code: str) -> list[BookingFact]:
    """What was booked together, as far as they may read it: their own, and what is in rooms that they look after. Raises
    NoSuchBooking."""
    found = queries.list_series(code)
    rooms = {room.id: room for room in places.list_rooms_by_ids({one.room_id for one in found})}
    scope = staff().scope(Permission.ROOMS_READ)
    seen = [one for one in found if is_within(one.organisation_id, scope) or looks_after(rooms[one.room_id])]
    if not seen:
        raise NoSuchBooking
    return seen


def place_of(room: RoomFact) -> PlaceFact:
    """The place that a room is in. Raises NoSuchRoom."""
    found = places.find_place(room.place_id)
    if found is None:
        raise NoSuchRoom
    return found


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """What organisations are called, by their ids."""
    wanted = {one for one in ids if one is not None}
    return {key: one.name for key, one in organisations.find_by_ids(wanted).items()} if wanted else {}


def titles_of(bookings: Sequence[Nameable]) -> dict[int, Text]:
    """What bookings are for, as the reader reads it, by their ids. Two statements at most."""
    names = name_all(bookings)
    return {one.id: words_of(one, names) for one in bookings}


def words_of(one: Nameable, names: Mapping[int, Named]) -> Text:
    """What a booking is for, as the reader reads it; where nothing is said of it, what kind it is."""
    here = current_language()
    said = title_of(one, names, here.code)
    return said or Text(_(KIND_NAMES[BookingKind(one.kind)]), here.code, here.direction, fallback=False)


def page_of(one: BookingFact, names: Mapping[int, Named]) -> str:
    """The page of what it is for, where the reader may open it."""
    named = names.get(one.id)
    permission = Permission.ACTIVITIES_READ if one.kind == BookingKind.OCCURRENCE else Permission.ROOMS_ASK
    if named is None or not named.endpoint or not is_within(one.organisation_id, staff().scope(permission)):
        return ""
    values: dict[str, Any] = dict(named.values)
    return url_for(named.endpoint, **values)


def page_number() -> int:
    """``page`` of the query, 1 unless it is a number of one or more."""
    typed = request.args.get("page", "")
    return int(typed) if typed.isdecimal() and 0 < len(typed) < 7 and int(typed) > 0 else 1


def carried(leaving_out: Sequence[str] = ()) -> list[tuple[str, str]]:
    """What was typed on the page before, for the hidden fields of the next one."""
    never = {"csrf_token", "step", *leaving_out}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in never]


def _members(scope: frozenset[int]) -> list[OrganisationFact]:
    return organisations.list_organisations(scope) if scope else []


def _may_ask(organisation: OrganisationFact, room: RoomFact) -> bool:
    house, guest = organisation.id == room.house_id, organisation.id in room.guests
    return may_ask(room.open_to, house, guest, organisation.state == State.APPROVED)
