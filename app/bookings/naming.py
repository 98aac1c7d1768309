"""What bookings are called: a purpose of their own, or the title of the date or visit that they are made for."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from app.bookings.hooks import Named, hooks
from app.bookings.rules import BookingKind
from app.languages import LANGUAGES, Text, pick


class Nameable(Protocol):
    """A booking, whoever reads it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def occurrence_id(self) -> int | None: ...
    @property
    def purpose(self) -> str: ...


def name_all(bookings: Iterable[Nameable]) -> dict[int, Named]:
    """Booking id -> what it is for and where that has its page, for dates of activities and visits. A statement a kind."""
    found = list(bookings)
    dates = {one.occurrence_id: one.id for one in found if one.occurrence_id is not None}
    visits = [one.id for one in found if one.kind == BookingKind.VISIT]
    of_dates = hooks.name_occurrences(dates) if dates else {}
    of_visits = hooks.name_visits(visits) if visits else {}
    return {**of_visits, **{dates[key]: named for key, named in of_dates.items()}}


def title_of(one: Nameable, names: Mapping[int, Named], language: str) -> Text:
    """What a booking is called in ``language``; what people wrote of it stands as they wrote it. Empty where nothing was
    said."""
    named = names.get(one.id)
    if named is not None:
        return pick(named.title, language)
    return Text(one.purpose, language, LANGUAGES[language].direction, fallback=False)
