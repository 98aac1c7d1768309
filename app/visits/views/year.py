"""The year of a library's visits at a glance, and as a file."""

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date
from flask import Response, render_template, request

from app import clock
from app.attendance import queries as attendance
from app.attendance.queries import RecordFact
from app.exports.formats import format_of
from app.exports.table import Row, Table
from app.languages import pick
from app.plan import queries as plan
from app.visits import months, queries, yearly
from app.visits.facts import VisitFact
from app.visits.rules import KIND_NAMES, NEWCOMERS_TAG, VisitState
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import NAMES, Reach, handles, name_libraries, shown
from app.visits.yearly import Been
from app.web.access import Permission, requires
from app.web.downloads import download
from app.web.locale import current_language

YEARS_BACK = 5
COLUMNS = (
    "day", "start", "library", "type", "title", "group", "organisation", "kind", "newcomers", "where", "learners_asked",
    "adults_asked", "total", "categories", "loans", "shown", "state",
)  # fmt: skip


@blueprint.get("/desk/visits/year")
@requires(Permission.VISITS_READ)
def year() -> str:
    """What has been counted, and what nobody has counted yet."""
    reach, asked = shown(), months.read_year(request.args.get("year", ""), clock.today())
    visits = _list_been(reach, asked)
    records = _records(visits)
    been = [_been(one, records) for one in visits]
    rows = yearly.by_month(been)
    return render_template(
        "visits/desk_year.html", reach=reach, year=asked, years=_years(asked), sums=yearly.sums_of(been), months=rows,
        kinds_seen=yearly.by_kind(been, KIND_NAMES), names=_month_names(asked), handles=handles(),
        indicated=yearly.indicated(plan.list_indicators(), been, NEWCOMERS_TAG),
        missing=[one for one in visits if one.occurrence_id not in records], libraries=name_libraries(), **NAMES,
    )  # fmt: skip


@blueprint.get("/desk/visits/year.<file_format>")
@requires(Permission.VISITS_READ)
def year_file(file_format: str) -> Response:
    """A row a visit that has been, without the contact."""
    reach, asked = shown(), months.read_year(request.args.get("year", ""), clock.today())
    made, categories = format_of(file_format), tuple(term.key for term in plan.list_terms())
    return download(Table(f"visits-{asked}", COLUMNS, _rows(_list_been(reach, asked)), categories), made)


def _list_been(reach: Reach, year: int) -> list[VisitFact]:
    """The agreed visits of a year that have been."""
    found = queries.list_between(reach.scope, clock.day_start(date(year, 1, 1)), clock.day_start(date(year + 1, 1, 1)))
    agreed = {VisitState.CONFIRMED, VisitState.HELD}
    return [one for one in found if one.state in agreed and one.over and one.occurrence_id is not None]


def _records(visits: list[VisitFact]) -> dict[int, RecordFact]:
    ids = [one.occurrence_id for one in visits if one.occurrence_id is not None]
    return attendance.find_records(ids) if ids else {}


def _been(one: VisitFact, records: dict[int, RecordFact]) -> Been:
    month = one.span.day.month if one.span else 1
    record = records.get(one.occurrence_id or 0)
    return Been(one.code, month, one.group_id, one.group_kind, one.type_key, one.newcomers, record)


def _years(asked: int) -> list[int]:
    this_year = clock.today().year
    return sorted({*range(this_year - YEARS_BACK, this_year + 1), asked}, reverse=True)


def _month_names(year: int) -> dict[int, tuple[str, str]]:
    """Month -> its name, whole and short."""
    words = current_language().babel
    days = {month: date(year, month, 1) for month in range(1, 13)}
    return {
        month: (format_date(day, "LLLL", locale=words), format_date(day, "LLL", locale=words))
        for month, day in days.items()
    }


def _rows(visits: list[VisitFact]) -> Iterator[Row]:
    records, libraries, language = _records(visits), name_libraries(), current_language().code
    for one in visits:
        record, begins = records.get(one.occurrence_id or 0), clock.wall(one.starts_at or one.asked_at)
        yield {
            "day": begins.date(), "start": f"{begins:%H:%M}", "library": libraries.get(one.organisation_id, ""),
            "type": one.type_key, "title": pick(one.title, language).value, "group": one.group_name,
            "organisation": one.group_organisation, "kind": one.group_kind, "newcomers": one.newcomers,
            "where": one.elsewhere, "learners_asked": one.learners, "adults_asked": one.adults,
            "total": record and record.total, "categories": record.categories if record else {},
            "loans": record and record.loans, "shown": one.shown, "state": one.state,
        }  # fmt: skip
