"""What visits are called where others keep something for them."""

from collections.abc import Collection

from app.bookings.hooks import Named
from app.visits import queries


def name_bookings(booking_ids: Collection[int]) -> dict[int, Named]:
    """Booking id -> the visit that holds a room by it (a hook of the bookings)."""
    found = queries.list_of_bookings(booking_ids)
    return {booking_id: Named(visit.title, "visits.show", {"code": visit.code}) for booking_id, visit in found.items()}


def group_of(occurrence_id: int) -> str:
    """What the group is called whose visit a date is (a hook of the attendance)."""
    visit = queries.list_of_occurrences([occurrence_id]).get(occurrence_id)
    return visit.group_name if visit else ""
