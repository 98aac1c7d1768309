"""The dates behind a figure."""

from dataclasses import dataclass

from app import clock
from app.plan.queries import list_indicators, list_types
from app.plan.rules import IndicatorFact
from app.reports.queries import dates
from app.reports.queries.dates import DateLine
from app.reports.queries.outline import list_place_names
from app.reports.rules.cells import counted_strategies, counts_for
from app.reports.rules.figures import Figure, UnknownPart, figures
from app.reports.rules.periods import Period, period_of
from app.reports.service.attendance import Scope
from app.reports.service.indicators import material_of

PAGE_SIZE = 50


@dataclass(frozen=True)
class DateList:
    """A page of held dates, latest first; ``number``: of all. ``categories``: record -> category -> heads."""

    dates: list[DateLine]
    number: int
    categories: dict[int, dict[str, int]]
    places: dict[str, str]

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE_SIZE))


@dataclass(frozen=True)
class IndicatorPage:
    """``titles``: code of each finished series behind the figure -> its title."""

    period: Period
    figure: Figure
    behind: DateList
    titles: dict[str, dict[str, str]]


def indicator_page(year: int, period: str, code: str, page: int) -> IndicatorPage:
    """An indicator's figure and a page of the held dates behind it. Raises UnknownYear, UnknownPeriod, UnknownPart."""
    asked = period_of(year, period, clock.today())
    indicator = next((fact for fact in list_indicators() if fact.code == code), None)
    if indicator is None:
        raise UnknownPart(code=code)
    (figure,) = figures([indicator], asked, material_of([indicator], asked))
    wanted = [indicator] if indicator.computed else []
    titles = dates.list_titles([course.root_code for course in figure.courses])
    return IndicatorPage(asked, figure, _page(_counting(wanted, asked, None), page), titles)


def missing_page(year: int, period: str, page: int, scope: Scope = None) -> tuple[Period, DateList]:
    """A page of the held dates without a record that count for an indicator. Raises UnknownYear, UnknownPeriod."""
    asked = period_of(year, period, clock.today())
    computed = [indicator for indicator in list_indicators() if indicator.computed]
    missing = [line for line in _counting(computed, asked, scope) if line.record is None]
    return asked, _page(missing, page)


def _counting(indicators: list[IndicatorFact], period: Period, scope: Scope) -> list[DateLine]:
    types = {fact.key: fact for fact in list_types()} if indicators else {}
    found = []
    for lines in dates.list_dates([period.span], scope=scope) if indicators else ():
        for line in lines:
            strategies = counted_strategies(line.traits, types)
            if line.held and any(counts_for(indicator, line.traits, strategies) for indicator in indicators):
                found.append(line)
    return found[::-1]


def _page(lines: list[DateLine], page: int) -> DateList:
    shown = lines[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return DateList(shown, len(lines), dates.list_categories(shown), list_place_names())
