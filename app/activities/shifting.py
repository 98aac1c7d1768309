"""Changing a series from one of its dates on (pure): what each date becomes, and what it keeps of its own.

A date that differs from the one that the editor started from, because it was moved for itself, keeps what differs: only
changed fields are written."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app import clock
from app.errors import Refused
from app.languages import N_
from app.organisations.rules import State, publishes_at_once
from app.schedule.recurrence import span_of
from app.schedule.spans import Span


class NothingChanged(Refused):
    message = N_("Nothing has been changed yet. Choose a new time, place or organiser.")


class NoComingDates(Refused):
    message = N_("No date is left that could be changed.")


class EndsBeforeItBegins(Refused):
    message = N_("All dates would be cancelled. Choose a later day, or withdraw the activity instead.")
    field = "last_on"


class NothingInBetween(Refused):
    message = N_("There is no coming date between those days.")
    field = "first_on"


class NotACoOrganiser(Refused):
    message = N_("Hand over to one of those who arrange it together with you. Make them co-organiser first.")
    field = "organisation"


class NotTrustedYet(Refused):
    message = N_("That organisation may not publish on its own yet. Ask the integration coordinator.")
    field = "organisation"


class SignedUpForAll(Refused):
    message = N_("People have signed up for the whole series, so it can be handed over only before its first date.")
    field = "organisation"


@dataclass(frozen=True)
class Times:
    """A weekday (0 is Monday) and Stockholm wall times on it."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class SeriesChange:
    """What shall be different for the dates that are meant; what is none stays as it is. ``place``: ids of a place and of
    one of its rooms, or none of them in particular."""

    times: Times | None = None
    place: tuple[int, int | None] | None = None
    organisation_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == SeriesChange()


def may_take_over(state: str, kind: str, trusted: bool) -> bool:
    """Whether an organisation can lead what is published already."""
    return state == State.APPROVED and publishes_at_once(kind, trusted)


def times_of(span: Span) -> Times:
    """The weekday and wall times of a date."""
    begin, end = clock.local(span.starts_at), clock.local(span.ends_at)
    return Times(begin.weekday(), begin.time(), end.time())


def shifted(span: Span, usual: Times, wanted: Times) -> Span:
    """What a date becomes where its series moves from ``usual`` to ``wanted``: another weekday in its week (Monday first),
    other times. A date on another weekday or at another time than ``usual`` keeps that.

    Raises EndBeforeStart, TimeSkipped, TimeTwice, naming its day.
    """
    begin, end = clock.local(span.starts_at).replace(tzinfo=None), clock.local(span.ends_at).replace(tzinfo=None)
    day, start, finish = begin.date(), begin.time(), end.time()
    if begin.weekday() == usual.weekday:
        day += timedelta(days=wanted.weekday - usual.weekday)
    if begin.time() == usual.start:
        own_end = datetime.combine(day, wanted.start) + (end - begin)
        start, finish = wanted.start, wanted.end if end.time() == usual.end else own_end.time()
    if (day, start, finish) == (begin.date(), begin.time(), end.time()):
        return span
    return span_of(day, start, finish)
