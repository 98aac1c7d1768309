"""Signing up for a date or a whole series: form, POST, confirmation."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.activities.rules import OccurrenceState, Scope
from app.codes import new_nonce, normalise_code
from app.errors import Refused
from app.languages import N_
from app.registrations import service
from app.registrations.forms import PartyForm
from app.registrations.rules import DateCancelled, NoSignUpNeeded, RegistrationState, SignUpRefused
from app.registrations.service import Receipt
from app.registrations.views.blueprint import blueprint
from app.registrations.views.shown import Offer, dates_of, next_date, offer_of_date, offer_of_series, role_label, where
from app.registrations.views.ticket import find_ticket, give_receipt
from app.settings import settings
from app.web.access import public
from app.web.frame import drawn_once
from app.web.limits import limiter, sign_up_limit

SENT_BEFORE = {
    RegistrationState.CONFIRMED: N_("This form has been sent already, and you have a place."),
    RegistrationState.WAITING: N_("This form has been sent already, and you are on the waiting list."),
    RegistrationState.CANCELLED: N_("This form has been sent already, and that registration is cancelled."),
}


@blueprint.route("/occurrences/<code>/sign-up", methods=["GET", "POST"])
@public
@limiter.limit(sign_up_limit, methods=["POST"])
def sign_up_for_date(code: str) -> Response:
    return _sign_up(normalise_code(code), offer_of_date)


@blueprint.route("/activities/<code>/sign-up", methods=["GET", "POST"])
@public
@limiter.limit(sign_up_limit, methods=["POST"])
def sign_up_for_series(code: str) -> Response:
    return _sign_up(normalise_code(code), offer_of_series)


@blueprint.get("/my/done")
@public
def done() -> Response:
    """What became of the sign-up; the code is derived anew for the holder of the cookie, and kept nowhere."""
    ticket = find_ticket()
    if ticket is None:
        return redirect(url_for("registrations.own"))
    date = next_date(dates_of(ticket.pool))
    role = role_label(ticket.pool.state.role)
    page = render_template("registrations/done.html", ticket=ticket, date=date, where=where(date), role=role)
    return make_response(page)


def _sign_up(code: str, load: Callable[[str], Offer]) -> Response:
    form = PartyForm()
    if request.method == "GET":
        return _form_page(form, load(code))
    if not form.pool.data:
        form.offer(_choices(load(code)))
    if not form.validate_on_submit():
        return _form_page(form, load(code))
    nonce = form.nonce.data or new_nonce()
    try:
        party = form.party()
        receipt = service.sign_up(form.pool.data or "", party, nonce, code)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(form, load(code), refusal)
    done_url = url_for("registrations.done")
    answer = _fresh_form(form, load(code), receipt) if receipt.differs else redirect(done_url, 303)
    return give_receipt(answer, receipt, form.pool.data, nonce, party)


def _fresh_form(form: PartyForm, offer: Offer, receipt: Receipt) -> Response:
    """The first registration's state, and a form that counts anew with the answers that were typed."""
    form.nonce.data = new_nonce()
    flash(
        _(SENT_BEFORE[receipt.state]) + " " + _("If you want to sign up one more, check the answers and send."), "note"
    )
    return _form_page(form, offer, state=receipt.state)


def _form_page(form: PartyForm, offer: Offer, refusal: Refused | None = None, state: str = "") -> Response:
    elsewhere = None if offer.pools else _elsewhere(offer)
    if elsewhere:
        return redirect(elsewhere, 303)
    closed = None if form.is_submitted() else _nothing_open(offer)
    if isinstance(refusal, SignUpRefused):
        state = refusal.data_state
    form.offer(_choices(offer))
    page = render_template(
        "registrations/sign_up.html", form=form, offer=offer, lines=offer.lines, closed=closed,
        state=closed.data_state if closed else state, action=_action(offer), where=where(offer.date),
        fields=_fields(form, offer.date.contact_required), held=not form.is_submitted() and _holds(offer),
        data_controller=settings().data_controller, privacy_contact=settings().privacy_contact,
        not_passed_on=settings().tell_not_passed_on, contact_days=settings().contact_days, name_days=settings().name_days,
    )  # fmt: skip
    return make_response(page, form.status)


def _fields(form: PartyForm, contact_wanted: bool) -> Markup:
    """Name, party, contact, needs and language; those of a blank form are the same for everybody."""
    if form.is_submitted():
        page = render_template("registrations/fields.html", form=form, contact_wanted=contact_wanted)
        return Markup(page)  # noqa: S704  # our own template, escaped by Jinja
    given = {"form": form, "contact_wanted": contact_wanted}
    return drawn_once("registrations/fields.html", "contact" if contact_wanted else "", lambda: given)


def _holds(offer: Offer) -> bool:
    """Whether this browser has just signed up here: Back opens a fresh form, which would count once more."""
    ticket = find_ticket()
    codes = {pool.state.code for pool in offer.pools}
    return ticket is not None and ticket.state != RegistrationState.CANCELLED and ticket.pool.state.code in codes


def _action(offer: Offer) -> str:
    """Where the form is sent: the date, or the series that holds the pools (its root, when it was split)."""
    if not offer.whole or not offer.pools:
        return url_for("registrations.sign_up_for_date", code=offer.date.code)
    return url_for("registrations.sign_up_for_series", code=offer.pools[0].activity_code)


def _nothing_open(offer: Offer) -> SignUpRefused | None:
    """Why nobody can sign up here now, if so."""
    if not offer.pools:
        return DateCancelled() if offer.date.state == OccurrenceState.CANCELLED else NoSignUpNeeded()
    refusals = [line.refusal for line in offer.lines]
    return refusals[0] if all(refusals) else None


def _choices(offer: Offer) -> list[tuple[str, str]]:
    """All the pools, also those that take nobody: who finds one role full is told so, and not signed up for the other."""
    return [(line.code, line.role_label) for line in offer.lines]


def _elsewhere(offer: Offer) -> str:
    """Where the pools are: with each date or with the whole series, as the activity says."""
    date = offer.date
    if offer.whole and date.signup_scope == Scope.DATE:
        return url_for("registrations.sign_up_for_date", code=date.code)
    if not offer.whole and date.signup_scope == Scope.SERIES:
        return url_for("registrations.sign_up_for_series", code=date.activity_code)
    return ""
