"""Whether a date still has room, as a condition for a list to narrow itself by."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.registrations.rules import RegistrationState
from app.registrations.tables import Registration, SeatPool


def has_room(
    occurrence_id: ColumnElement[int], root_id: ColumnElement[int], closes_at: ColumnElement[datetime], at: datetime
) -> ColumnElement[bool]:
    """That a pool of the date, or of its whole series, is open at ``at`` (UTC) and has a place left.

    ``closes_at`` is when it closes unless the pool says otherwise."""
    taken = (
        select(func.coalesce(func.sum(Registration.party_size), 0))
        .where(Registration.pool_id == SeatPool.id, Registration.state == RegistrationState.CONFIRMED)
        .correlate(SeatPool)
        .scalar_subquery()
    )
    belongs = or_(
        SeatPool.occurrence_id == occurrence_id,
        and_(SeatPool.occurrence_id.is_(None), SeatPool.activity_id == root_id),
    )
    return exists(
        select(SeatPool.id).where(
            belongs,
            func.coalesce(SeatPool.closes_at, closes_at) > at,
            or_(SeatPool.opens_at.is_(None), SeatPool.opens_at <= at),
            or_(SeatPool.capacity.is_(None), SeatPool.capacity > taken),
        )
    )
