"""Reads of the bookings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from app import clock
from app.bookings.rules import ACTIVE, BookingKind, BookingState, NoSuchBooking, RoomTerms, Taken
from app.bookings.tables import RoomBooking
from app.db import fetch, for_update, reading
from app.places import queries as places
from app.places.queries import RoomFact
from app.schedule.spans import Span

PAGE_SIZE = 25
Scope = frozenset[int] | None


@dataclass(frozen=True)
class BookingFact:
    """A booking as it stands."""

    id: int
    code: str
    room_id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    kind: str
    occurrence_id: int | None
    organisation_id: int | None
    series: str
    purpose: str
    people: int | None
    asked_by_id: int | None
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    sequence: int
    changed_at: datetime

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def over(self) -> bool:
        """Whether its time has been."""
        return self.ends_at <= clock.now()

    @property
    def waits(self) -> bool:
        """Whether whoever looks after the room should answer it; a group visit is answered on its own page."""
        return self.state == BookingState.REQUESTED and self.kind != BookingKind.VISIT and not self.over

    @property
    def stands(self) -> bool:
        """Whether it can still be given back: asked for or booked, and not over."""
        return self.state in ACTIVE and not self.over

    @property
    def taken(self) -> Taken:
        return Taken(self.id, self.room_id, self.span, self.state, self.kind)


def terms_of(room: RoomFact) -> RoomTerms:
    """What decides about a room."""
    return RoomTerms(
        room.id, room.house_id, room.open_to, room.at_once, room.guests, room.hours, room.capacity
    )  # fmt: skip


def get_booking(code: str) -> BookingFact:
    """A booking by its code, in whatever state. Raises NoSuchBooking."""
    row = fetch(_select().where(RoomBooking.code == code)).one_or_none()
    if row is None:
        raise NoSuchBooking
    return BookingFact(*row)


def list_series(series: str) -> list[BookingFact]:
    """What was asked for together, by start."""
    return _facts(_select().where(RoomBooking.series == series).order_by(RoomBooking.starts_at, RoomBooking.id))


def list_by_ids(booking_ids: Collection[int]) -> list[BookingFact]:
    """These bookings, by start."""
    return (
        _facts(_select().where(RoomBooking.id.in_(booking_ids)).order_by(RoomBooking.starts_at)) if booking_ids else []
    )


def list_by_codes(codes: Collection[str]) -> list[BookingFact]:
    """The bookings with these codes that there are, by start."""
    return _facts(_select().where(RoomBooking.code.in_(codes)).order_by(RoomBooking.starts_at)) if codes else []


def list_of_occurrences(occurrence_ids: Collection[int]) -> dict[int, BookingFact]:
    """Occurrence id -> its booking, for the dates that have one."""
    if not occurrence_ids:
        return {}
    found = _facts(_select().where(RoomBooking.occurrence_id.in_(occurrence_ids)))
    return {one.occurrence_id: one for one in found if one.occurrence_id is not None}


def list_between(room_ids: Collection[int], since: datetime, until: datetime) -> list[BookingFact]:
    """What is asked for or stands in these rooms at some instant in [since, until) (UTC), by start."""
    statement = _select().where(*_standing(room_ids, since, until))
    return _facts(statement.order_by(RoomBooking.starts_at, RoomBooking.id))


def list_changes(room_id: int, since: datetime) -> list[BookingFact]:
    """What stands, or did, in a room from ``since`` (UTC) on, by start, for a calendar that others keep a copy of."""
    b = RoomBooking
    kept = b.state.in_([BookingState.APPROVED, BookingState.CANCELLED])
    return _facts(_select().where(b.room_id == room_id, b.ends_at > since, kept).order_by(b.starts_at, b.id))


def list_taken(
    room_ids: Collection[int], since: datetime, until: datetime, leaving_out: Collection[int] = ()
) -> list[Taken]:
    """The same, as the rules want it, without the bookings ``leaving_out`` (ids)."""
    asked = {"room_ids": list(room_ids), "since": since, "until": until, "leaving_out": list(leaving_out)}
    rows = fetch(_taken(), asked)
    return [Taken(row.id, row.room_id, Span(row.starts_at, row.ends_at), row.state, row.kind) for row in rows]


def list_approved_spans(
    room_id: int, since: datetime, until: datetime, leaving_out: Collection[int] = ()
) -> list[Span]:
    """When a room is booked at some instant in [since, until) (UTC), without the bookings ``leaving_out`` (ids)."""
    asked = {"room_id": room_id, "since": since, "until": until, "leaving_out": list(leaving_out)}
    return [Span(*row) for row in fetch(_approved(), asked)]


def list_requests(room_ids: Collection[int]) -> list[BookingFact]:
    """What waits for an answer in these rooms and has not been yet, what was asked for first before the rest."""
    b = RoomBooking
    statement = _select().where(*_waiting()).order_by(b.asked_at, b.series, b.starts_at)
    return _facts(statement, _now_in(room_ids)) if room_ids else []


def count_requests(room_ids: Collection[int]) -> int:
    """How many wishes, each of one or more times, ``list_requests`` has."""
    return fetch(_number_waiting(), _now_in(room_ids)).scalar_one() if room_ids else 0


def list_own(scope: Scope, page: int = 1) -> tuple[list[BookingFact], int]:
    """One page of the coming bookings that organisations in ``scope`` (None: all) made for a purpose of their own, by
    start, and how many there are in all."""
    b = RoomBooking
    condition: list[ColumnElement[bool]] = [b.kind == BookingKind.OWN, b.ends_at > clock.now()]
    if scope is not None:
        condition.append(b.organisation_id.in_(scope))
    number = reading().scalar(select(func.count()).select_from(b).where(*condition)) or 0
    shown = _select().where(*condition).order_by(b.starts_at, b.id).limit(PAGE_SIZE)
    return _facts(shown.offset((max(page, 1) - 1) * PAGE_SIZE)), number


def lock_bookings(codes: Iterable[str]) -> list[BookingFact]:
    """Bookings by their codes, read after their rooms and they themselves were locked. Raises NoSuchBooking where one of
    them is not there."""
    wanted = set(codes)
    b = RoomBooking
    rooms = set(fetch(select(b.room_id).where(b.code.in_(wanted))).scalars())
    places.lock_rooms(rooms)
    found = _facts(for_update(_select().where(b.code.in_(wanted)).order_by(b.starts_at, b.id)))
    if len(found) != len(wanted):
        raise NoSuchBooking
    return found


def _standing(room_ids: Collection[int], since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    b = RoomBooking
    return b.room_id.in_(room_ids), b.starts_at < until, b.ends_at > since, b.state.in_(ACTIVE)


def _waiting() -> tuple[ColumnElement[bool], ...]:
    """Wants the values of ``_now_in``."""
    b = RoomBooking
    asked = b.state == BookingState.REQUESTED, b.kind != BookingKind.VISIT
    return (*asked, b.ends_at > bindparam("now"), b.room_id.in_(bindparam("room_ids", expanding=True)))


def _now_in(room_ids: Collection[int]) -> dict[str, Any]:
    return {"now": clock.now(), "room_ids": list(room_ids)}


@cache
def _number_waiting() -> Select[int]:
    return select(func.count(RoomBooking.series.distinct())).where(*_waiting())


def _select() -> Select[*tuple[Any, ...]]:
    b = RoomBooking
    return select(
        b.id, b.code, b.room_id, b.starts_at, b.ends_at, b.state, b.kind, b.occurrence_id, b.organisation_id, b.series,
        b.purpose, b.people, b.asked_by_id, b.asked_at, b.decided_at, b.reason, b.sequence, b.changed_at,
    )  # fmt: skip


def _facts(statement: Select[*tuple[Any, ...]], given: Mapping[str, Any] | None = None) -> list[BookingFact]:
    return [BookingFact(*row) for row in fetch(statement, given)]


@cache
def _taken() -> Select[*tuple[Any, ...]]:
    b = RoomBooking
    there = b.room_id.in_(bindparam("room_ids", expanding=True)), b.id.not_in(bindparam("leaving_out", expanding=True))
    standing = b.state.in_(ACTIVE), b.starts_at < bindparam("until"), b.ends_at > bindparam("since")
    return select(b.id, b.room_id, b.starts_at, b.ends_at, b.state, b.kind).where(*there, *standing)


@cache
def _approved() -> Select[*tuple[Any, ...]]:
    b = RoomBooking
    there = b.room_id == bindparam("room_id"), b.id.not_in(bindparam("leaving_out", expanding=True))
    booked = b.state == BookingState.APPROVED, b.starts_at < bindparam("until"), b.ends_at > bindparam("since")
    return select(b.starts_at, b.ends_at).where(*there, *booked)
