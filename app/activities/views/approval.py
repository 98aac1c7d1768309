"""The coordinator's page of an activity: what it counts to, and whether it is published."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import queries, rules, service
from app.activities.forms.decisions import ReviewForm
from app.activities.rules import ActivityState
from app.activities.views.blueprint import blueprint, organisation_of, own_activity, place_words
from app.errors import Refused
from app.places import queries as places
from app.plan import queries as plan
from app.plan.rules import strategies_of
from app.web.access import Permission, requires, staff
from app.web.locale import current_language


@blueprint.route("/activities/<code>/review", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_APPROVE)
def review(code: str) -> Response:
    activity, form = own_activity(code, Permission.ACTIVITIES_APPROVE), ReviewForm()
    kind, strategies = plan.get_type(activity.type_key), plan.list_strategies()
    form.offer(strategies, current_language().code)
    proposed = strategies_of(kind, activity.tags)
    if request.method == "GET":
        form.counts_to.data = sorted(activity.counts_to if activity.counts_confirmed else proposed)
    if form.validate_on_submit():
        try:
            flash(_decide(code, form), "ok")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("activities.approvals"))
    page = render_template(
        "activities/review.html", activity=activity, form=form, kind=kind, proposed=proposed,
        organisation=organisation_of(activity), dates=queries.list_occurrences(activity.id),
        place=place_words(places.find_place(activity.place_id), places.list_rooms(activity.place_id), activity.room_id),
        waits=activity.state == ActivityState.SUBMITTED, states=rules.STATE_NAMES, signups=rules.SIGNUP_NAMES,
        tag_names=rules.TAG_NAMES, titles={fact.code: fact.title for fact in strategies},
    )  # fmt: skip
    return make_response(page, form.status)


def _decide(code: str, form: ReviewForm) -> str:
    actor, decision = staff().user_id, request.form.get("decision", "")
    if decision == "approve":
        service.approve(code, form.counts_to.data, actor)
        return str(_("Approved and published."))
    if decision == "reject":
        service.reject(code, form.reason.data or "", actor)
        return str(_("Sent back. The organiser gets your words by mail."))
    service.confirm_counts(code, form.counts_to.data, actor)
    return str(_("Saved what it counts to."))
