"""What bookings are called where others ask what stands at a place."""

from collections.abc import Sequence

from app.bookings import queries
from app.bookings.rules import BookingKind
from app.places import queries as places
from app.places.hooks import Standing
from app.schedule.spans import Span


def list_standing(place_id: int, spans: Sequence[Span]) -> list[Standing]:
    """What organisations have booked for purposes of their own in the rooms of a place, at some instant of these spans (a
    hook of the places)."""
    rooms = [room.id for room in places.list_rooms(place_id)]
    found = queries.list_between(rooms, min(s.starts_at for s in spans), max(s.ends_at for s in spans)) if rooms else []
    return [
        Standing(one.span, {"sv": one.purpose}, "bookings.show", {"code": one.series}) for one in found
        if one.kind == BookingKind.OWN and any(one.span.overlaps(span) for span in spans)
    ]  # fmt: skip
