"""A host with a link and a PIN: today's dates of one series, and the last week's that nobody recorded."""

from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app import clock
from app.activities.hooks import hooks
from app.activities.queries import OccurrenceFact
from app.activities.rules import NoSuchOccurrence, OccurrenceState
from app.activities.service import cancel_date
from app.attendance import queries, service
from app.attendance.forms import PinForm
from app.attendance.rules.refusals import CountingNotOpened, LinkOver
from app.attendance.steps import Signer
from app.attendance.views import counter
from app.attendance.views.blueprint import blueprint
from app.attendance.views.sheet import load
from app.codes import normalise_code
from app.errors import Refused
from app.registrations import queries as registrations
from app.registrations.organising import first_name
from app.registrations.rules import RegistrationState
from app.settings import secret, settings
from app.web.access import for_staff
from app.web.forms import Form
from app.web.limits import limiter, sign_in_limit
from app.web.locale import current_language, staff_languages

COOKIE = "samspel_count"
OPEN_FOR = timedelta(hours=12)
LOOKING_BACK = timedelta(days=7)
LOOKING_AHEAD = timedelta(days=60)


@blueprint.route("/count/<token>", methods=["GET", "POST"])
@for_staff
@limiter.limit(sign_in_limit, methods=["POST"])
def open_count(token: str) -> Response:
    """Ask for the PIN; the right one opens a clean address, so that the token stays in no history or referrer."""
    service.find_by_token(token)
    form = PinForm()
    if form.validate_on_submit():
        try:
            link = service.open_host_link(token, normalise_code(form.pin.data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _with_cookie(redirect(url_for(".count"), 303), link)
    form.pin.data = ""
    return make_response(render_template("attendance/pin.html", form=form), form.status)


@blueprint.get("/count")
@for_staff
def count() -> Response:
    _host, root = _opened()
    dates = _dates(root)
    records = queries.find_records(date.id for date in dates)
    today = [date for date in dates if date.starts_on == clock.today()]
    missing = [date for date in dates if date.id not in records and _was_held(date)]
    page = render_template(
        "attendance/count.html", today=today, missing=missing, records=records, next=None if today else _next(root)
    )
    return make_response(page)


@blueprint.route("/count/dates/<code>", methods=["GET", "POST"])
@for_staff
def count_date(code: str) -> Response:
    """The counter; for today's date also who has signed up, by first name, and the way to cancel it."""
    link, root = _opened()
    date = _date(root, code)
    sheet = load(date, Signer(link_id=link.id))
    cancel = url_for(".cancel_count", code=code) if _may_cancel(date) and sheet.record is None else ""
    extra = {"back": (url_for(".count"), _("To the dates")), "expected": _expected(date), "cancel": cancel}
    return counter.answer(sheet, url_for(".count_date", code=code), extra)


@blueprint.route("/count/dates/<code>/cancel", methods=["GET", "POST"])
@for_staff
def cancel_count(code: str) -> Response:
    """Say what will happen and to how many; only the button does it."""
    _host, root = _opened()
    date = _date(root, code)
    if not _may_cancel(date):
        raise NoSuchOccurrence
    form = Form()
    if form.validate_on_submit():
        try:
            cancel_date(code, "host")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The date is cancelled."), "ok")
            return redirect(url_for(".count"), 303)
    people = hooks.count_signed_up([date.id])
    return make_response(render_template("attendance/cancel.html", form=form, date=date, people=people), form.status)


def _opened() -> tuple[queries.HostLinkFact, int]:
    """The link that the cookie opened, and its root series. Raises CountingNotOpened, LinkOver."""
    try:
        code, generation = _signer().loads(request.cookies.get(COOKIE, ""), max_age=int(OPEN_FOR.total_seconds()))
    except (BadData, ValueError, TypeError):
        raise CountingNotOpened from None
    found = queries.find_host_link(code)
    if found is None or found.generation != generation:
        raise LinkOver
    return found, service.root_of_open(found)


def _dates(root: int) -> list[OccurrenceFact]:
    """The dates of the series from a week ago to the end of today."""
    return queries.list_between(root, clock.now() - LOOKING_BACK, clock.day_end(clock.today()))


def _next(root: int) -> OccurrenceFact | None:
    """The first date of the series after today that takes place, within ``LOOKING_AHEAD``."""
    ahead = queries.list_between(root, clock.now(), clock.now() + LOOKING_AHEAD)
    return next((date for date in ahead if date.state == OccurrenceState.SCHEDULED), None)


def _date(root: int, code: str) -> OccurrenceFact:
    """A date of the series that its host may count. Raises NoSuchOccurrence."""
    date = next((date for date in _dates(root) if date.code == code), None)
    if date is None:
        raise NoSuchOccurrence
    return date


def _may_cancel(date: OccurrenceFact) -> bool:
    """A host cancels today's date only, as long as it has not ended."""
    scheduled = date.state == OccurrenceState.SCHEDULED
    return scheduled and date.starts_on == clock.today() and clock.now() < date.ends_at


def _expected(date: OccurrenceFact) -> list[tuple[str, int]]:
    """(first name, people) of each party with a place today: a host sees no more of them, and only on the day."""
    if date.starts_on != clock.today():
        return []
    pools = [pool.id for pool in registrations.list_pool_states([date.id], [date.activity_id])]
    listed = registrations.list_registrations(pools) if pools else []
    confirmed = [party for party in listed if party.state == RegistrationState.CONFIRMED]
    return [(first_name(party.name), party.party_size) for party in confirmed]


def _was_held(date: OccurrenceFact) -> bool:
    past = date.starts_on < clock.today() and date.ends_at <= clock.now()
    return past and date.state == OccurrenceState.SCHEDULED


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="host-count")


def _with_cookie(response: Response, link: queries.HostLinkFact) -> Response:
    """The same cookie on the counter's path of every language, so that switching keeps it open."""
    value = _signer().dumps([link.code, link.generation])
    for language in {current_language().code, *(offered.code for offered in staff_languages())}:
        response.set_cookie(
            COOKIE, value, max_age=int(OPEN_FOR.total_seconds()), path=url_for(".count", lang=language), httponly=True,
            samesite="Lax", secure=settings().base_url.startswith("https://"),
        )  # fmt: skip
    return response
