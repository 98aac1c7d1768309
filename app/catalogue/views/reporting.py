"""Reporting the page of a date or of a series: a link on the public page, which stays cacheable; only the POST acts."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.activities import service
from app.activities.published import SeriesFact
from app.activities.queries import OccurrenceFact
from app.catalogue import queries
from app.catalogue.forms import ReportForm
from app.catalogue.views.blueprint import blueprint
from app.errors import Refused
from app.languages import pick
from app.web.access import public, public_page
from app.web.limits import limiter, report_limit
from app.web.locale import current_language


@blueprint.route("/<lang:lang>/occurrences/<code>/report", methods=["GET", "POST"])
@public
@limiter.limit(report_limit, methods=["POST"])
def report_occurrence(code: str) -> Response:
    fact = queries.get_shown_date(code)
    return _report(fact, fact.activity_id, fact.id, url_for("catalogue.occurrence", code=code))


@blueprint.route("/<lang:lang>/activities/<code>/report", methods=["GET", "POST"])
@public
@limiter.limit(report_limit, methods=["POST"])
def report_activity(code: str) -> Response:
    fact = queries.get_shown_series(code)
    return _report(fact, fact.id, None, url_for("catalogue.activity", code=code))


@blueprint.get("/<lang:lang>/reported")
@public_page
def reported() -> str:
    """Thank you."""
    return render_template("catalogue/reported.html")


def _report(fact: OccurrenceFact | SeriesFact, activity_id: int, occurrence_id: int | None, back: str) -> Response:
    form = ReportForm()
    form.offer()
    if form.validate_on_submit():
        try:
            reason, text = form.reason.data or "", form.text.data or ""
            service.report_page(activity_id, occurrence_id, reason, text, form.nonce.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("catalogue.reported"), 303)
    title = pick(fact.title, current_language().code)
    return make_response(render_template("catalogue/report.html", form=form, title=title, back=back), form.status)
