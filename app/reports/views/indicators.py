"""The plan's figures: all of them, a part of the plan, one indicator with the dates behind it."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.reports.rules.attendance import Dimension
from app.reports.service import behind
from app.reports.service.indicators import indicator_report
from app.reports.views.blueprint import asked, blueprint, own_scope, page_number, shared, short_titles
from app.web.access import Permission, requires, staff


@blueprint.get("/")
@requires(Permission.REPORTS_READ)
def index() -> str | Response:
    """All indicators by goal; whoever reports for one organisation gets that one's attendance instead."""
    wish = asked()
    if own_scope() is not None:
        return redirect(url_for("reports.attendance", by=Dimension.TYPE.value, **wish.query))
    report = indicator_report(wish.year, wish.period)
    return render_template("reports/index.html", report=report, part="", **shared(wish))


@blueprint.get("/plan/<code>")
@requires(Permission.REPORTS_PLAN)
def part(code: str) -> str:
    """The indicators of one goal, sub-goal or strategy."""
    wish = asked()
    report = indicator_report(wish.year, wish.period, code)
    return render_template("reports/index.html", report=report, part=code, **shared(wish))


@blueprint.get("/indicators/<code>")
@requires(Permission.REPORTS_PLAN)
def indicator(code: str) -> str:
    """One figure, and every date behind it."""
    wish = asked()
    number = page_number()
    page = behind.indicator_page(wish.year, wish.period, code, number)

    def url(to: int) -> str:
        return url_for("reports.indicator", code=code, page=to, **wish.query)

    return render_template(
        "reports/indicator.html", page=page, number=number, url=url, terms=short_titles(), **shared(wish)
    )


@blueprint.get("/missing")
@requires(Permission.REPORTS_READ)
def missing() -> str:
    """The held dates that nobody has counted yet."""
    wish = asked()
    number = page_number()
    period, found = behind.missing_page(wish.year, wish.period, number, own_scope())

    def url(to: int) -> str:
        return url_for("reports.missing", page=to, **wish.query)

    return render_template(
        "reports/missing.html", period=period, found=found, number=number, url=url, counts=_may_count(), **shared(wish)
    )


def _may_count() -> bool:
    """Whether the reader may count every date that they are shown."""
    me = staff()
    shown, own = me.scope(Permission.REPORTS_READ), me.scope(Permission.ATTENDANCE_RECORD)
    arranged = own is None or (shown is not None and shown <= own)
    return arranged or me.can(Permission.ATTENDANCE_CORRECT)
