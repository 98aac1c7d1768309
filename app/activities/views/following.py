"""Changing many dates of a series: the form, then what it would do and who would read what, and only then doing it."""

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import queries, service
from app.activities.forms.following import PauseForm, SeriesForm
from app.activities.queries import ActivityFact
from app.activities.rules import ChangedMeanwhile, NoSuchOccurrence
from app.activities.service.following import Outcome, Rehearsal
from app.activities.shifting import NoComingDates, may_take_over
from app.activities.views.blueprint import blueprint, carried, leads, organisers_of, own_activity
from app.errors import Refused
from app.places import queries as places
from app.web.access import Permission, requires, staff
from app.web.forms import Form


@blueprint.route("/activities/<code>/dates/change", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def change_dates(code: str) -> Response:
    """The coming dates of a series: all of them, or (``from``) those from one on."""
    activity, form = own_activity(code), SeriesForm()
    since = request.args.get("from", "")
    first = next((one for one in queries.list_occurrences(activity.id) if one.code == since), None)
    if since and first is None:
        raise NoSuchOccurrence
    usual = service.usual_times(code, since)
    if usual is None:
        raise NoComingDates
    lead, *helpers = organisers_of(activity)
    able = [fact for fact in helpers if may_take_over(fact.state, fact.kind, fact.trusted)] if leads(activity) else []
    form.offer([one for one in places.list_places() if not one.closed], places.list_rooms(), [lead, *able])
    if request.method == "GET":
        form.show(usual, activity)
    return _seen_first(
        form, activity, "activities/change_dates.html",
        lambda: service.rehearse_change(code, since, form.change(), staff().user_id),
        lambda mark: service.change_series(code, since, form.change(), staff().user_id, mark),
        first=first,
    )  # fmt: skip


@blueprint.route("/activities/<code>/pause", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def pause(code: str) -> Response:
    """The coming dates between two days, or from a day on."""
    activity, form = own_activity(code), PauseForm()
    return _seen_first(
        form, activity, "activities/pause.html",
        lambda: service.rehearse_pause(code, form.days, form.why, staff().user_id),
        lambda mark: service.pause(code, form.days, form.why, staff().user_id, mark),
    )  # fmt: skip


def _seen_first(
    form: Form, activity: ActivityFact, template: str, rehearse: Callable[[], Rehearsal], do: Callable[[str], Outcome],
    **facts: Any,
) -> Response:  # fmt: skip
    """The form; then what it would do; then doing it, if it would still do the same."""
    step, again = request.form.get("step", ""), False
    if step != "change" and form.validate_on_submit():
        try:
            if step == "save":
                return _done(do(request.form.get("mark", "")))
        except ChangedMeanwhile:
            again = True
        except Refused as refusal:
            form.refuse(refusal)
        if not form.errors:
            try:
                return _look(activity, rehearse(), again)
            except Refused as refusal:
                form.refuse(refusal)
    return make_response(render_template(template, form=form, activity=activity, **facts), form.status)


def _look(activity: ActivityFact, seen: Rehearsal, again: bool) -> Response:
    page = render_template(
        "activities/rehearsal.html", activity=activity, outcome=seen.outcome, reading=seen.reading, again=again,
        carried=[(name, value) for name, value in carried() if name != "mark"],
    )  # fmt: skip
    return make_response(page, 409 if again else 200)


def _done(outcome: Outcome) -> Response:
    flash(_("Saved. Those who signed up are told in a few minutes."), "ok")
    return redirect(url_for("activities.show", code=outcome.code))
