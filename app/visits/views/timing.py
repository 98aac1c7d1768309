"""Another time for a visit: proposed where the group has asked, offered where it waits, given where all have agreed."""

from datetime import datetime

from flask import make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import Refused
from app.schedule.spans import Span
from app.visits import openings, queries, service
from app.visits.facts import OfferFact, VisitFact
from app.visits.forms.staff import TimeForm
from app.visits.rules import ChangedMeanwhile, NotPossibleNow, Step, VisitState
from app.visits.views.blueprint import blueprint
from app.visits.views.handling import back_to, to_how_it_stands
from app.visits.views.reach import NAMES, slot_markup, visit_of
from app.web.access import Permission, requires, staff

NEAREST = 8
STEPS = {
    VisitState.REQUESTED: Step.PROPOSE,
    VisitState.PROPOSED: Step.PROPOSE,
    VisitState.WAITING: Step.OFFER,
    VisitState.CONFIRMED: Step.MOVE,
}


@blueprint.route("/desk/visits/<code>/time", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def give_time(code: str) -> Response:
    """The nearest free times, or another day and hour: a library may give times outside of its hours, but none that is
    taken."""
    visit = visit_of(code)
    step = STEPS.get(VisitState(visit.state))
    offer, form = queries.get_offer(visit.offer_code), TimeForm()
    if step is None:
        raise NotPossibleNow
    if form.is_submitted() and form.step.data != step:
        return to_how_it_stands(visit, ChangedMeanwhile())  # a proposal must not become a move
    near = {*openings.list_nearest(offer, visit, _wanted(visit), NEAREST), *_wished(offer, visit)}
    chosen = form.chosen(offer.minutes)
    times = sorted({*near, chosen} if chosen else near)
    form.offer([(span, slot_markup(span)) for span in times])
    if form.validate_on_submit():
        try:
            said = _give(visit, step, form.span(offer.minutes), form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return back_to(visit, said)
    return _page(visit, offer, form, step)


def _give(visit: VisitFact, step: Step, span: Span, form: TimeForm) -> str:
    """Let the visit have it; returns what to say."""
    if step == Step.MOVE:
        service.move(visit.code, span, staff().user_id, form.seen)
        return str(_("The visit is moved."))
    if step == Step.OFFER:
        service.offer_time(visit.code, span, staff().user_id, form.seen)
    else:
        service.propose(visit.code, span, form.words.data or "", staff().user_id, form.seen)
    return str(_("The time is proposed, and held until the group has answered."))


def _page(visit: VisitFact, offer: OfferFact, form: TimeForm, step: Step) -> Response:
    form.show(visit)
    form.step.data = str(step)
    page = render_template("visits/desk_time.html", visit=visit, offer=offer, form=form, step=step, **NAMES)
    return make_response(page, form.status)


def _wished(offer: OfferFact, visit: VisitFact) -> set[Span]:
    """Those of the times that the group suggested that can be had."""
    return openings.which_are_free(offer, visit, visit.wishes)


def _wanted(visit: VisitFact) -> datetime:
    """When the group would come, as far as is known."""
    wished = visit.starts_at or next((one.starts_at for one in visit.wishes), clock.now())
    return max(wished, clock.now())
