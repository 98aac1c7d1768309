"""Asking for visits: form, POST, and what became of it."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.codes import new_nonce
from app.errors import Refused
from app.schedule.spans import Span
from app.settings import settings
from app.visits import service
from app.visits.forms.request import RequestForm
from app.visits.forms.times import read_slot
from app.visits.rules import HOLDING, STATE_NAMES, OfferClosed, VisitState
from app.visits.service.asking import Receipt
from app.visits.slots import SlotTaken, is_slot
from app.visits.views.blueprint import blueprint
from app.visits.views.refusals import NOTHING_FREE, refuse
from app.visits.views.shown import Shown, Way, find_offer, offer_behind, offer_of, whole
from app.visits.views.ticket import find_ticket, give
from app.web.access import public
from app.web.frame import drawn_once
from app.web.limits import limiter, sign_up_limit

LASTING = HOLDING | {VisitState.WAITING}


@blueprint.route("/visits/<code>/request", methods=["GET", "POST"])
@public
@limiter.limit(sign_up_limit, methods=["POST"])
def ask(code: str) -> Response:
    """The form of an offer: for a free time, for the waiting list, or with suggestions."""
    if request.method == "POST":
        return _send(code)
    form, shown = RequestForm(slot=request.args.get("slot")), offer_of(code)
    _offer_times(form, shown)
    return _page(form, shown)


@blueprint.get("/visits/my/done")
@public
def done() -> Response:
    """What became of it; the code is derived anew for the holder of the cookie, and kept nowhere."""
    ticket = find_ticket()
    if ticket is None:
        return redirect(url_for("visits.own"))
    return make_response(render_template("visits/done.html", ticket=ticket, shown=offer_behind(ticket.first)))


def _send(code: str) -> Response:
    """Ask. Who has chosen a time that is gone is told so, and does not land in the queue unasked."""
    form, shown = RequestForm(), find_offer(code)
    chosen = any(field.data for field in form.slots)
    shown = shown if chosen else whole(shown)
    form.offer(shown.offer.terms, (), chosen or shown.way == Way.TIMES)
    if not form.validate_on_submit():
        shown = whole(shown) if chosen else shown
        _tell_gone(form, _offer_times(form, shown, chosen))
        return _page(form, shown)
    try:
        receipt = service.ask(shown.offer.code, form.wanted(form.nonce.data or new_nonce()))
    except Refused as refusal:
        return _refused(form, offer_of(code), refusal)
    answer = _fresh_form(form, whole(shown), receipt) if receipt.differs else redirect(url_for("visits.done"), 303)
    return give(answer, receipt.request, receipt.generation)


def _offer_times(form: RequestForm, shown: Shown, chosen: bool = False) -> list[Span]:
    """Fill the lists of times, and return those; the ones around the wanted one are read first, and mostly tell that there
    are any. Times that were chosen farther away are among them while they are free."""
    times = shown.near(_wanted(form, shown))
    days = [field.span.day for field in [*form.slots, *form.alternatives] if field.span] if form.is_submitted() else []
    if days and shown.free:
        times = sorted({*times, *shown.free.between(min(days), max(days))})
    form.offer(shown.offer.terms, times, chosen or shown.way == Way.TIMES)
    return times


def _tell_gone(form: RequestForm, free: Sequence[Span]) -> None:
    """Say at its field that a chosen time has gone, where something else is what the form came back for."""
    for field in [*form.slots, *form.alternatives]:
        if field.span is not None and field.span not in free and not field.errors:
            field.errors = [_(SlotTaken.message)]


def _refused(form: RequestForm, shown: Shown, refusal: Refused) -> Response:
    """The page as the offer stands now, with everything that was typed."""
    _offer_times(form, shown)
    state = "closed" if isinstance(refusal, OfferClosed) else "full" if isinstance(refusal, NOTHING_FREE) else ""
    refuse(form, refusal)
    return _page(form, shown, state)


def _fresh_form(form: RequestForm, shown: Shown, receipt: Receipt) -> Response:
    """How the first request stands, and a form that counts anew with the answers that were typed."""
    form.nonce.data = new_nonce()
    before = _("This form has been sent already. How it stands: %(state)s.", state=_(STATE_NAMES[receipt.state]))
    flash(before + " " + _("If you want to ask for one more visit, check the answers and send."), "note")
    return _page(form, shown, receipt.state)


def _page(form: RequestForm, shown: Shown, state: str = "") -> Response:
    closed = shown.way == Way.CLOSED and not form.is_submitted()
    asked = not form.is_submitted() and _has_asked(shown)
    page = render_template(
        "visits/ask.html", form=form, group=_part(form, "visits/ask_group.html"),
        needs=_part(form, "visits/ask_needs.html"), shown=shown, offer=shown.offer,
        closed=OfferClosed() if closed else None, state="closed" if closed else state, asked=asked,
        gone=not asked and _is_gone(form, shown),
        data_controller=settings().data_controller,
        privacy_contact=settings().privacy_contact, not_passed_on=settings().tell_not_passed_on,
        contact_days=settings().contact_days, name_days=settings().name_days,
    )  # fmt: skip
    return make_response(page, form.status)


def _part(form: RequestForm, template: str) -> Markup:
    """A part of the form that depends on nothing else; that of a blank form is the same for everybody."""
    if form.is_submitted():
        return Markup(render_template(template, form=form))  # noqa: S704  # our own template, escaped by Jinja
    return drawn_once(template, "", lambda: {"form": form})


def _is_gone(form: RequestForm, shown: Shown) -> bool:
    """Whether the reader comes by the link of a time that somebody else has got."""
    chosen = form.slot.span if "slot" in form else None
    if chosen is None or form.is_submitted() or not is_slot(shown.offer.terms, chosen):
        return False
    return chosen not in shown.near(chosen)


def _has_asked(shown: Shown) -> bool:
    """Whether this browser has just asked for a visit of this kind: somebody who goes back to the form is told so."""
    ticket = find_ticket()
    return ticket is not None and any(
        one.offer_code == shown.offer.code and one.state in LASTING and not one.over for one in ticket.visits
    )


def _wanted(form: RequestForm, shown: Shown) -> Span | None:
    """The time that is chosen first, free or not."""
    return read_slot(form.slot.data or "", shown.offer.minutes) if "slot" in form else None
