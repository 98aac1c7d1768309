"""Changing many dates of a series: the form, then what it would do and who would read what, and only then doing it."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import queries, service
from app.activities.forms.following import PauseForm, SeriesForm
from app.activities.queries import ActivityFact
from app.activities.rules import NoSuchOccurrence
from app.activities.shifting import NoComingDates, may_take_over
from app.activities.views.blueprint import blueprint, leads, organisers_of, own_activity
from app.activities.views.seen_first import Aim, seen_first
from app.places import queries as places
from app.web.access import Permission, requires, staff


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
    return seen_first(
        form, _aim(activity), "activities/change_dates.html",
        lambda: service.rehearse_change(code, since, form.change(), staff().user_id),
        lambda mark: service.change_series(code, since, form.change(), staff().user_id, mark).code,
        activity=activity, first=first,
    )  # fmt: skip


@blueprint.route("/activities/<code>/pause", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def pause(code: str) -> Response:
    """The coming dates between two days, or from a day on."""
    activity, form = own_activity(code), PauseForm()
    return seen_first(
        form, _aim(activity), "activities/pause.html",
        lambda: service.rehearse_pause(code, form.days, form.why, staff().user_id),
        lambda mark: service.pause(code, form.days, form.why, staff().user_id, mark).code,
        activity=activity,
    )  # fmt: skip


def _aim(activity: ActivityFact) -> Aim:
    told = _("Saved. Those who signed up are told in a few minutes.")
    return Aim("activities.show", activity.code, activity.title, told)
