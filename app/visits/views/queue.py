"""What waits for the libraries: requests, proposals that nobody has answered yet, the waiting lists, the coming days, and
visits that nobody has counted."""

from dataclasses import dataclass
from datetime import timedelta

from flask import render_template

from app import clock
from app.schedule.spans import Span
from app.visits import queries
from app.visits.facts import OfferFact, VisitFact
from app.visits.forms.times import in_words
from app.visits.free import list_free_soon
from app.visits.queries import Scope
from app.visits.queue import Waiting, in_turn
from app.visits.rules import VisitState
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import NAMES, handles, name_libraries, shown
from app.web.access import Permission, requires

DAYS_AHEAD = 7
DAYS_FREE = 120
MOST_FREE = 20
MOST_MISSING = 10


@dataclass(frozen=True)
class WaitingList:
    """Those who wait for a time of an offer, in turn, and the free times that the first of them can be offered."""

    offer: OfferFact
    visits: list[VisitFact]
    free: list[tuple[Span, str]]


@blueprint.get("/desk/visits")
@requires(Permission.VISITS_READ)
def queue() -> str:
    """Who asked first comes first."""
    reach, today = shown(), clock.today()
    waits = queries.list_to_answer(reach.scope)
    coming = queries.list_between(
        reach.scope, clock.day_start(today), clock.day_end(today + timedelta(days=DAYS_AHEAD - 1))
    )
    missing = queries.list_without_outcome(reach.scope)
    return render_template(
        "visits/desk_queue.html", reach=reach, handles=handles(), libraries=name_libraries(), today=today,
        requested=[one for one in waits if one.state == VisitState.REQUESTED or one.wants_another_time],
        proposed=[one for one in waits if one.state == VisitState.PROPOSED],
        lists=_waiting_lists(reach.scope, [one for one in waits if one.state == VisitState.WAITING]),
        coming=[one for one in coming if one.state in {VisitState.CONFIRMED, VisitState.HELD}],
        missing=missing[:MOST_MISSING], left_out=max(0, len(missing) - MOST_MISSING), **NAMES,
    )  # fmt: skip


def _waiting_lists(scope: Scope, waiting: list[VisitFact]) -> list[WaitingList]:
    """One a full offer, with what is free now."""
    wanted = {one.offer_id for one in waiting}
    offers = [one for one in queries.list_offers(scope) if one.id in wanted] if wanted else []
    free = list_free_soon(offers, DAYS_FREE)
    return [
        WaitingList(offer, _in_turn(offer, waiting), [(span, in_words(span)) for span in free[offer.id][:MOST_FREE]])
        for offer in offers
    ]


def _in_turn(offer: OfferFact, waiting: list[VisitFact]) -> list[VisitFact]:
    """Those of an offer, in the order in which the rules give them times."""
    mine = {one.id: one for one in waiting if one.offer_id == offer.id}
    turns = in_turn(Waiting(one.id, one.code, one.asked_at) for one in mine.values())
    return [mine[turn.id] for turn in turns]
