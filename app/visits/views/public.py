"""What libraries offer to groups, and one offer with its free times. Nothing of who has asked is on these pages."""

import calendar
from dataclasses import dataclass
from datetime import date

from flask import render_template

from app.languages import Text
from app.organisations import queries as organisations
from app.organisations.rules import State
from app.places import queries as places
from app.plan import queries as plan
from app.schedule.spans import Span
from app.visits import queries
from app.visits.facts import OfferFact
from app.visits.free import count_waiting, find_next_free
from app.visits.free_months import NOTHING, month_of
from app.visits.terms import OfferState
from app.visits.views.blueprint import blueprint
from app.visits.views.shown import asked_month, by_day, offer_of
from app.web.access import public_page
from app.web.formats import text
from app.web.language_names import language_names
from app.web.locale import current_language


@dataclass(frozen=True)
class Card:
    """An offer in the list. ``next``: its next free time, where nobody waits for one."""

    offer: OfferFact
    title: Text
    type_title: Text
    place_name: str
    spoken: str
    next: Span | None
    waiting: int


@dataclass(frozen=True)
class Cell:
    """A day in the table of a month, and how many free times it has."""

    day: date
    inside: bool
    number: int


@blueprint.get("/visits")
@public_page
def index() -> str:
    """What every library offers now."""
    offers = queries.list_offers(None, [OfferState.OPEN])
    shown = [one for one in organisations.list_names() if one.state == State.APPROVED] if offers else []
    cards = _cards([offer for offer in offers if offer.organisation_id in {one.id for one in shown}])
    return render_template("visits/index.html", libraries=[(one, cards[one.id]) for one in shown if one.id in cards])


@blueprint.get("/visits/<code>")
@public_page
def offer(code: str) -> str:
    """One offer: what happens, for whom, where, and the free times of one month."""
    shown = offer_of(code)
    month = month_of(shown.free, asked_month()) if shown.free else NOTHING
    free = by_day(month.free)
    return render_template(
        "visits/offer.html", shown=shown, offer=shown.offer, first=month.first, free=free, number=len(month.free),
        weeks=_weeks(month.first, free) if month.first else [], earlier=month.earlier, later=month.later,
    )  # fmt: skip


def _cards(offers: list[OfferFact]) -> dict[int, list[Card]]:
    """The id of each library -> its offers."""
    if not offers:
        return {}
    titles = {one.key: one.title for one in plan.list_type_names()}
    names = {one.id: one.name for one in places.list_names()}
    free, waiting = find_next_free(offers), count_waiting([offer.id for offer in offers])
    found: dict[int, list[Card]] = {}
    for offer in offers:
        waits = waiting.get(offer.id, 0)
        card = Card(
            offer, text(offer.title), text(titles.get(offer.type_key, {})), names.get(offer.place_id, ""),
            language_names(offer.languages, current_language().babel) if offer.languages else "",
            None if waits else free.get(offer.id), waits,
        )  # fmt: skip
        found.setdefault(offer.organisation_id, []).append(card)
    return found


def _weeks(first: date, free: dict[date, list[Span]]) -> list[list[Cell]]:
    """The weeks of a month, from Monday to Sunday."""
    return [
        [Cell(day, day.month == first.month, len(free.get(day, ()))) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
