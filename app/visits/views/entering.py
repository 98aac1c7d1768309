"""Entering a visit in a minute: agreed by telephone, an outreach visit, or one that has been."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import Refused
from app.languages import pick
from app.visits import groups, queries, service
from app.visits.facts import OfferFact, VisitFact
from app.visits.forms.entry import EntryForm
from app.visits.rules import Source
from app.visits.terms import OfferState
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import name_libraries, own_libraries
from app.web.access import Permission, requires, staff
from app.web.locale import current_language
from app.web.moments import NotADay, parse_day

MOST_GROUPS = 200
USABLE = (OfferState.OPEN, OfferState.STAFF)


@blueprint.route("/desk/visits/new", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def enter() -> Response:
    """What has been leads on to its outcome."""
    scope = staff().scope(Permission.VISITS_HANDLE)
    form = EntryForm(data=_start() if request.method == "GET" else None)
    offers = _offers()
    form.fill(offers, groups.list_known(scope, MOST_GROUPS))
    if form.validate_on_submit():
        try:
            code = service.enter(form.offer.data, form.entry(current_language().code), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _entered(queries.get_visit(code, scope))
    page = render_template("visits/desk_enter.html", form=form, offers=offers)
    return make_response(page, form.status)


def _start() -> dict[str, Any]:
    """The day and the kind that the address names; today, unless it does."""
    source = request.args.get("source", "")
    try:
        day = parse_day(request.args["day"]) if request.args.get("day") else clock.today()
    except NotADay:
        day = clock.today()
    return {"day": day, **({"source": source} if source in set(Source) else {})}


def _offers() -> list[tuple[OfferFact, str]]:
    """What visits can be entered of, with the name of its library, the own one first."""
    own, names, language = own_libraries(), name_libraries(), current_language().code
    offers = queries.list_offers(staff().scope(Permission.VISITS_HANDLE), USABLE)
    offers.sort(key=lambda one: one.organisation_id not in own)
    return [(one, f"{pick(one.title, language).value}, {names[one.organisation_id]}") for one in offers]


def _entered(visit: VisitFact) -> Response:
    flash(_("The visit is entered."), "ok")
    if visit.starts_at is not None and visit.starts_at <= clock.now():
        return redirect(url_for("visits.outcome", code=visit.code), 303)
    if not visit.contact_email:
        flash(_("No mail is sent, since no e-mail address is known."), "note")
    return redirect(url_for("visits.show", code=visit.code), 303)
