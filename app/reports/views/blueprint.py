"""Where the pages of the figures live, and the year and the period that each is asked for."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from app import clock
from app.languages import N_
from app.plan.queries import list_terms
from app.reports.rules.attendance import Dimension
from app.reports.rules.periods import FIRST_YEAR, LAST_YEAR, PERIODS, WHOLE_YEAR, UnknownYear
from app.web.access import Permission, staff

blueprint = Blueprint("reports", __name__, url_prefix="/<lang:lang>/desk/reports")

YEARS_BACK = 5
DIMENSION_NAMES = {
    Dimension.GOAL: N_("Goal"),
    Dimension.SUBGOAL: N_("Sub-goal"),
    Dimension.STRATEGY: N_("Strategy"),
    Dimension.UNIT: N_("Unit"),
    Dimension.TYPE: N_("Type of activity"),
    Dimension.ORGANISATION: N_("Organiser"),
    Dimension.PLACE: N_("Meeting place"),
    Dimension.MONTH: N_("Month"),
}


@dataclass(frozen=True)
class Asked:
    """The year and the period that the address asks for: this year, whole, unless it says."""

    year: int
    period: str

    @property
    def query(self) -> dict[str, Any]:
        """What keeps them in the next address; the usual ones are left out."""
        year = self.year if self.year != clock.today().year else None
        return {"year": year, "period": self.period if self.period != WHOLE_YEAR else None}


def asked() -> Asked:
    """Raises UnknownYear where the year is no number."""
    typed = request.args.get("year", "") or str(clock.today().year)
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise UnknownYear(typed[:20])
    return Asked(int(typed), request.args.get("period", "") or WHOLE_YEAR)


def page_number() -> int:
    typed = request.args.get("page", 1, type=int)
    return typed if 1 <= typed <= 100_000 else 1


def own_scope() -> frozenset[int] | None:
    """The organisations whose dates the reader may see; None: all."""
    return staff().scope(Permission.REPORTS_READ)


def shared(wish: Asked) -> dict[str, Any]:
    """What every page of the figures shows: the choice of year and period, and the way to the other pages."""
    this_year = clock.today().year
    years = sorted({*range(this_year - YEARS_BACK, this_year + 1), wish.year}, reverse=True)
    return {
        "asked": wish,
        "years": [year for year in years if FIRST_YEAR <= year <= LAST_YEAR],
        "periods": PERIODS,
        "dimensions": DIMENSION_NAMES,
        "everything": own_scope() is None,
    }


def short_titles() -> dict[str, dict[str, str]]:
    """Category -> its name for the head of a column: what stands before the colon of the plan's explanation."""
    return {term.key: {code: title.partition(":")[0] for code, title in term.title.items()} for term in list_terms()}
