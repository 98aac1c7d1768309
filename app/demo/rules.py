"""How large the demo may be, over which time it reaches, and when it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app import clock
from app.errors import Refused
from app.languages import N_

PASSWORD = "samspel-demo-2026"
DATES_A_YEAR = 1000
REGISTRATIONS = 5000
MOST_OCCURRENCES = 200_000
MOST_REGISTRATIONS = 1_000_000
MOST_YEARS = 10
MOST_SEATS = 100_000
MOST_RACES = 1000
HALF_A_YEAR = timedelta(days=182)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class NumberOutOfRange(Refused):
    """A number that no demo can have."""

    message = N_("%(option)s must be between %(least)s and %(most)s.")


class DayOutOfRange(Refused):
    message = N_("The day must lie between %(first)s and %(last)s.")


class NotInProduction(Refused):
    """Invented people have no place among real ones."""

    message = N_("Demo data is refused in production.")


class NotEmpty(Refused):
    """The demo never mixes with what somebody has entered."""

    message = N_("There are %(what)s already; demo data needs an empty database.")


class NobodyCanSignUp(Refused):
    message = N_("With so few dates nobody can sign up; ask for more occurrences or for no registrations.")


class PlanDoesNotFit(Refused):
    """The content speaks of Hässleholm's types and units."""

    message = N_("The demo belongs to Hässleholm's plan; the plan that is loaded lacks %(what)s.")


@dataclass(frozen=True)
class Options:
    """What to load: ``today`` is a day in Stockholm; ``occurrences`` and ``registrations`` are totals."""

    seed: int
    today: date
    years: int
    occurrences: int
    registrations: int


@dataclass(frozen=True)
class Window:
    """From ``first`` up to ``last``; a date before ``today`` has been held."""

    first: date
    today: date
    last: date

    @property
    def now(self) -> datetime:
        """The instant at which the demo stands still: the beginning of ``today`` in Stockholm, as UTC."""
        return clock.day_start(self.today)


def options(seed: int, today: date, years: int, occurrences: int | None, registrations: int | None) -> Options:
    """The asked size, or the usual one: 1,000 dates a year and 5,000 registrations.

    Raises NumberOutOfRange and DayOutOfRange.
    """
    _within("--years", years, 1, MOST_YEARS)
    dates = DATES_A_YEAR * (2 * years + 1) // 2 if occurrences is None else occurrences
    people = REGISTRATIONS if registrations is None else registrations
    _within("--occurrences", dates, 1, MOST_OCCURRENCES)
    _within("--registrations", people, 0, MOST_REGISTRATIONS)
    if not EARLIEST <= today <= LATEST:
        raise DayOutOfRange(first=EARLIEST.isoformat(), last=LATEST.isoformat())
    return Options(seed, today, years, dates, people)


def check_races(seats: int, count: int) -> None:
    """Raises NumberOutOfRange for races that cannot be run."""
    _within("--seats", seats, 1, MOST_SEATS)
    _within("--count", count, 1, MOST_RACES)


def window(asked: Options) -> Window:
    """So many years back and half a year ahead of today."""
    return Window(asked.today - timedelta(days=round(365.25 * asked.years)), asked.today, asked.today + HALF_A_YEAR)


def coming_share(asked: Options) -> int:
    """How many of the dates lie ahead: as many as half a year has of the whole time."""
    return min(asked.occurrences - 1, max(1, round(asked.occurrences / (2 * asked.years + 1))))


def check_empty(found: Iterable[str]) -> None:
    """Raises NotEmpty with what the database holds already."""
    named = ", ".join(found)
    if named:
        raise NotEmpty(what=named)


def check_plan(needed: Iterable[str], there: Iterable[str]) -> None:
    """Raises PlanDoesNotFit with the types or units that the plan lacks."""
    lacking = sorted(set(needed) - set(there))
    if lacking:
        raise PlanDoesNotFit(what=", ".join(lacking))


def check_seats(pools: int, registrations: int) -> None:
    """Raises NobodyCanSignUp."""
    if registrations and not pools:
        raise NobodyCanSignUp


def check_place(production: bool) -> None:
    """Raises NotInProduction."""
    if production:
        raise NotInProduction


def _within(option: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise NumberOutOfRange(option=option, least=least, most=most)
