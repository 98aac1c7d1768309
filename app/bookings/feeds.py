"""Secret addresses of calendars: of a room, of a library's visits. Another one each time that it is changed."""

from sqlalchemy import select

from app.bookings.tables import CalendarFeed
from app.codes import keyed_digest, same
from app.db import reading
from app.settings import secret


def feed_token(key: str) -> str:
    """The secret part of a calendar's address; another one each time that it is changed."""
    generation = reading().scalar(select(CalendarFeed.generation).where(CalendarFeed.key == key)) or 0
    return keyed_digest(secret(), "calendar-feed", key, generation)[:32]


def opens_feed(key: str, token: str) -> bool:
    """Whether ``token`` is the secret part of this calendar's address now."""
    return same(token, feed_token(key))
