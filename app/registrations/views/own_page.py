"""The participant's own page, by the code of the confirmation or by the link of a mail: see, change, cancel, finish."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import Refused
from app.registrations import hooks, queries, service
from app.registrations.forms import OwnCodeForm, PartySizeForm, PressForm
from app.registrations.rules import NoSuchRegistration, RegistrationState, check_change
from app.registrations.views.blueprint import blueprint
from app.registrations.views.shown import dates_of, next_date, role_label, where
from app.registrations.views.ticket import Ticket, find_ticket, give, give_receipt, take_back, ticket_of, with_changes
from app.web.access import public
from app.web.limits import limiter, own_page_limit, sign_up_limit


@blueprint.route("/my", methods=["GET", "POST"])
@public
@limiter.limit(own_page_limit, methods=["POST"])
def own() -> Response:
    """The own page of whoever holds a ticket; else the field for the code, which opens a group visit too."""
    form = OwnCodeForm()
    if form.validate_on_submit():
        ticket = ticket_of(queries.find_by_own_code(form.code.data))
        if ticket is not None:
            return give(redirect(url_for("registrations.own"), 303), ticket)
        other = hooks.elsewhere[0](form.code.data)
        if other is not None:
            return other
        form.refuse(NoSuchRegistration("code"))
    held = None if form.is_submitted() else find_ticket()
    if held is not None:
        return _page(held, PartySizeForm(party_size=held.party_size))
    return make_response(render_template("registrations/find.html", form=form), form.status)


@blueprint.get("/my/<token>")
@public
@limiter.limit(own_page_limit)
def open_link(token: str) -> Response:
    """A mailed link only opens the page; mail scanners open links, so that nothing is done here."""
    ticket = ticket_of(queries.find_by_token(token))
    if ticket is None:
        raise NoSuchRegistration
    return give(redirect(url_for("registrations.own")), ticket)


@blueprint.post("/my/party")
@public
def change_party() -> Response:
    ticket = find_ticket()
    if ticket is None:
        return redirect(url_for("registrations.own"), 303)
    form = PartySizeForm()
    if not form.validate_on_submit():
        return _page(ticket, form)
    try:
        changed = _change(ticket, form.party_size.data or 1)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(ticket, form)
    flash(_("Saved. Now you are %(count)s.", count=form.party_size.data), "ok")
    return give(redirect(url_for("registrations.own"), 303), changed)


@blueprint.route("/my/cancel", methods=["GET", "POST"])
@public
def cancel() -> Response:
    """Says what will happen; only the button does it."""
    ticket = find_ticket()
    if ticket is None:
        return redirect(url_for("registrations.own"), 303)
    form = PressForm()
    if form.validate_on_submit():
        try:
            held = _cancel(ticket)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return give(redirect(url_for("registrations.own"), 303), held)
    date = next_date(dates_of(ticket.pool))
    page = render_template("registrations/cancel.html", form=form, ticket=ticket, date=date)
    return make_response(page, form.status)


@blueprint.post("/my/again")
@public
@limiter.limit(sign_up_limit)
def again() -> Response:
    """One tap: the same party comes to the next date too."""
    ticket = find_ticket()
    if ticket is None:
        return redirect(url_for("registrations.own"), 303)
    form = PressForm()
    if form.validate_on_submit():
        try:
            receipt, coming = service.come_again(ticket.pool, ticket.party, ticket.nonce)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            done = redirect(url_for("registrations.done"), 303)
            return give_receipt(done, receipt, coming.pool_code, coming.nonce, ticket.party)
    return _page(ticket, PartySizeForm(formdata=None, party_size=ticket.party_size), form)


@blueprint.post("/my/finish")
@public
def finish() -> Response:
    """For shared computers: this browser forgets the registration."""
    flash(_("Done. This browser has forgotten your registration."), "ok")
    return take_back(redirect(url_for("registrations.own"), 303))


def _page(ticket: Ticket, form: PartySizeForm, failed: PressForm | None = None) -> Response:
    dates = dates_of(ticket.pool)
    date = next_date(dates)
    coming = queries.find_next_pool(ticket.pool) if ticket.state != RegistrationState.CANCELLED else None
    page = render_template(
        "registrations/own.html", ticket=ticket, form=form, date=date, dates=dates, where=where(date),
        role=role_label(ticket.pool.state.role), coming=coming, failed=failed or form,
    )  # fmt: skip
    return make_response(page, (failed or form).status)


def _cancel(ticket: Ticket) -> Ticket:
    if ticket.code:
        service.cancel(ticket.code)
        return ticket
    return with_changes(ticket, state=RegistrationState.CANCELLED, position=0)


def _change(ticket: Ticket, party_size: int) -> Ticket:
    if ticket.code:
        service.change_party(ticket.code, party_size)
        return ticket
    change = (RegistrationState(ticket.state), ticket.party_size, party_size)
    check_change(ticket.pool.state, ticket.pool.terms, [], change, clock.now())
    return with_changes(ticket, party_size=party_size)
