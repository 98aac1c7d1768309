"""The staff pages of room bookings: the rooms, the calendar of one, asking for it, closing it, answering, and what one has
booked; and the calendar that programs subscribe to."""

from app.bookings.views import answering, asking, booked, calendar, closing, feeds, listing
from app.bookings.views.blueprint import blueprint

__all__ = ["answering", "asking", "blueprint", "booked", "calendar", "closing", "feeds", "listing"]
