"""Rooms and bookings for the tests, made through the service as people make them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app import clock
from app.bookings import queries, service
from app.bookings.queries import BookingFact
from app.bookings.rules import Wish
from app.bookings.service import Request
from app.bookings.tables import RoomBooking
from app.db import transaction
from app.places.tables import Room
from app.schedule.spans import Span
from tests.people import People, Person, Thing


def tuesday(weeks: int = 0) -> date:
    """The Tuesday of next week, or so many weeks later."""
    today = clock.today()
    return today + timedelta(days=8 - today.weekday(), weeks=weeks)


def span(start: int = 17, end: int = 19, weeks: int = 0) -> Span:
    """A time of that Tuesday."""
    return Span(*(clock.to_utc(datetime.combine(tuesday(weeks), time(hour))) for hour in (start, end)))


def asked(
    people: People, *spans: Span, by: Thing | None = None, who: Person | None = None, **facts: Any
) -> list[BookingFact]:
    """The association asks for Rum 2 (which the library looks after) at these times, 17 to 19 on Tuesday unless said."""
    room_id = facts.pop("room_id", people.room.id)
    purpose, number = facts.pop("purpose", "Board meeting"), facts.pop("number", None)
    request = Request((by or people.association).id, purpose, number, **facts)
    wishes = [Wish(room_id, one) for one in spans or (span(),)]
    return queries.list_series(service.ask(request, wishes, (who or people.eva).id).series)


def booked(people: People, *spans: Span, **facts: Any) -> list[BookingFact]:
    """The same, approved by the library."""
    found = asked(people, *spans, **facts)
    service.approve([one.code for one in found if one.state == "requested"], [], "", people.lina.id)
    return queries.list_series(found[0].series)


def change_room(room_id: int, **facts: Any) -> None:
    """Let a room be otherwise."""
    with transaction() as session:
        room = session.get_one(Room, room_id)
        for name, value in facts.items():
            setattr(room, name, value)


def change_booking(booking_id: int, **facts: Any) -> None:
    """Let a booking be otherwise."""
    with transaction() as session:
        row = session.get_one(RoomBooking, booking_id)
        for name, value in facts.items():
            setattr(row, name, value)


def another_room(people: People, name: str = "Rum 3", **facts: Any) -> Thing:
    """A second room of the library."""
    with transaction() as session:
        made = Room(**{"place_id": people.stadsbiblioteket.id, "name": name, "capacity": 8, **facts})
        session.add(made)
        session.flush()
        return Thing(made.id, made.code)


def states(series: str) -> list[str]:
    """How each time of what was asked for together stands."""
    return [one.state for one in queries.list_series(series)]
