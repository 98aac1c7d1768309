"""What dates are called where others keep something for them."""

from collections.abc import Collection

from sqlalchemy import select

from app.activities.tables import Activity, Occurrence
from app.bookings.hooks import Named
from app.db import fetch


def name_dates(occurrence_ids: Collection[int]) -> dict[int, Named]:
    """What these dates are called where the rooms that they are in are booked (a hook of the bookings)."""
    o, a = Occurrence, Activity
    rows = fetch(select(o.id, o.code, a.title).join(a, a.id == o.activity_id).where(o.id.in_(occurrence_ids)))
    return {row.id: Named(row.title, "activities.date", {"code": row.code}) for row in rows}
