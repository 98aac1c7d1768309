"""What the pages show of an offer: the library, the place, and how one asks for a visit now."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from flask import request

from app import clock
from app.codes import normalise_code
from app.languages import Text
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.organisations.rules import check_not_paused
from app.places import queries as places
from app.places.queries import Spot
from app.places.rules import ACCESSIBILITY_NAMES
from app.plan import queries as plan
from app.schedule.spans import Span
from app.visits import queries
from app.visits.facts import OfferFact, VisitFact
from app.visits.free import FreeTimes
from app.visits.rules import NoSuchOffer
from app.visits.terms import OfferState
from app.web.access import Permission, signed_in
from app.web.formats import text
from app.web.language_names import language_names
from app.web.locale import current_language

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class Way(StrEnum):
    """How one asks for a visit now."""

    TIMES = "times"  # for a free time
    QUEUE = "queue"  # to wait for one
    SUGGEST = "suggest"  # by suggesting times: the offer has none
    CLOSED = "closed"


@dataclass(frozen=True)
class Shown:
    """An offer as its pages show it. ``free``: the times that can be asked for now; ``waiting``: groups that come first."""

    offer: OfferFact
    library: OrganisationFact
    spot: Spot | None = None
    type_title: Text | None = None
    waiting: int = 0
    free: FreeTimes | None = None

    @property
    def title(self) -> Text:
        return text(self.offer.title)

    @property
    def way(self) -> Way:
        """How one asks for it now: groups that wait come before whoever comes new."""
        if self.offer.state != OfferState.OPEN:
            return Way.CLOSED
        if not self.offer.terms.has_windows:
            return Way.SUGGEST
        return Way.TIMES if self.free and self.free.any and not self.waiting else Way.QUEUE

    @property
    def next(self) -> Span | None:
        """The next time that can be asked for."""
        return self.free.first if self.free else None

    def near(self, wanted: Span | None) -> list[Span]:
        """The free times around a wanted one, or the first ones."""
        return self.free.near(wanted.starts_at if wanted else None) if self.free else []

    @property
    def first_on(self) -> date:
        """The first day that can be asked for."""
        return self.offer.terms.first_on(clock.today())

    @property
    def spoken(self) -> str:
        """The languages that the visit can be had in, in words."""
        return language_names(self.offer.languages, current_language().babel) if self.offer.languages else ""

    @property
    def contact(self) -> tuple[str, str, str]:
        """Whom to ask: name, e-mail address, telephone number."""
        return self.library.name, self.library.email, self.library.phone

    @property
    def accessibility(self) -> list[str]:
        """What is known of the way into the place."""
        known = self.spot.accessibility if self.spot else frozenset()
        return [name for key, name in ACCESSIBILITY_NAMES.items() if key in known]


def find_offer(code: str) -> Shown:
    """An offer by its code, with its library alone. Raises NoSuchOffer, also for what only the staff may see, and
    OrganisationPaused."""
    offer = queries.get_offer(normalise_code(code))
    if offer.state == OfferState.STAFF and not _handles(offer):
        raise NoSuchOffer
    shown = _with_library(offer)
    check_not_paused(shown.library.state)
    return shown


def whole(shown: Shown) -> Shown:
    """The same with all that its pages need."""
    offer = shown.offer
    shown = replace(_with_place(shown), type_title=text(plan.find_type_title(offer.type_key)))
    if offer.state == OfferState.CLOSED:
        return shown
    return replace(shown, waiting=len(queries.list_queue(offer.id)), free=FreeTimes(offer))


def offer_of(code: str) -> Shown:
    """An offer by its code, with all that its pages need. Raises what ``find_offer`` raises."""
    return whole(find_offer(code))


def offer_behind(visit: VisitFact) -> Shown:
    """The offer of a visit, whatever has become of it, without its free times."""
    return _with_place(_with_library(queries.get_offer(visit.offer_code)))


def asked_month() -> date | None:
    """The first day of the month that was asked for, if any was."""
    asked = MONTH.fullmatch(request.args.get("month", ""))
    return date(int(asked[1]), int(asked[2]), 1) if asked else None


def by_day(spans: list[Span]) -> dict[date, list[Span]]:
    """Free times in order, by day."""
    return {day: list(theirs) for day, theirs in groupby(spans, lambda span: span.day)}


def _with_library(offer: OfferFact) -> Shown:
    return Shown(offer, organisations.find_by_ids([offer.organisation_id])[offer.organisation_id])


def _with_place(shown: Shown) -> Shown:
    return replace(shown, spot=places.find_spot(shown.offer.place_id, shown.offer.room_id))


def _handles(offer: OfferFact) -> bool:
    """Whether the reader works with this library's visits."""
    found = signed_in()
    scope = found.scope(Permission.VISITS_READ) if found else frozenset()
    return scope is None or offer.organisation_id in scope
