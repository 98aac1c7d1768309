"""The periods of a year, as days in Stockholm, and what each is compared with."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.errors import NotFound
from app.languages import N_

FIRST_YEAR, LAST_YEAR = 2000, 2100
WHOLE_YEAR = "year"

# key -> (first month, last month, name); the keys are those of ``flask report --period``.
PERIODS: dict[str, tuple[int, int, str]] = {
    WHOLE_YEAR: (1, 12, N_("The whole year")),
    "q1": (1, 3, N_("Quarter 1 (January to March)")),
    "q2": (4, 6, N_("Quarter 2 (April to June)")),
    "q3": (7, 9, N_("Quarter 3 (July to September)")),
    "q4": (10, 12, N_("Quarter 4 (October to December)")),
    "t1": (1, 4, N_("Tertial 1 (January to April)")),
    "t2": (5, 8, N_("Tertial 2 (May to August)")),
    "t3": (9, 12, N_("Tertial 3 (September to December)")),
    "vt": (1, 6, N_("Spring term (January to June)")),
    "ht": (7, 12, N_("Autumn term (July to December)")),
    "d8": (1, 8, N_("January to August")),
    "01": (1, 1, N_("January")),
    "02": (2, 2, N_("February")),
    "03": (3, 3, N_("March")),
    "04": (4, 4, N_("April")),
    "05": (5, 5, N_("May")),
    "06": (6, 6, N_("June")),
    "07": (7, 7, N_("July")),
    "08": (8, 8, N_("August")),
    "09": (9, 9, N_("September")),
    "10": (10, 10, N_("October")),
    "11": (11, 11, N_("November")),
    "12": (12, 12, N_("December")),
}


class UnknownYear(NotFound):
    message = N_("There is no report for the year %(year)s. Choose one from %(first)s to %(last)s.")

    def __init__(self, year: object) -> None:
        super().__init__(year=year, first=FIRST_YEAR, last=LAST_YEAR)


class UnknownPeriod(NotFound):
    message = N_("There is no period %(period)s. Choose one of %(known)s.")

    def __init__(self, period: str) -> None:
        super().__init__(period=period, known=", ".join(key for key in PERIODS if key != WHOLE_YEAR))


@dataclass(frozen=True)
class Span:
    """Days in Stockholm, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Period:
    """``previous`` is the same part of the year before; ``running``: it has begun, and is compared up to the same date."""

    year: int
    key: str
    span: Span
    previous: Span
    running: bool
    today: date

    @property
    def until(self) -> date:
        """Its last day, or today while it runs."""
        return self.today if self.running else self.span.last

    @property
    def code(self) -> str:
        """ "2026", "2026-q1" or "2026-11"."""
        return str(self.year) if self.key == WHOLE_YEAR else f"{self.year}-{self.key}"

    @property
    def name(self) -> str:
        """Its name without the year, for the catalogues."""
        return PERIODS[self.key][2]


def period_of(year: int, key: str, today: date) -> Period:
    """A period of a year, as it stands on ``today`` (a day in Stockholm). Raises UnknownYear and UnknownPeriod."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnknownYear(year)
    if key not in PERIODS:
        raise UnknownPeriod(key)
    span, previous = _span(year, key), _span(year - 1, key)
    running = today in span
    if running and today != span.last:
        previous = Span(previous.first, a_year_before(today))
    return Period(year, key, span, previous, running, today)


def a_year_before(day: date) -> date:
    """The same date last year; of 29 February the day before 1 March."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _span(year: int, key: str) -> Span:
    first, last, _name = PERIODS[key]
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
