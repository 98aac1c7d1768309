"""Libraries with offers, visits and booked rooms, written in bulk: ``python -m tests.bench.libraries NUMBER`` adds as many,
and prints the codes of the first as JSON on the last line, with the cookie of a librarian who is signed in."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import clock
from app.accounts.rules import Role
from app.accounts.service import sign_in
from app.accounts.tables import Membership, User
from app.bookings.tables import RoomBooking
from app.codes import new_code, new_nonce
from app.db import transaction
from app.demo.rules import PASSWORD
from app.factory import create_app
from app.organisations.tables import Organisation
from app.places.tables import Place, Room
from app.schedule.hours import Hours, read_windows
from app.schedule.spans import Span
from app.visits.tables import Visit, VisitGroup, VisitOffer, VisitRequest
from config import Settings

VISITS, BOOKINGS, HORIZON = 300, 500, 365
VISITS_A_GROUP = 10
FREE_HOURS = (9, 11, 12, 13, 14, 15)
HOURS = Hours((read_windows("8–17"),) * 5 + ((), ()), on_holidays=True)


def make(number: int) -> dict[str, Any]:
    """Write the libraries; the facts of the first, with the offers of all and what waits in them: any library may
    deputise."""
    with transaction() as session:
        made = [_library(session, place) for place in range(number)]
    first, last_on = made[0], clock.today() + timedelta(days=HORIZON)
    slots = [f"{day.isoformat()}T{hour:02d}:00" for day in _weekdays(VISITS) if day <= last_on for hour in FREE_HOURS]
    cookie = sign_in(first.pop("email"), PASSWORD)
    waiting = [code for of_each in zip(*(one["waiting"] for one in made), strict=True) for code in of_each]
    offers = [one["offer"] for one in made]
    return {**first, "cookie": cookie, "offers": offers, "slots": slots, "waiting": waiting}


def _library(session: Session, number: int) -> dict[str, Any]:
    moment = clock.now()
    library = Organisation(
        name=f"Library {number} {new_code()}",
        kind="library",
        trusted=True,
        state="approved",
        created_at=moment,
        code=new_code(),
    )
    session.add(library)
    session.flush()
    place = Place(key=f"library-{new_code().lower()}", name=library.name, organisation_id=library.id, created_at=moment)
    session.add(place)
    session.flush()
    room, busy = (Room(place_id=place.id, name=name, capacity=40, code=new_code()) for name in ("Hall", "Study"))
    session.add_all([room, busy])
    session.flush()
    offer = VisitOffer(
        organisation_id=library.id, type_key="library_visit", title={"sv": "Hitta ditt bibliotek"}, place_id=place.id,
        room_id=room.id, minutes=60, max_people=30, lead_days=1, horizon_days=HORIZON, hours=HOURS, code=new_code(),
        created_at=moment, changed_at=moment,
    )  # fmt: skip
    session.add(offer)
    session.flush()
    _visits(session, offer)
    session.execute(insert(RoomBooking), list(_bookings(busy.id, library.id)))
    waiting = list(session.scalars(select(Visit.code).where(Visit.offer_id == offer.id).order_by(Visit.starts_at)))
    facts = {"offer": offer.code, "room": busy.code, "month": f"{_month():%Y-%m}", "waiting": waiting}
    return {**facts, "email": _librarian(session, library.id, number)}


def _librarian(session: Session, library_id: int, number: int) -> str:
    some = session.query(User).filter(User.password_hash.is_not(None)).first()
    email = f"bench{number}-{new_code().lower()}@example.org"
    user = User(email=email, name="Lina", password_hash=some.password_hash if some else None, created_at=clock.now())
    session.add(user)
    session.flush()
    session.add(Membership(user_id=user.id, role=Role.LIBRARIAN, organisation_id=library_id))
    return email


def _visits(session: Session, offer: VisitOffer) -> None:
    """One hour of each of the next 300 weekdays is a visit that waits for its answer, another hour is booked."""
    spans = [_span(day, 8) for day in _weekdays(VISITS)]
    groups = [
        VisitGroup(name=f"SFI {number}", organisation="Lärcentrum", kind="sfi", newcomers=True, created_at=clock.now())
        for number in range(VISITS // VISITS_A_GROUP)
    ]
    session.add_all(groups)
    session.flush()
    common = {"offer_id": offer.id, "language": "sv", "asked_at": clock.now()}
    keys = ({"code": new_code(), "nonce": new_nonce(), "own_code_hash": new_nonce() * 2} for _span in spans)
    requests = [{**common, **key, "group_id": groups[at // VISITS_A_GROUP].id} for at, key in enumerate(keys)]
    session.execute(insert(VisitRequest), requests)
    room, library = offer.room_id or 0, offer.organisation_id
    session.execute(insert(RoomBooking), [_booking(room, library, "visit", span) for span in spans])
    session.execute(insert(RoomBooking), [_booking(room, library, "own", _span(day, 10)) for day in _weekdays(VISITS)])
    held = session.scalars(select(RoomBooking.id).filter_by(room_id=room, kind="visit").order_by(RoomBooking.starts_at))
    asked = session.scalars(select(VisitRequest.id).filter_by(offer_id=offer.id).order_by(VisitRequest.id))
    session.execute(insert(Visit), [_visit(offer.id, *one) for one in zip(asked, held, spans, strict=True)])


def _visit(offer_id: int, request_id: int, booking_id: int, span: Span) -> dict[str, Any]:
    return {
        "code": new_code(), "request_id": request_id, "booking_id": booking_id, "offer_id": offer_id, "state": "requested", "wished": [],
        "starts_at": span.starts_at, "ends_at": span.ends_at, "held_until": span.ends_at, "learners": 14, "adults": 1,
        "newcomers": True, "asked_at": clock.now(), "changed_at": clock.now(),
    }  # fmt: skip


def _bookings(room_id: int, library_id: int) -> Iterator[dict[str, Any]]:
    """500 in one month: half an hour each, as many a day as it takes."""
    first = _month()
    for number in range(BOOKINGS):
        day, place = first + timedelta(days=number % 28), number // 28
        starts_at = clock.to_utc(datetime.combine(day, time(7))) + timedelta(minutes=30 * place)
        yield _booking(room_id, library_id, "own", Span(starts_at, starts_at + timedelta(minutes=30)))


def _booking(room_id: int, library_id: int, kind: str, span: Span) -> dict[str, Any]:
    return {
        "code": new_code(), "room_id": room_id, "starts_at": span.starts_at, "ends_at": span.ends_at, "state": "approved",
        "kind": kind, "organisation_id": library_id, "series": new_code(), "purpose": "Möte", "asked_at": clock.now(),
        "changed_at": clock.now(),
    }  # fmt: skip


def _month() -> date:
    """The first day of the next month."""
    return (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)


def _weekdays(number: int) -> list[date]:
    days = (clock.today() + timedelta(days=ahead) for ahead in range(2, 2 * number))
    return [day for day in days if day.weekday() < 5][:number]


def _span(day: date, hour: int) -> Span:
    starts_at = clock.to_utc(datetime.combine(day, time(hour)))
    return Span(starts_at, starts_at + timedelta(hours=1))


if __name__ == "__main__":
    with create_app(Settings()).app_context():
        print(json.dumps(make(int(sys.argv[1]))))
