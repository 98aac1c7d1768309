"""What visits are called where others keep something for them."""

from collections.abc import Collection, Sequence

from app.bookings.hooks import Named
from app.places.hooks import Standing
from app.schedule.spans import Span
from app.visits import queries


def name_bookings(booking_ids: Collection[int]) -> dict[int, Named]:
    """Booking id -> the visit that holds a room by it (a hook of the bookings)."""
    found = queries.list_of_bookings(booking_ids)
    return {booking_id: Named(visit.title, "visits.show", {"code": visit.code}) for booking_id, visit in found.items()}


def group_of(occurrence_id: int) -> str:
    """What the group is called whose visit a date is (a hook of the attendance)."""
    visit = queries.list_of_occurrences([occurrence_id]).get(occurrence_id)
    return visit.group_name if visit else ""


def list_standing(place_id: int, spans: Sequence[Span]) -> list[Standing]:
    """The visits at a place that hold a time at some instant of these spans (a hook of the places)."""
    visits = queries.list_between(None, min(s.starts_at for s in spans), max(s.ends_at for s in spans))
    return [
        Standing(one.span, one.title, "visits.show", {"code": one.code}) for one in visits
        if one.place_id == place_id and one.span and any(one.span.overlaps(span) for span in spans)
    ]  # fmt: skip
