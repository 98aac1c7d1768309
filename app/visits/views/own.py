"""The page of whoever asked for visits, by the code of the confirmation or by the link of a mail: see, keep, finish."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.exports.calendar import calendar
from app.registrations import queries as registrations
from app.registrations.forms import OwnCodeForm, PressForm
from app.registrations.views import ticket as registration_ticket
from app.settings import settings
from app.visits import queries
from app.visits.entries import entry_of
from app.visits.facts import VisitFact
from app.visits.rules import NoSuchVisit, Step, VisitState, can, state_name
from app.visits.views.blueprint import blueprint
from app.visits.views.shown import Shown, offer_behind
from app.visits.views.ticket import Ticket, admit, admit_by_code, find_ticket, take_back, ticket_of
from app.web.access import public
from app.web.limits import limiter, own_page_limit
from app.web.locale import current_language


@blueprint.route("/visits/my", methods=["GET", "POST"])
@public
@limiter.limit(own_page_limit, methods=["POST"])
def own() -> Response:
    """The page of whoever holds a ticket; else, and where they ask for it (``other``), the field for the code, which opens a
    registration too."""
    form = OwnCodeForm()
    if form.validate_on_submit():
        found = admit_by_code(form.code.data) or _admit_to_registration(form.code.data)
        if found is not None:
            return found
        form.refuse(NoSuchVisit("code"))
    held = None if form.is_submitted() or request.args.get("other") else find_ticket()
    if held is not None:
        return own_page(held)
    return make_response(render_template("visits/find.html", form=form), form.status)


@blueprint.get("/visits/my/<token>")
@public
@limiter.limit(own_page_limit)
def open_link(token: str) -> Response:
    """A mailed link only opens the page; mail scanners open links, so that nothing is done here."""
    ticket = ticket_of(queries.find_by_token(token))
    if ticket is None:
        raise NoSuchVisit
    return admit(ticket)


@blueprint.get("/visits/my.ics")
@public
def own_ics() -> Response:
    """The visits that are agreed, for a calendar. Raises NoSuchVisit without a ticket."""
    ticket = find_ticket()
    if ticket is None:
        raise NoSuchVisit
    spot, language = offer_behind(ticket.first).spot, current_language().code
    agreed = [one for one in ticket.visits if one.state == VisitState.CONFIRMED]
    host = urlsplit(settings().base_url).hostname or "localhost"
    body = calendar([entry_of(one, spot, language) for one in agreed], host, language)
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="samspel-visit.ics"'
    return answer


@blueprint.post("/visits/my/finish")
@public
def finish() -> Response:
    """For shared computers: this browser forgets the visits."""
    flash(_("Done. This browser has forgotten your visit."), "ok")
    return take_back(redirect(url_for("visits.own"), 303))


def own_page(ticket: Ticket, failed: PressForm | None = None) -> Response:
    """The page of a request; ``failed``: a button on it that could not do what it says."""
    shown = offer_behind(ticket.first)
    form = failed or PressForm()
    heads = {one.code: _(state_name(one.state, one.over)) for one in ticket.visits}
    page = render_template("visits/own.html", ticket=ticket, shown=shown, form=form, may=_may(shown), heads=heads)
    return make_response(page, form.status)


def _may(shown: Shown) -> Callable[[VisitFact, str], bool]:
    """Whether a step is possible for a visit now; "people": to say how many they are; "suggest": other times, where there are
    none to choose from."""

    def may(visit: VisitFact, step: str) -> bool:
        ahead = visit.starts_at is None or visit.starts_at > clock.now()
        if step == Step.REFUSE_PROPOSAL:
            return can(visit.state, Step.REFUSE_PROPOSAL)
        if visit.elsewhere and step in {Step.ASK_AGAIN, "suggest"}:
            return False
        if step == "suggest":
            return ahead and not shown.offer.terms.has_windows and can(visit.state, Step.ASK_AGAIN)
        if step == Step.ASK_AGAIN and not shown.offer.terms.has_windows:
            return False
        return ahead and can(visit.state, Step.CANCEL if step == "people" else Step(step))

    return may


def _admit_to_registration(typed: str) -> Response | None:
    ticket = registration_ticket.ticket_of(registrations.find_by_own_code(typed))
    return registration_ticket.give(redirect(url_for("registrations.own"), 303), ticket) if ticket else None
