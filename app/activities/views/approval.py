"""The coordinator's page of an activity: what has changed, what it counts to, what both sides write, and whether it is
published."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import queries, rules, service
from app.activities.forms.decisions import CommentForm, ReviewForm
from app.activities.queries import ActivityFact
from app.activities.review import find_published_version, version_of
from app.activities.rules import ActivityState, counts_at_approval
from app.activities.versions import changes
from app.activities.views.blueprint import blueprint, organisers_of, own_activity, spot_words, thread_of
from app.activities.views.compared import lines_of
from app.errors import Refused
from app.places import queries as places
from app.plan import queries as plan
from app.plan.rules import TypeFact, strategies_of
from app.web.access import Permission, requires, staff
from app.web.locale import current_language


@blueprint.route("/activities/<code>/review", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_APPROVE)
def review(code: str) -> Response:
    activity, form = own_activity(code, Permission.ACTIVITIES_APPROVE), ReviewForm()
    kind = _offer(form, activity)
    if form.validate_on_submit():
        try:
            flash(_decide(code, form), "ok")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("activities.approvals"))
    return _page(activity, kind, form, CommentForm(formdata=None))


@blueprint.post("/activities/<code>/review/comments")
@requires(Permission.ACTIVITIES_APPROVE)
def comment_review(code: str) -> Response:
    """The coordinator writes to the organiser's editors."""
    activity, comment = own_activity(code, Permission.ACTIVITIES_APPROVE), CommentForm()
    if comment.validate_on_submit():
        try:
            service.comment(code, comment.text.data or "", (staff().user_id, True), comment.nonce.data or "")
        except Refused as refusal:
            comment.refuse(refusal)
        else:
            flash(_("Sent. The other side gets it by mail too."), "ok")
            return redirect(url_for("activities.review", code=code, _anchor="thread"))
    form = ReviewForm(formdata=None)
    return _page(activity, _offer(form, activity), form, comment)


def _offer(form: ReviewForm, activity: ActivityFact) -> TypeFact:
    """Let choose among the strategies, and tick on a fresh form what it would count to; its type."""
    kind = plan.get_type(activity.type_key)
    form.offer(plan.list_strategies(), current_language().code)
    if form.counts_to.raw_data is None:
        counts_to = counts_at_approval(kind, activity.tags, activity.counts_to, activity.counts_confirmed)
        form.counts_to.data = sorted(counts_to)
    return kind


def _page(activity: ActivityFact, kind: TypeFact, form: ReviewForm, comment: CommentForm) -> Response:
    before = find_published_version(activity.id)
    now = version_of(activity, kind.title, places.find_spot(activity.place_id, activity.room_id))
    page = render_template(
        "activities/review.html", activity=activity, form=form, comment=comment, kind=kind,
        proposed=strategies_of(kind, activity.tags), organisers=organisers_of(activity),
        dates=queries.list_occurrences(activity.id), place=spot_words(now.place_name, now.room_name),
        lines=lines_of(changes(before, now)) if before else [], thread=thread_of(activity),
        waits=activity.state == ActivityState.SUBMITTED, states=rules.STATE_NAMES, signups=rules.SIGNUP_NAMES,
        tag_names=rules.TAG_NAMES, strategies={fact.code: fact.title for fact in plan.list_strategies()},
    )  # fmt: skip
    return make_response(page, comment.status if comment.failed else form.status)


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
