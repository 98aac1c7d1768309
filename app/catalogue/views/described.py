"""A date and a series in the words of ``structured``, for the pages that carry them."""

from datetime import datetime
from typing import Any

from app.activities.picture import SHARED
from app.activities.published import Instance, SeriesFact
from app.activities.queries import OccurrenceFact
from app.catalogue import rules, structured
from app.catalogue.queries import Around, spots_of_series
from app.languages import pick
from app.places.queries import Spot
from app.web.locale import canonical, current_language

MOST_DATES = 50


def date_data(fact: OccurrenceFact, around: Around, door: rules.Door, sign_up_path: str) -> dict[str, Any]:
    """The date as an Event; ``sign_up_path`` only counts where one signs up."""
    times = structured.Times(fact.starts_at, fact.ends_at, rules.is_cancelled(fact.state))
    sign_up = canonical(sign_up_path) if door in {rules.Door.OPEN, rules.Door.QUEUE} else ""
    full = door in {rules.Door.QUEUE, rules.Door.FULL}
    return structured.event(_about(fact, around), times, _url(f"activities/{fact.activity_code}"), sign_up, full)


def series_data(fact: SeriesFact, around: Around, now: datetime) -> dict[str, Any]:
    """The series as an EventSeries with its next dates, each where it is."""
    coming = [one for one in around.instances if one.ends_at > now][:MOST_DATES]
    spots = {place_id: _spot(spot) for place_id, spot in spots_of_series(fact, around).items()}
    dates = [(_url(f"occurrences/{one.code}"), _times(one), spots.get(one.place_id)) for one in coming]
    return structured.series(_about(fact, around), dates)


def _about(fact: OccurrenceFact | SeriesFact, around: Around) -> structured.About:
    language = current_language().code
    return structured.About(
        url=canonical(),
        title=pick(fact.title, language).value,
        summary=pick(fact.summary, language).value,
        organisers=tuple(one.name for one in around.organisers),
        cost_kr=fact.cost_kr,
        languages=tuple(sorted(fact.spoken)),
        spot=_spot(around.spot) if around.spot else None,
        image=canonical(f"/pictures/{fact.picture.digest}/{SHARED}") if fact.picture else "",
    )


def _spot(spot: Spot) -> structured.Spot:
    return structured.Spot(spot.name, spot.address, spot.postcode, spot.town)


def _times(one: Instance) -> structured.Times:
    return structured.Times(one.starts_at, one.ends_at, rules.is_cancelled(one.state))


def _url(path: str) -> str:
    return canonical(f"/{current_language().code}/{path}")
