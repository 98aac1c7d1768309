"""The staff page of a whole activity, and publishing and withdrawing it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.activities import queries, rules, service
from app.activities.forms.decisions import ButtonForm, CommentForm
from app.activities.hooks import hooks
from app.activities.queries import ActivityFact
from app.activities.rules import ActivityState, NoSuchActivity, OccurrenceState, Step, SwedishTextMissing
from app.activities.views.blueprint import (
    blueprint,
    coming_dates,
    leads,
    led_activity,
    may,
    organisers_of,
    own_activity,
    place_words,
    thread_of,
)
from app.errors import Refused
from app.organisations.rules import State
from app.places import queries as places
from app.plan import queries as plan
from app.web.access import Permission, requires, staff


@blueprint.get("/activities/<code>")
@requires(Permission.ACTIVITIES_READ)
def show(code: str) -> Response:
    return _page(own_activity(code, Permission.ACTIVITIES_READ), CommentForm(formdata=None))


@blueprint.post("/activities/<code>/comments")
@requires(Permission.ACTIVITIES_EDIT)
def comment(code: str) -> Response:
    """An editor writes to the coordinator."""
    activity, form = own_activity(code), CommentForm()
    if form.validate_on_submit():
        try:
            service.comment(code, form.text.data or "", (staff().user_id, False), form.nonce.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Sent. The other side gets it by mail too."), "ok")
            return redirect(url_for("activities.show", code=code, _anchor="thread"))
    return _page(activity, form)


def _page(activity: ActivityFact, form: CommentForm) -> Response:
    organisers, kind = organisers_of(activity), plan.get_type(activity.type_key)
    place = place_words(places.find_place(activity.place_id), places.list_rooms(activity.place_id), activity.room_id)
    dates = queries.list_occurrences(activity.id)
    organisation, editable = organisers[0], may(Permission.ACTIVITIES_EDIT, activity)
    scope = staff().scope(Permission.ACTIVITIES_EDIT)
    page = render_template(
        "activities/show.html", activity=activity, organisers=organisers, kind=kind, place=place,
        coming=[date for date in dates if date.ends_at > clock.now()],
        movable=any(date.state == OccurrenceState.SCHEDULED and date.starts_at > clock.now() for date in dates),
        past=[date for date in reversed(dates) if date.ends_at <= clock.now()],
        editable=editable, thread=thread_of(activity) if editable else None, comment=form,
        leading=leads(activity), helping=bool(scope and scope & activity.co_organiser_ids),
        paused=organisation.state == State.SUSPENDED,
        parts=[part for part in queries.list_parts(activity.root_id) if part.code != activity.code],
        form=ButtonForm(), states=rules.STATE_NAMES,
        signups=rules.SIGNUP_NAMES, tag_names=rules.TAG_NAMES, can=lambda step: rules.can(activity.state, Step(step)),
        at_once=rules.way_out(organisation.kind, organisation.trusted, activity.state) == Step.PUBLISH,
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.post("/activities/<code>/publish")
@requires(Permission.ACTIVITIES_EDIT)
def publish(code: str) -> Response:
    own_activity(code)
    try:
        state = service.publish(code, staff().user_id)
    except SwedishTextMissing as refusal:
        flash(_(refusal.message), "warning")
        return redirect(url_for("activities.edit", code=code))
    published = _("Published. Residents can find it now.")
    asked = _("Sent for approval. You get a mail when the coordinator has looked at it.")
    flash(published if state == ActivityState.PUBLISHED else asked, "ok")
    return redirect(url_for("activities.show", code=code))


@blueprint.route("/activities/<code>/withdraw", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def withdraw(code: str) -> Response:
    """Say what will happen and to how many; only the button does it."""
    activity, form = led_activity(code), ButtonForm()
    if request.method == "POST" and form.validate_on_submit():
        service.withdraw(code, staff().user_id)
        flash(_("The activity is withdrawn."), "ok")
        return redirect(url_for("activities.show", code=code))
    dates = coming_dates(activity.id)
    people = hooks.count_signed_up([date.id for date in dates]) if dates else 0
    page = render_template("activities/withdraw.html", activity=activity, form=form, dates=len(dates), people=people)
    return make_response(page, form.status)


@blueprint.route("/activities/<code>/leave", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def leave(code: str) -> Response:
    """Their organisations no longer arrange it together with its lead; only the button does it."""
    activity, form = own_activity(code), ButtonForm()
    own = (staff().scope(Permission.ACTIVITIES_EDIT) or frozenset()) & activity.co_organiser_ids
    if not own:
        raise NoSuchActivity
    if form.validate_on_submit():
        service.leave(code, own, staff().user_id)
        flash(_("You no longer arrange it together."), "ok")
        return redirect(url_for("activities.index"))
    organisers = organisers_of(activity)
    leaving = [fact for fact in organisers if fact.id in own]
    page = render_template(
        "activities/leave.html", activity=activity, form=form, lead=organisers[0], leaving=leaving
    )  # fmt: skip
    return make_response(page, form.status)
