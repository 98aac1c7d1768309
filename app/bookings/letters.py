"""What each mail about rooms is made from, read at delivery; None once there is nothing left to say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.bookings import planning, queries
from app.bookings.hooks import Named
from app.bookings.naming import name_all
from app.bookings.queries import BookingFact
from app.bookings.rules import BookingState
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot

MOST_TOLD = 12  # times that a mail lists
About = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """Facts for the words of a mail. ``times``: the first of those that it is about, of ``number`` in all; ``title``: of the
    date that the room is for, or else empty, and then ``purpose``. ``rivals``: how many other requests are for the same
    times; ``dates``: how many of the times are dates of activities; ``rooms``: room id -> its name, where there are several."""

    series: str
    organisation: str
    title: dict[str, str]
    purpose: str
    people: int | None
    times: tuple[BookingFact, ...]
    number: int
    place: Spot | None
    rooms: Mapping[int, str]
    reason: str = ""
    rivals: int = 0
    dates: int = 0


def room_requested(about: About) -> Letter | None:
    """Somebody asks for a room; nothing once all of it is answered or over."""
    found = [one for one in queries.list_series(about["series"]) if one.waits]
    rooms = {
        room.id
        for room in places.list_rooms_by_ids({one.room_id for one in found})
        if room.house_id == about["organisation"]
    }
    waiting = [one for one in found if one.room_id in rooms]
    return _letter(waiting, rivals=len(planning.rivals_of(waiting))) if waiting else None


def room_approved(about: About) -> Letter | None:
    """The room is theirs; nothing where it was given back meanwhile."""
    return _letter(_those(about, BookingState.APPROVED))


def room_declined(about: About) -> Letter | None:
    """They do not get the room, and why; nothing where they have asked anew meanwhile."""
    return _letter(_those(about, BookingState.DECLINED))


def room_cancelled(about: About) -> Letter | None:
    """The house took the room back, and why; nothing where the time has another room or booking meanwhile."""
    return _letter(_those(about, BookingState.CANCELLED))


LETTERS: dict[str, Callable[[About], Letter | None]] = {
    "room_requested": room_requested, "room_approved": room_approved, "room_declined": room_declined,
    "room_cancelled": room_cancelled,
}  # fmt: skip


def _those(about: About, state: BookingState) -> list[BookingFact]:
    """The bookings that a mail is about, as far as they still stand as it says and are not over."""
    codes = set(about["bookings"])
    return [one for one in queries.list_by_codes(codes) if one.state == state and not one.over]


def _letter(found: Sequence[BookingFact], rivals: int = 0) -> Letter | None:
    if not found:
        return None
    first = found[0]
    rooms = places.list_rooms_by_ids({one.room_id for one in found})
    several = len(rooms) > 1
    nameless = Named({})
    return Letter(
        series=first.series,
        organisation=organisations.find_name(first.organisation_id) if first.organisation_id is not None else "",
        title=name_all([first]).get(first.id, nameless).title,
        purpose=first.purpose,
        people=first.people,
        times=tuple(found[:MOST_TOLD]),
        number=len(found),
        place=places.find_spot(rooms[0].place_id, None if several else rooms[0].id),
        rooms={room.id: room.name for room in rooms} if several else {},
        reason=first.reason,
        rivals=rivals,
        dates=sum(one.occurrence_id is not None for one in found),
    )
