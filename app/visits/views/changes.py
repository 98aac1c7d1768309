"""What a group changes on its page: how many they are, another time, yes or no to a proposal, cancelling. A page says what
will happen, and only a button does it."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Refused
from app.registrations.forms import PressForm
from app.visits import queries, service
from app.visits.facts import OfferFact, VisitFact
from app.visits.forms.own import AnotherTimeForm
from app.visits.forms.people import PeopleForm
from app.visits.forms.request import TimesForm
from app.visits.forms.times import FreeList
from app.visits.free import FreeTimes
from app.visits.free_months import NOTHING, FreeMonth, month_of
from app.visits.queue import QueueBefore, check_nobody_waits
from app.visits.rules import VisitState
from app.visits.views.blueprint import blueprint
from app.visits.views.own import own_page
from app.visits.views.refusals import refuse
from app.visits.views.shown import asked_month
from app.visits.views.ticket import find_ticket
from app.web.access import public
from app.web.limits import limiter, sign_up_limit

CHANGEABLE = frozenset({VisitState.WAITING, VisitState.REQUESTED, VisitState.PROPOSED, VisitState.CONFIRMED})


@blueprint.route("/visits/my/<code>/people", methods=["GET", "POST"])
@public
def people(code: str) -> Response:
    """More or fewer people."""
    visit = _find(code)
    if visit is None:
        return _back()
    form = PeopleForm(learners=visit.learners, adults=visit.adults)
    if form.validate_on_submit():
        learners, adults = form.learners.data or 0, form.adults.data or 0
        try:
            service.change_people(code, learners, adults)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash(_("Saved. Now you are %(count)s.", count=learners + adults), "ok")
            return _back()
    offer = queries.get_offer(visit.offer_code)
    return make_response(render_template("visits/people.html", form=form, visit=visit, offer=offer), form.status)


@blueprint.route("/visits/my/<code>/again", methods=["GET", "POST"])
@public
@limiter.limit(sign_up_limit, methods=["POST"])
def again(code: str) -> Response:
    """Another free time instead of the one that the visit has, or waits for; those of a month at a time."""
    visit, form = _find(code), AnotherTimeForm()
    if visit is None:
        return _back()
    offer = queries.get_offer(visit.offer_code)
    form.slot.minutes = offer.minutes
    if form.validate_on_submit() and form.slot.span is not None:
        try:
            state = service.ask_again(code, form.slot.span)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            agreed = state == VisitState.CONFIRMED
            flash(_("The visit is booked") if agreed else _("You have asked for the new time."), "ok")
            return _back()
    before = _queue_before(visit)
    month = NOTHING if before else _month(offer, visit)
    free = [span for span in month.free if span != visit.span]
    form.slot.offer(FreeList(free, most=len(free)), offer.minutes)
    page = render_template(
        "visits/again.html", form=form, visit=visit, offer=offer, free=free, before=before, month=month
    )
    return make_response(page, form.status)


@blueprint.route("/visits/my/<code>/suggest", methods=["GET", "POST"])
@public
@limiter.limit(sign_up_limit, methods=["POST"])
def suggest(code: str) -> Response:
    """Other times, where the offer has none to choose from."""
    visit, form = _find(code), TimesForm()
    if visit is None:
        return _back()
    offer = queries.get_offer(visit.offer_code)
    if offer.terms.has_windows:
        return redirect(url_for("visits.again", code=code), 303)
    form.offer(offer.terms, (), asks_times=False)
    if form.validate_on_submit():
        try:
            service.suggest_again(code, form.suggested)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash(_("The library has your suggestions, and answers you."), "ok")
            return _back()
    return make_response(render_template("visits/suggest.html", form=form, visit=visit), form.status)


@blueprint.post("/visits/my/<code>/agree")
@public
def agree(code: str) -> Response:
    """They come when the library proposed."""
    return _press(code, service.agree, _("The visit is booked"))


@blueprint.post("/visits/my/<code>/refuse")
@public
def refuse_proposal(code: str) -> Response:
    """They cannot come then."""
    return _press(code, service.refuse_proposal, _("The library knows. You are on the waiting list."))


@blueprint.route("/visits/my/<code>/cancel", methods=["GET", "POST"])
@public
def cancel(code: str) -> Response:
    """Says what will happen; only the button does it."""
    visit, form = _find(code), PressForm()
    if visit is None:
        return _back()
    if form.validate_on_submit():
        try:
            service.cancel(code)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _back()
    return make_response(render_template("visits/cancel.html", form=form, visit=visit), form.status)


def _press(code: str, command: Callable[[str], None], done: str) -> Response:
    ticket = find_ticket()
    if ticket is None:
        return _back()
    ticket.visit(code)
    form = PressForm()
    if form.validate_on_submit():
        try:
            command(code)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash(done, "ok")
            return _back()
    return own_page(find_ticket() or ticket, form)


def _back() -> Response:
    return redirect(url_for("visits.own"), 303)


def _find(code: str) -> VisitFact | None:
    """One of the visits of whoever holds a ticket, while something can be changed about it."""
    ticket = find_ticket()
    visit = ticket.visit(code) if ticket else None
    return visit if visit and visit.state in CHANGEABLE and not visit.over else None


def _month(offer: OfferFact, visit: VisitFact) -> FreeMonth:
    """The month that was asked for, else that of the visit, else the first one with free times."""
    of_visit = visit.span.day.replace(day=1) if visit.span else None
    return month_of(FreeTimes(offer, [visit]), asked_month() or of_visit)


def _queue_before(visit: VisitFact) -> Refused | None:
    """Why they cannot choose a time by themselves now, if so."""
    try:
        check_nobody_waits(queries.list_queue(visit.offer_id), visit.code)
    except QueueBefore as found:
        return found
    return None
