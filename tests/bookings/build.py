"""Rooms and bookings for the tests, made through the services as staff make them."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from app import clock
from app.bookings import queries, service
from app.bookings.queries import BookingFact
from app.bookings.rules import Wish
from app.bookings.service import Request
from app.places import queries as places
from app.places import service as place_service
from app.places.service import RoomInput
from app.schedule.spans import Span
from tests.activities.build import next_monday
from tests.people import People, Thing


def span(day: date | None = None, start: int = 17, end: int = 19) -> Span:
    """Next Monday from 17 to 19, unless said otherwise."""
    day = day or next_monday()
    return Span(*(clock.to_utc(datetime.combine(day, time(hour))) for hour in (start, end)))


def set_room(people: People, **changed: Any) -> None:
    """Let the library's room be otherwise: open_to, at_once, hours, guests, capacity."""
    room = places.get_room(people.room.code)
    typed = RoomInput(room.name, room.capacity)
    place_service.save_room(people.stadsbiblioteket.key, room.code, replace(typed, **changed), people.lina.id)


def ask(people: People, *spans: Span, by: Thing | None = None, **given: Any) -> list[BookingFact]:
    """The association asks for the library's room (or ``by`` does); what was made."""
    request = Request((by or people.association).id, "Styrelsemöte", given.get("heads"), given.get("nonce", ""))
    wishes = [Wish(people.room.id, one) for one in spans or (span(),)]
    return queries.list_series(service.ask(request, wishes, people.eva.id).series)


def book(people: People, *spans: Span, by: Thing | None = None) -> list[BookingFact]:
    """The same, approved by the library."""
    asked = ask(people, *spans, by=by)
    service.approve([one.code for one in asked], [], "", people.lina.id)
    return queries.list_series(asked[0].series)
