"""Example data for the texts of mails about rooms: nobody's meeting in nobody's room, on coming Tuesdays."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from flask_babel import gettext as _

from app import clock
from app.bookings.letters import Letter
from app.bookings.queries import BookingFact
from app.bookings.rules import BookingKind, BookingState
from app.messages.hooks import Example
from app.places.queries import Spot

CODE = "EXAMPLE1"
SIX, EIGHT = time(18), time(20)


def _time(week: int) -> BookingFact:
    """A time, so many weeks after the Tuesday of next week."""
    day = clock.today() + timedelta(days=8 - clock.today().weekday(), weeks=week)
    starts_at, ends_at = (clock.to_utc(datetime.combine(day, at)) for at in (SIX, EIGHT))
    return BookingFact(
        id=week, code=CODE, room_id=0, starts_at=starts_at, ends_at=ends_at, state=BookingState.REQUESTED,
        kind=BookingKind.OWN, occurrence_id=None, organisation_id=0, series=CODE, purpose="", people=None,
        asked_by_id=None, asked_at=clock.now(), decided_at=None, reason="", sequence=0, changed_at=clock.now(),
    )  # fmt: skip


def _letter() -> Letter:
    directions = {"sv": "Gå in från torget.", "en": "Enter from the square.", "ar": "ادخل من جهة الساحة."}
    place = Spot(
        id=0, key="example", name="Stadsbiblioteket", address="Första Avenyen 1", postcode="281 38", town="Hässleholm",
        accessibility=frozenset(), directions=directions, room_name="Rum 2", room_directions=None,
    )  # fmt: skip
    return Letter(
        series=CODE, organisation="Föreningen Goda grannar", title={}, purpose=_("Board meeting"), people=12,
        times=tuple(_time(week) for week in range(3)), number=3, place=place, rooms={},
    )  # fmt: skip


def _simple() -> list[Example]:
    return [Example(_letter())]


def _with_rivals() -> list[Example]:
    return [Example(replace(_letter(), rivals=1))]


def _with_reason() -> list[Example]:
    return [Example(replace(_letter(), reason=_("We need the room ourselves that week.")))]


EXAMPLES = {
    "room_requested": _with_rivals, "room_approved": _simple, "room_declined": _with_reason,
    "room_cancelled": _with_reason,
}  # fmt: skip
