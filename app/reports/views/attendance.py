"""What was counted, arranged by goal, unit, type, organiser, place or month."""

from datetime import date

from babel.dates import format_date
from flask import render_template

from app.reports.rules.attendance import OVERLAPPING, Dimension, UnknownDimension, dimension_of
from app.reports.service.attendance import AttendanceRow, activities_outside, attendance_report
from app.reports.views.blueprint import asked, blueprint, own_scope, shared, short_titles
from app.web.access import Permission, requires
from app.web.locale import current_language

OUTCOMES = ("loans", "hours")


@blueprint.get("/attendance/<by>")
@requires(Permission.REPORTS_READ)
def attendance(by: str) -> str:
    """A row a goal, unit, type ... with the dates and what was counted at them."""
    wish, dimension = asked(), dimension_of(by)
    if dimension is Dimension.OCCURRENCE:
        raise UnknownDimension(by=by)
    report = attendance_report(wish.year, wish.period, dimension, own_scope())
    counted = {key for row in report.rows for key in row.sums.categories}
    return render_template(
        "reports/attendance.html",
        report=report,
        months=_months(report.rows) if dimension is Dimension.MONTH else {},
        terms={key: title for key, title in short_titles().items() if key in counted},
        outcomes=[name for name in OUTCOMES if any(getattr(row.sums, name) is not None for row in report.rows)],
        most=max((row.sums.total or 0 for row in report.rows), default=0),
        overlapping=dimension in OVERLAPPING,
        outside=activities_outside(report.period, own_scope()) if dimension in OVERLAPPING else [],
        **shared(wish),
    )


def _months(rows: list[AttendanceRow]) -> dict[str, tuple[str, str]]:
    """Key -> the name of a month, whole and short: the page says the year above."""
    words, first_days = current_language().babel, {row.key: date.fromisoformat(f"{row.key}-01") for row in rows}
    return {
        key: (format_date(day, "LLLL", locale=words), format_date(day, "LLL", locale=words))
        for key, day in first_days.items()
    }
