"""Making an activity, changing it, copying it to a new term and adding dates. What makes dates shows them as a list first:
form, list, saved. Each step posts everything typed again, so that nothing is kept in between and no script is needed."""

from collections.abc import Callable
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.activities import queries, service
from app.activities.forms.activity import EditActivityForm, Offered
from app.activities.forms.new import NewActivityForm
from app.activities.forms.schedule import ScheduleForm
from app.activities.hooks import hooks
from app.activities.plain import EASY_WORDS, is_hard
from app.activities.pools import SignupPools, timing_of
from app.activities.proposals import find_proposal, list_proposals
from app.activities.queries import ActivityFact
from app.activities.rules import ActivityState, OccurrenceState, Signup
from app.activities.views.blueprint import blueprint, carried, leads, offered, organisation_of, own_activity
from app.activities.views.meanwhile import what_happened
from app.errors import Refused
from app.languages import Text, pick
from app.organisations.rules import publishes_at_once
from app.schedule.closures import Closure, closures_of
from app.schedule.recurrence import Schedule, dates_of
from app.schedule.spans import Span
from app.web.access import Permission, requires, staff
from app.web.locale import current_language

Save = Callable[[Schedule, bool], Response]


@blueprint.route("/activities/new", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def create() -> Response:
    choices = offered(staff().scope(Permission.ACTIVITIES_EDIT))
    form, proposal = NewActivityForm(), find_proposal(request.args.get("template", ""))
    form.offer(choices)
    if proposal and request.method == "GET":
        form.begin_from(proposal, choices)
    trusted = {fact.code: publishes_at_once(fact.kind, fact.trusted) for fact in choices.organisations}

    def save(schedule: Schedule, public: bool) -> Response:
        draft = form.draft(form.signup_scope.data, form.nonce.data or "")
        code = service.create_activity(draft, schedule, form.wanted(), staff().user_id, publish=public)
        return _saved(code)

    about = {"title": form.title.data, "at_once": trusted.get(form.organisation.data, False)}
    known = {fact.key for fact in choices.types}
    proposals = [one for one in list_proposals() if one.type in known]
    return _dates_first(form, "activities/create.html", save, about=about, proposal=proposal, proposals=proposals)


@blueprint.route("/activities/<code>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def edit(code: str) -> Response:
    activity = own_activity(code)
    places = SignupPools(tuple(hooks.list_pools(activity.id, None)), **timing_of(activity.rule))
    listed = bool(places.pools) or activity.signup == Signup.NONE
    choices = offered(frozenset({activity.organisation_id}), activity)
    form, now = _edit_form(activity, choices), _edit_form(activity, choices, formdata=None)
    now.show(activity, organisation_of(activity).code, places.pools)
    now.remember()
    if request.method == "GET":
        form = now
    if form.validate_on_submit():
        news = form.learn(now, request.form.getlist("theirs"))
        if news:
            return _page(form, 409, activity=activity, listed=listed, meanwhile=what_happened("activity", code, news))
        try:
            wanted = form.wanted()
            changed = wanted if listed and wanted.differs(places) else None
            state = service.change_activity(code, form.draft(), changed, staff().user_id, seen=activity)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_saved_words(activity.state, state), "ok")
            return redirect(url_for("activities.show", code=code))
    return _page(form, form.status, activity=activity, listed=listed)


def _edit_form(activity: ActivityFact, choices: Offered, **given: Any) -> EditActivityForm:
    """The form of an activity; who arranges it is chosen by its lead alone."""
    form = EditActivityForm(**given)
    form.offer(choices)
    if not leads(activity):
        del form.co_organisers
    return form


def _page(form: EditActivityForm, status: int, **facts: Any) -> Response:
    return make_response(render_template("activities/edit.html", form=form, **facts), status)


@blueprint.route("/activities/<code>/copy", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def copy(code: str) -> Response:
    activity = own_activity(code)
    form = ScheduleForm()
    if request.method == "GET":
        dates = queries.list_occurrences(activity.id)
        form.propose_copy(activity.rule, sum(date.state == OccurrenceState.SCHEDULED for date in dates))
    organisation = organisation_of(activity)

    def save(schedule: Schedule, public: bool) -> Response:
        nonce = form.nonce.data or ""
        return _saved(service.copy_to_term(code, schedule, staff().user_id, publish=public, nonce=nonce))

    at_once = publishes_at_once(organisation.kind, organisation.trusted)
    about = {"title": activity.title, "at_once": at_once}
    return _dates_first(form, "activities/copy.html", save, activity=activity, about=about)


@blueprint.route("/activities/<code>/dates", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def add_dates(code: str) -> Response:
    activity = own_activity(code)
    form = ScheduleForm()
    dates = queries.list_occurrences(activity.id)
    if request.method == "GET" and dates:
        form.propose_more(activity.rule, Span(dates[-1].starts_at, dates[-1].ends_at))

    def save(schedule: Schedule, _public: bool) -> Response:
        service.add_dates(code, schedule, staff().user_id)
        flash(_("The dates are added."), "ok")
        return redirect(url_for("activities.show", code=code))

    about = {"title": activity.title, "adding": True}
    return _dates_first(form, "activities/add_dates.html", save, activity=activity, about=about)


def _dates_first(form: ScheduleForm, template: str, save: Save, **facts: Any) -> Response:
    """The form; then the list of its dates with ticks; then ``save`` with what was left ticked."""
    step = request.form.get("step", "")
    if step == "change":
        form.remember_unticked(request.form.getlist("keep"))
        return make_response(render_template(template, form=form, **facts))
    if form.validate_on_submit():
        try:
            if step in {"draft", "publish"}:
                schedule = form.kept(request.form.getlist("keep"))
                dates_of(schedule)
                return save(schedule, step == "publish")
            return _list_of_dates(form, facts)
        except Refused as refusal:
            form.refuse(refusal)
    return make_response(render_template(template, form=form, **facts), form.status)


def _list_of_dates(form: ScheduleForm, facts: dict[str, Any]) -> Response:
    spans = dates_of(form.schedule())
    if isinstance(form, NewActivityForm):
        form.draft()  # refuses what could not be saved before the list is shown
    past, closed = spans[0].day < clock.today(), closures_of(span.day for span in spans)
    left_out = {day for day, closure in closed.items() if closure.kind in (form.skip.data or ())}
    page = render_template(
        "activities/preview.html", form=form, spans=spans, hard=_hard_texts(form), past=past, carried=carried(),
        closed={day: _named(closure) for day, closure in closed.items()}, left_out=left_out, easy=EASY_WORDS, **facts,
    )  # fmt: skip
    return make_response(page)


def _hard_texts(form: ScheduleForm) -> list[str]:
    """The Swedish texts with sentences that are hard to read for whoever learns the language."""
    if not isinstance(form, NewActivityForm):
        return []
    written = (form.title.data.get("sv"), form.summary.data.get("sv"), form.description.data.get("sv"))
    return [text for text in written if text and is_hard(text)]


def _named(closure: Closure) -> Text:
    """What a closed day is called, in the reader's language where the calendar of holidays knows it."""
    language = current_language().code
    return pick({language: _(closure.message)} if closure.message else dict(closure.names), language)


def _saved(code: str) -> Response:
    activity = queries.get_activity(code)
    flash(_saved_words("", activity.state), "ok")
    return redirect(url_for("activities.show", code=code))


def _saved_words(before: str, state: str) -> str:
    if state in {before, ActivityState.DRAFT}:
        return str(_("Saved."))
    if state == ActivityState.SUBMITTED:
        return str(_("Sent for approval. You get a mail when the coordinator has looked at it."))
    return str(_("Published. Residents can find it now."))
