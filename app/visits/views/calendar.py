"""The visits of a month, as a table of its weeks that is a list on a telephone."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for

from app import clock
from app.visits import months, queries
from app.visits.facts import VisitFact
from app.visits.views.blueprint import blueprint
from app.visits.views.feeds import Address, list_addresses
from app.visits.views.reach import NAMES, Reach, handles, name_libraries, shown
from app.web.access import Permission, requires


@dataclass(frozen=True)
class Day:
    """One cell of the table; ``inside`` the month."""

    day: date
    inside: bool
    visits: tuple[VisitFact, ...] = ()

    @property
    def past(self) -> bool:
        return self.day < clock.today()

    @property
    def today(self) -> bool:
        return self.day == clock.today()


@blueprint.get("/desk/visits/calendar")
@requires(Permission.VISITS_READ)
def month() -> str:
    """With the address of the same for a calendar program, for those who work in the library."""
    reach = shown()
    first = months.read_month(request.args.get("month", ""), clock.today())
    earlier, later = months.beside(first)
    visits = queries.list_between(reach.scope, clock.day_start(first), clock.day_start(later))
    addresses: list[Address] = list_addresses() if handles() else []
    return render_template(
        "visits/desk_month.html", reach=reach, first=first, weeks=_weeks(first, visits), visits=visits,
        handles=handles(), addresses=addresses, libraries=name_libraries() if reach.everything else {},
        has_today=first <= clock.today() < later, earlier=_at(earlier, reach), later=_at(later, reach),
        now=_at(clock.today().replace(day=1), reach), here=_at(first, reach), **NAMES,
    )  # fmt: skip


def _at(first: date, reach: Reach) -> str:
    return url_for("visits.month", month=f"{first:%Y-%m}", **reach.query)


def _weeks(first: date, visits: list[VisitFact]) -> list[list[Day]]:
    by_day: dict[date, list[VisitFact]] = {}
    for one in visits:
        if one.span is not None:
            by_day.setdefault(one.span.day, []).append(one)
    return [
        [Day(day, day.month == first.month, tuple(by_day.get(day, ()))) for day in week]
        for week in months.weeks_of(first)
    ]
