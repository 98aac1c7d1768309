"""What libraries offer to groups, and one offer with its free times. Nothing of who has asked is on these pages."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from flask import render_template, request

from app import clock
from app.languages import Text
from app.organisations import queries as organisations
from app.organisations.rules import State
from app.places import queries as places
from app.plan import queries as plan
from app.schedule.spans import Span
from app.visits import queries
from app.visits.free import count_waiting, find_next_free
from app.visits.queries import OfferFact
from app.visits.terms import OfferState
from app.visits.views.blueprint import blueprint
from app.visits.views.shown import by_day, offer_of
from app.web.access import public_page
from app.web.formats import text
from app.web.language_names import language_names
from app.web.locale import current_language

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


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
    months = shown.months
    listed = list(months)
    first = _asked_month(listed)
    at = listed.index(first) if first else 0
    free = by_day(months[first]) if first else {}
    return render_template(
        "visits/offer.html", shown=shown, offer=shown.offer, first=first, free=free, number=sum(map(len, free.values())),
        weeks=_weeks(first, free) if first else [], earlier=listed[at - 1] if at else None,
        later=listed[at + 1] if at + 1 < len(listed) else None,
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


def _asked_month(months: list[date]) -> date | None:
    """The month that was asked for, if it has free times; else the first that does."""
    asked = MONTH.fullmatch(request.args.get("month", ""))
    wanted = date(int(asked[1]), int(asked[2]), 1) if asked else clock.today()
    return wanted if wanted in months else next(iter(months), None)


def _weeks(first: date, free: dict[date, list[Span]]) -> list[list[Cell]]:
    """The weeks of a month, from Monday to Sunday."""
    return [
        [Cell(day, day.month == first.month, len(free.get(day, ()))) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
