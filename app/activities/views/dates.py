"""The staff page of one date, and changing, moving and cancelling it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.activities import rules, service
from app.activities.forms.decisions import DateForm
from app.activities.forms.following import CancelForm
from app.activities.hooks import hooks
from app.activities.queries import OccurrenceFact, get_activity
from app.activities.views.blueprint import blueprint, leads, may, offered, organisers_of, own_date, place_words
from app.activities.views.meanwhile import Meanwhile, what_happened
from app.activities.views.seen_first import CHANGE, SAVE, Aim, look, seen_first
from app.errors import Refused
from app.places import queries as places
from app.plan import queries as plan
from app.web.access import Permission, requires, staff


@blueprint.get("/occurrences/<code>")
@requires(Permission.ACTIVITIES_READ)
def date(code: str) -> str:
    """The facts of a date, and the ways to its list of people and to counting them."""
    found = own_date(code, Permission.ACTIVITIES_READ)
    return render_template(
        "activities/date.html", date=found, organisers=organisers_of(found), kind=plan.get_type(found.type_key),
        place=place_words(places.find_place(found.place_id), places.list_rooms(found.place_id), found.room_id),
        editable=may(Permission.ACTIVITIES_EDIT, found), signups=rules.SIGNUP_NAMES,
        over=found.ends_at <= clock.now(), begun=found.starts_at <= clock.now(), due=found.starts_on <= clock.today(),
        tag_names=rules.TAG_NAMES, countable=may(Permission.ATTENDANCE_READ, found),
        listed=leads(found, Permission.REGISTRATIONS_READ), people=hooks.count_signed_up([found.id]),
    )  # fmt: skip


@blueprint.route("/occurrences/<code>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def edit_date(code: str) -> Response:
    found, form, now = own_date(code), DateForm(), DateForm(formdata=None)
    choices = offered(frozenset({found.organisation_id}), get_activity(found.activity_code))
    for each in (form, now):
        each.offer(choices)
    now.show(found)
    now.remember()
    if request.method == "GET":
        form = now
    if request.form.get("step") != CHANGE and form.validate_on_submit():
        news = form.learn(now, request.form.getlist("theirs"))
        if news:
            return _edit_page(form, found, 409, what_happened("occurrence", code, news))
        try:
            return _shown(form, found) or _saved(form, found)
        except Refused as refusal:
            form.refuse(refusal)
    return _edit_page(form, found, form.status)


def _shown(form: DateForm, found: OccurrenceFact) -> Response | None:
    """What people would read of it; nothing where that has been seen, or nobody is told."""
    if request.form.get("step") == SAVE:
        return None
    seen = service.rehearse_edit(found.code, form.change(), staff().user_id)
    told = seen.reading.mails or seen.reading.aloud
    return look(Aim("activities.date", found.code, found.title, _("Saved.")), seen) if told else None


def _saved(form: DateForm, found: OccurrenceFact) -> Response:
    service.edit_date(found.code, form.change(), staff().user_id, seen=found)
    flash(_("Saved."), "ok")
    return redirect(url_for("activities.date", code=found.code))


def _edit_page(form: DateForm, found: OccurrenceFact, status: int, meanwhile: Meanwhile | None = None) -> Response:
    people = hooks.count_signed_up([found.id])
    page = render_template("activities/edit_date.html", form=form, date=found, people=people, meanwhile=meanwhile)
    return make_response(page, status)


@blueprint.route("/occurrences/<code>/cancel", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def cancel_date(code: str) -> Response:
    """Say what will happen, to how many and what they read; only the button after it does it."""
    found, form = own_date(code), CancelForm()
    aim = Aim("activities.date", code, found.title, _("The date is cancelled."), _("Cancel this date"))

    def cancel(_mark: str) -> str:
        service.cancel_date(code, staff().user_id, form.why)
        return code

    return seen_first(
        form, aim, "activities/cancel_date.html", lambda: service.rehearse_cancelling(code, staff().user_id, form.why),
        cancel, date=found, people=hooks.count_signed_up([found.id]),
    )  # fmt: skip
