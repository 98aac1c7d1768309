"""What the pages of sign-up and of a registration show: pools in words, dates, place."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask_babel import gettext as _

from app import clock
from app.activities import queries as activities
from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.activities.rules import NoSuchActivity, NoSuchOccurrence, OccurrenceState, is_shown
from app.organisations.rules import check_not_paused
from app.places import queries as places
from app.places.queries import Spot
from app.registrations import queries
from app.registrations.queries import PoolFact
from app.registrations.rules import ROLE_NAMES, Party, Role, SignUpRefused, decide

ANYBODY = Party(name="", party_size=1, language="", email="anybody")


@dataclass(frozen=True)
class PoolLine:
    """A pool as the macros of ``components/seats.html`` want it."""

    code: str
    role_label: str
    capacity: int | None
    taken: int
    left: int | None
    waiting: int
    queue_open: bool
    refusal: SignUpRefused | None
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """What one can sign up for: one date, or (``whole``) the whole series with all its dates."""

    code: str
    whole: bool
    dates: list[OccurrenceFact]
    pools: list[PoolFact]

    @property
    def date(self) -> OccurrenceFact:
        """The date itself, or the series' next one (its last when all have been)."""
        return next_date(self.dates)

    @property
    def coming(self) -> int:
        """How many of its dates are still to come."""
        moment = clock.now()
        return sum(1 for d in self.dates if d.ends_at > moment and d.state == OccurrenceState.SCHEDULED)

    @cached_property
    def lines(self) -> list[PoolLine]:
        return [pool_line(pool) for pool in self.pools]


def offer_of_date(code: str) -> Offer:
    """Raises NoSuchOccurrence for what is not published, OrganisationPaused."""
    date = activities.get_occurrence(code)
    if not is_shown(date.activity_state, date.visibility):
        raise NoSuchOccurrence
    check_not_paused(date.organisation_state)
    return Offer(date.code, False, [date], [p for p in queries.list_pools([date.id], []) if p.published])


def offer_of_series(code: str) -> Offer:
    """Raises NoSuchActivity for what is not published, OrganisationPaused."""
    dates = terms.list_series_dates(code)
    if not is_shown(dates[0].activity_state, dates[0].visibility):
        raise NoSuchActivity
    check_not_paused(dates[0].organisation_state)
    return Offer(dates[0].activity_code, True, dates, queries.list_series_pools([dates[0].root_id]))


def dates_of(pool: PoolFact) -> list[OccurrenceFact]:
    """The dates that a pool is for."""
    if pool.state.occurrence_id is None:
        return terms.list_covered_dates([pool.state.activity_id])
    date = activities.find_occurrence(pool.state.occurrence_id)
    return [date] if date else []


def next_date(dates: list[OccurrenceFact]) -> OccurrenceFact:
    """The first date that is not over and not cancelled, else the last one."""
    moment = clock.now()
    coming = (d for d in dates if d.ends_at > moment and d.state == OccurrenceState.SCHEDULED)
    return next(coming, dates[-1])


def where(date: OccurrenceFact) -> Spot | None:
    """The place of a date, and its room."""
    return places.find_spot(date.place_id, date.room_id)


def pool_line(pool: PoolFact) -> PoolLine:
    state = pool.state
    return PoolLine(
        state.code, role_label(state.role), state.capacity, state.taken, state.left, state.waiting, state.queue_open,
        refusal(pool), state.opens_at, state.closes_at,
    )  # fmt: skip


def role_label(role: str) -> str:
    """The name of a role for readers."""
    return str(_(ROLE_NAMES[Role(role)]))


def refusal(pool: PoolFact) -> SignUpRefused | None:
    """Why nobody can sign up for this pool now, if so."""
    try:
        decide(pool.state, pool.terms, [], ANYBODY, clock.now())
    except SignUpRefused as found:
        return found
    return None
