"""What a library offers to groups, and what it may write about it (pure)."""

from dataclasses import dataclass, field, fields
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from app.errors import Refused
from app.languages import N_
from app.schedule.hours import Hours
from app.visits.rules import OfferClosed

MOST_PEOPLE = 500
MOST_VISITS = 8


class OfferState(StrEnum):
    OPEN = "open"
    STAFF = "staff"
    CLOSED = "closed"


OFFER_STATE_NAMES = {
    OfferState.OPEN: N_("Everybody sees it and can ask"),
    OfferState.STAFF: N_("Only the staff enters visits"),
    OfferState.CLOSED: N_("Closed"),
}


class NumberOutside(Refused):
    """A figure of an offer that is below or above what makes sense."""

    message = N_("Write a whole number from %(min)s to %(max)s.")
    status = 422


class LengthOutside(NumberOutside):
    field = "minutes"


class GapOutside(NumberOutside):
    field = "gap_minutes"


class FewestOutside(NumberOutside):
    field = "min_people"


class MostOutside(NumberOutside):
    field = "max_people"


class LeadOutside(NumberOutside):
    field = "lead_days"


class HorizonOutside(NumberOutside):
    field = "horizon_days"


class PerDayOutside(NumberOutside):
    field = "per_day"


class VisitsOutside(NumberOutside):
    field = "most_visits"


class SizesBackwards(Refused):
    message = N_("The largest group cannot be smaller than the smallest.")
    status = 422
    field = "max_people"


class HorizonBeforeLead(Refused):
    message = N_("The last day must come after the first one that can be asked for. Write more days here.")
    status = 422
    field = "horizon_days"


class WindowsTooShort(Refused):
    message = N_("A visit fits into none of these hours. Write longer hours, or a shorter visit.")
    status = 422
    field = "hours"


@dataclass(frozen=True)
class OfferTerms:
    """What decides which times can be asked for, and by whom. ``gap_minutes`` between two visits; people are counted with
    adults; days are counted from today; ``per_day`` none: no limit; ``most_visits`` in one request; no windows in ``hours``:
    the group suggests times."""

    minutes: int
    min_people: int
    max_people: int
    gap_minutes: int = 0
    lead_days: int = 7
    horizon_days: int = 180
    per_day: int | None = None
    auto_accept: bool = False
    most_visits: int = 1
    hours: Hours = field(default_factory=Hours)

    @property
    def has_windows(self) -> bool:
        """Whether there are hours at all in which a visit could be."""
        return any(self.hours.weekly) or any(one.windows for one in self.hours.exceptions)

    @property
    def gap(self) -> timedelta:
        """The time between two visits."""
        return timedelta(minutes=self.gap_minutes)

    def first_on(self, today: date) -> date:
        """The first day that can be asked for."""
        return today + timedelta(days=self.lead_days)

    def last_on(self, today: date) -> date:
        """The last day that can be asked for."""
        return today + timedelta(days=self.horizon_days)


def terms_of(written: Any) -> OfferTerms:
    """The terms among what is written about an offer: each stands there by its name."""
    return OfferTerms(**{one.name: getattr(written, one.name) for one in fields(OfferTerms)})


LIMITS: tuple[tuple[str, int, int, type[NumberOutside]], ...] = (
    ("minutes", 15, 480, LengthOutside),
    ("gap_minutes", 0, 240, GapOutside),
    ("min_people", 1, MOST_PEOPLE, FewestOutside),
    ("max_people", 1, MOST_PEOPLE, MostOutside),
    ("lead_days", 0, 180, LeadOutside),
    ("horizon_days", 1, 400, HorizonOutside),
    ("per_day", 1, 20, PerDayOutside),
    ("most_visits", 1, MOST_VISITS, VisitsOutside),
)


def check_offer(terms: OfferTerms) -> None:
    """What a librarian writes about an offer.

    Raises LengthOutside, GapOutside, FewestOutside, MostOutside, LeadOutside, HorizonOutside, PerDayOutside or VisitsOutside
    (each with its limits), SizesBackwards, HorizonBeforeLead, WindowsTooShort.
    """
    for name, least, most, refusal in LIMITS:
        number = getattr(terms, name)
        if number is not None and not least <= number <= most:
            raise refusal(min=least, max=most)
    if terms.max_people < terms.min_people:
        raise SizesBackwards
    if terms.horizon_days <= terms.lead_days:
        raise HorizonBeforeLead
    if terms.has_windows and not _fits_somewhere(terms):
        raise WindowsTooShort


def check_open(state: str, by_staff: bool = False) -> None:
    """Whether a visit may begin now. Raises OfferClosed, unless the staff enters it into an offer that only they may use."""
    if state != OfferState.OPEN and not (by_staff and state == OfferState.STAFF):
        raise OfferClosed


def _fits_somewhere(terms: OfferTerms) -> bool:
    exceptions = (one.windows for one in terms.hours.exceptions)
    windows = (window for day in (*terms.hours.weekly, *exceptions) for window in day)
    return any(minute_of(window.end) - minute_of(window.start) >= terms.minutes for window in windows)


def minute_of(at: time) -> int:
    """How many minutes of its day have gone by at a wall time."""
    return at.hour * 60 + at.minute
