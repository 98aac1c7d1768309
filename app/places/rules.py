"""What can be said of a place and a room, and their refusals (pure)."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from app import clock
from app.errors import NotFound, Refused
from app.languages import N_
from app.schedule.hours import Hours
from app.schedule.spans import Span

NEAR_KM = 5  # an hour on foot, twenty minutes by bicycle
EARTH_KM = 6371

Point = tuple[float, float]


def is_near(one: Point, other: Point) -> bool:
    """Whether two points (latitude, longitude in degrees, WGS 84) are within NEAR_KM as the crow flies (haversine)."""
    (north, east), (north2, east2) = ((radians(value) for value in point) for point in (one, other))
    half = sin((north2 - north) / 2) ** 2 + cos(north) * cos(north2) * sin((east2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half)) <= NEAR_KM


class AccessibilityFact(StrEnum):
    STEP_FREE = "step_free"
    LIFT = "lift"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    PARKING = "parking"
    BUS = "bus"
    PRAM = "pram"
    QUIET_ROOM = "quiet_room"


ACCESSIBILITY_NAMES = {
    AccessibilityFact.STEP_FREE: N_("No steps to the entrance"),
    AccessibilityFact.LIFT: N_("Lift"),
    AccessibilityFact.ACCESSIBLE_TOILET: N_("Accessible toilet"),
    AccessibilityFact.HEARING_LOOP: N_("Hearing loop"),
    AccessibilityFact.PARKING: N_("Parking for disabled people"),
    AccessibilityFact.BUS: N_("A bus stop nearby"),
    AccessibilityFact.PRAM: N_("Room for prams"),
    AccessibilityFact.QUIET_ROOM: N_("A quiet room"),
}


class Equipment(StrEnum):
    PROJECTOR = "projector"
    COMPUTERS = "computers"
    KITCHEN = "kitchen"
    WHITEBOARD = "whiteboard"
    TOYS = "toys"


EQUIPMENT_NAMES = {
    Equipment.PROJECTOR: N_("Projector"),
    Equipment.COMPUTERS: N_("Computers"),
    Equipment.KITCHEN: N_("Kitchen"),
    Equipment.WHITEBOARD: N_("Whiteboard"),
    Equipment.TOYS: N_("Toys"),
}


class OpenTo(StrEnum):
    """Who may ask for a room. The house is the organisation that looks after the place."""

    HOUSE = "house"
    SOME = "some"
    APPROVED = "approved"


OPEN_TO_NAMES = {
    OpenTo.HOUSE: N_("Only whoever looks after the place"),
    OpenTo.SOME: N_("Only the organisations that are chosen below"),
    OpenTo.APPROVED: N_("Every approved organisation"),
}


class NoSuchPlace(NotFound):
    message = N_("We cannot find that place.")


class NoSuchRoom(NotFound):
    message = N_("We cannot find that room.")


class NoGuests(Refused):
    message = N_("Choose the organisations that may ask for the room, or let others ask too.")
    field = "guests"


class KeyTaken(Refused):
    message = N_("There is already a place with that address name. Choose another.")
    field = "key"


class RoomNameTaken(Refused):
    message = N_("The place already has a room with that name.")
    field = "name"


def effective_hours(own: Hours, of_place: Hours) -> Hours:
    """When a room can be used: in its own week where it has one, else in that of its place. A room without a week of its
    own may still have exceptions from that of the place; they count before the place's."""
    if any(own.weekly):
        return own
    return replace(of_place, exceptions=of_place.exceptions + own.exceptions)


def newly_closed(before: Hours, after: Hours, now: datetime) -> list[Span]:
    """The coming days on which a place is closed by an exception that was not there before, as spans of whole days."""
    closed = [one for one in after.exceptions if not one.windows and one not in before.exceptions]
    spans = [Span(max(clock.day_start(one.first_on), now), clock.day_end(one.last_on)) for one in closed]
    return [span for span in spans if span.ends_at > now]


def may_ask(open_to: str, is_house: bool, is_guest: bool, approved: bool) -> bool:
    """Whether an organisation may ask for a room: never one that is not approved, and the house always. ``is_guest``: it
    is one of those chosen, which counts where the room is open to some."""
    if not approved:
        return False
    return is_house or open_to == OpenTo.APPROVED or (open_to == OpenTo.SOME and is_guest)


def is_approved_at_once(at_once: bool, is_house: bool, has_house: bool) -> bool:
    """Whether what is asked for needs nobody's answer: where the room says so, where the house itself asks, and where
    nobody looks after the place, for nobody could answer."""
    return at_once or is_house or not has_house


def check_guests(open_to: str, guests: frozenset[int]) -> None:
    """A room that is open to some says to whom. Raises NoGuests."""
    if open_to == OpenTo.SOME and not guests:
        raise NoGuests
