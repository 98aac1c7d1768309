"""What a room's calendar tells whom: whoever looks after it reads all of it; everybody else their own bookings, and of those
of others nothing but that the room is taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, ColumnElement, case, func, literal, or_, select

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
    b = RoomBooking
    statement = select(b.id, b.starts_at).where(*_told(room_id, since, until, scope))
    return [(row.id, row.starts_at) for row in fetch(statement.order_by(b.starts_at, b.id))]


def list_entries(
    room_id: int, since: datetime, until: datetime, scope: Scope, only: Collection[int] | None = None
) -> list[Entry]:
    """What stands in a room at some instant in [since, until) (UTC), by start, for somebody who may read the bookings of
    the organisations in ``scope`` (None: all); ``only``: of these ids. What others wrote never leaves the database, nor
    what they only asked for."""
    b = RoomBooking
    own = _own(scope)
    statement = (
        select(
            b.id, b.starts_at, b.ends_at, b.state, own.label("readable"), case((own, b.kind), else_=""),
            case((own, b.series), else_=""), case((own, b.purpose), else_=""), case((own, b.occurrence_id)),
            case((own, b.organisation_id)),
        )
        .where(*_told(room_id, since, until, scope))
        .order_by(b.starts_at, b.id)
    )  # fmt: skip
    if only is not None:
        statement = statement.where(b.id.in_(only))
    return [Entry(*row) for row in fetch(statement)]


def _told(room_id: int, since: datetime, until: datetime, scope: Scope) -> tuple[ColumnElement[bool], ...]:
    b = RoomBooking
    standing = (b.room_id == room_id, b.starts_at < until, b.ends_at > since, b.state.in_(ACTIVE))
    return (*standing, or_(_own(scope), b.state == BookingState.APPROVED))


def _own(scope: Collection[int] | None) -> ColumnElement[bool]:
    if scope is None:
        return literal(True, Boolean)
    return func.coalesce(RoomBooking.organisation_id.in_(scope), False)
