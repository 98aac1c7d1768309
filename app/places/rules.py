"""What can be said of a place and a room, and their refusals (pure)."""

from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from app.errors import NotFound, Refused
from app.languages import N_

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


class NoSuchPlace(NotFound):
    message = N_("We cannot find that place.")


class KeyTaken(Refused):
    message = N_("There is already a place with that address name. Choose another.")
    field = "key"


class RoomNameTaken(Refused):
    message = N_("The place already has a room with that name.")
    field = "name"
