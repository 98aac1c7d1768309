"""What waits for the coordinator: activities to approve, alone or several together, and what residents reported."""

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import moderation, queries, review, service
from app.activities.forms.decisions import BulkForm, TakeDownForm
from app.activities.hooks import hooks
from app.activities.queries import ActivityRow
from app.activities.rules import counts_at_approval
from app.activities.views.blueprint import blueprint, coming_dates, own_activity
from app.errors import Refused
from app.organisations import queries as organisations
from app.plan import queries as plan
from app.plan.rules import TypeFact
from app.web.access import Permission, requires, staff


@dataclass(frozen=True)
class Waiting:
    """An activity in the queue. ``counts_to``: what it would count to; ``to_choose``: only once somebody has said so."""

    row: ActivityRow
    counts_to: list[str]
    to_choose: bool

    @property
    def is_new(self) -> bool:
        """Whether residents have never seen it."""
        return self.row.published_at is None


@blueprint.route("/approvals", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_APPROVE)
def approvals() -> Response:
    """The answer to the POST is the page itself: it says of each that was ticked what became of it."""
    form = BulkForm()
    outcomes = service.approve_together(form.chosen, staff().user_id) if form.validate_on_submit() else []
    types = {fact.key: fact for fact in plan.list_types()}
    rows, unconfirmed = queries.list_to_approve(), queries.list_to_confirm()
    reports = review.list_open_reports(moderation.MOST_LISTED)
    owners = {row.organisation_id for row in rows + unconfirmed} | {report.organisation_id for report in reports}
    page = render_template(
        "activities/approvals.html", form=form, outcomes=outcomes, waiting=[_waiting(row, types) for row in rows],
        unconfirmed=unconfirmed, reports=reports, reasons=moderation.REASON_NAMES,
        more=review.count_open_reports() - len(reports), types={key: fact.title for key, fact in types.items()},
        strategies={fact.code: fact.title for fact in plan.list_strategies()}, owners=organisations.find_by_ids(owners),
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.post("/approvals/reports/<code>/handled")
@requires(Permission.ACTIVITIES_APPROVE)
def handle_report(code: str) -> Response:
    service.handle_report(code, staff().user_id)
    flash(_("The report is handled, and what was written in it is erased."), "ok")
    return redirect(url_for("activities.approvals", _anchor="reports"))


@blueprint.route("/activities/<code>/take-down", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_APPROVE)
def take_down(code: str) -> Response:
    """Say what will happen and to how many; only the button does it."""
    activity, form = own_activity(code, Permission.ACTIVITIES_APPROVE), TakeDownForm()
    if request.method == "POST" and form.validate_on_submit():
        try:
            service.take_down(code, form.reason.data or "", staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The activity is withdrawn, and the organiser gets your words by mail."), "ok")
            return redirect(url_for("activities.approvals"))
    dates = coming_dates(activity.id)
    people = hooks.count_signed_up([date.id for date in dates]) if dates else 0
    page = render_template("activities/take_down.html", activity=activity, form=form, dates=len(dates), people=people)
    return make_response(page, form.status)


def _waiting(row: ActivityRow, types: dict[str, TypeFact]) -> Waiting:
    kind = types.get(row.type_key) or plan.get_type(row.type_key)
    counts_to = counts_at_approval(kind, row.tags, row.counts_to, row.counts_confirmed)
    return Waiting(row, sorted(counts_to), kind.confirmed_only and not row.counts_confirmed)
