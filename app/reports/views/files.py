"""The reports as downloads, and the open figures beside the public plan."""

from flask import Response, request

from app.exports.formats import format_of
from app.plan.rules import PlanFact, indicators_of
from app.reports.rules.attendance import dimension_of
from app.reports.service.export import attendance_table, indicator_table
from app.reports.service.indicators import open_figures
from app.reports.views.blueprint import asked, blueprint, own_scope
from app.web.access import Permission, requires
from app.web.downloads import download


@blueprint.get("/files/indicators.<file_format>")
@requires(Permission.REPORTS_PLAN)
def indicator_file(file_format: str) -> Response:
    """The figures of a period, all or those of a part of the plan."""
    wish = asked()
    table = indicator_table(wish.year, wish.period, request.args.get("part", ""))
    return download(table, format_of(file_format))


@blueprint.get("/files/attendance-<by>.<file_format>")
@requires(Permission.REPORTS_READ)
def attendance_file(by: str, file_format: str) -> Response:
    """What was counted in a period, a row a key or a row a date."""
    wish = asked()
    table = attendance_table(wish.year, dimension_of(by), wish.period, own_scope())
    return download(table, format_of(file_format))


def public_figures(year: int, plan: PlanFact) -> dict[str, object]:
    """Indicator -> its figure, where there is one, and how many dates it stands on."""
    found = open_figures(year, indicators_of(plan))
    return {figure.indicator.code: figure for figure in found if figure.value is not None}
