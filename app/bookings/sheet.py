"""What a room's calendar tells whom: whoever looks after it reads all of it; everybody else their own bookings, and of those
of others nothing but that the room is taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, bindparam, case, func, literal, or_, select

from app.bookings.queries import Scope
from app.bookings.rules import ACTIVE, BookingState
from app.bookings.tables import RoomBooking
from app.db import fetch
from app.schedule.spans import Span


@dataclass(frozen=True)
class Entry:
    """A booking as a reader may see it. Not ``readable``: it says only when the room is taken."""

    id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    readable: bool
    kind: str
    series: str
    purpose: str
    occurrence_id: int | None
    organisation_id: int | None

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def asked(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.state == BookingState.REQUESTED


def list_starts(room_id: int, since: datetime, until: datetime, scope: Scope) -> list[tuple[int, datetime]]:
    """The ids and starts of what ``list_entries`` would list, by start."""
    found = fetch(_starts(scope is None), _given(room_id, since, until, scope))
    return [(entry_id, starts_at) for entry_id, starts_at in found]


def list_entries(
    room_id: int, since: datetime, until: datetime, scope: Scope, only: Collection[int] | None = None
) -> list[Entry]:
    """What stands in a room at some instant in [since, until) (UTC), by start, for somebody who may read the bookings of
    the organisations in ``scope`` (None: all); ``only``: of these ids. What others wrote never leaves the database, nor
    what they only asked for."""
    given = _given(room_id, since, until, scope)
    if only is None:
        return [Entry(*row) for row in fetch(_entries(scope is None), given)]
    return [Entry(*row) for row in fetch(_entries(scope is None, chosen=True), {**given, "only": list(only)})]


def _given(room_id: int, since: datetime, until: datetime, scope: Scope) -> dict[str, Any]:
    of_organisations = {} if scope is None else {"scope": list(scope)}
    return {"room_id": room_id, "since": since, "until": until, **of_organisations}


@cache
def _starts(reads_all: bool) -> Select[*tuple[Any, ...]]:
    """Made once, as the next: a month is asked for again and again."""
    b = RoomBooking
    return select(b.id, b.starts_at).where(*_told(reads_all)).order_by(b.starts_at, b.id)


@cache
def _entries(reads_all: bool, chosen: bool = False) -> Select[*tuple[Any, ...]]:
    b = RoomBooking
    own = _own(reads_all)
    statement = select(
        b.id, b.starts_at, b.ends_at, b.state, own.label("readable"), case((own, b.kind), else_=""),
        case((own, b.series), else_=""), case((own, b.purpose), else_=""), case((own, b.occurrence_id)),
        case((own, b.organisation_id)),
    ).where(*_told(reads_all))  # fmt: skip
    if chosen:
        statement = statement.where(b.id.in_(bindparam("only", expanding=True)))
    return statement.order_by(b.starts_at, b.id)


def _told(reads_all: bool) -> tuple[ColumnElement[bool], ...]:
    b = RoomBooking
    since, until = bindparam("since", type_=b.starts_at.type), bindparam("until", type_=b.starts_at.type)
    standing = (b.room_id == bindparam("room_id"), b.starts_at < until, b.ends_at > since, b.state.in_(ACTIVE))
    return (*standing, or_(_own(reads_all), b.state == BookingState.APPROVED))


def _own(reads_all: bool) -> ColumnElement[bool]:
    if reads_all:
        return literal(True, Boolean)
    return func.coalesce(RoomBooking.organisation_id.in_(bindparam("scope", expanding=True)), False)
