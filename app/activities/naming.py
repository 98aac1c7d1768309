"""What dates are called where others keep something for them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select

from app.activities.rules import ActivityState, OccurrenceState, Visibility
from app.activities.tables import Activity, Occurrence
from app.bookings.hooks import Named
from app.db import fetch
from app.places.hooks import Standing
from app.schedule.spans import Span


def name_dates(occurrence_ids: Collection[int]) -> dict[int, Named]:
    """What these dates are called where the rooms that they are in are booked (a hook of the bookings)."""
    o, a = Occurrence, Activity
    rows = fetch(select(o.id, o.code, a.title).join(a, a.id == o.activity_id).where(o.id.in_(occurrence_ids)))
    return {row.id: Named(row.title, "activities.date", {"code": row.code}) for row in rows}


def list_standing(place_id: int, spans: Sequence[Span]) -> list[Standing]:
    """The published dates at a place at some instant of these spans (a hook of the places); what another feature arranges is
    told by itself."""
    o, a = Occurrence, Activity
    within = or_(*(o.starts_at.between(span.starts_at, span.ends_at) for span in spans))
    held = (
        o.state == OccurrenceState.SCHEDULED, a.state == ActivityState.PUBLISHED, a.visibility != Visibility.INTERNAL,
    )  # fmt: skip
    found = select(o.code, a.title, o.starts_at, o.ends_at).join(a, a.id == o.activity_id)
    rows = fetch(found.where(func.coalesce(o.place_id, a.place_id) == place_id, within, *held))
    return [Standing(Span(r.starts_at, r.ends_at), r.title, "catalogue.occurrence", {"code": r.code}) for r in rows]
