"""What the pages read together: names for filters and cards, and everything that one date or series shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.activities import published
from app.activities.queries import OccurrenceFact
from app.activities.rules import Scope, Signup
from app.audit.queries import find_last_at
from app.catalogue import rules
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationName
from app.organisations.rules import State
from app.places import queries as places
from app.places.queries import PlaceFact, PlaceName
from app.places.rules import Point, is_near
from app.plan import queries as plan
from app.plan.rules import TypeName
from app.registrations.queries import list_pool_states, list_series_pools
from app.registrations.rules import PoolState

OTHER_DATES = 6
Reach = Callable[[], frozenset[int] | None]  # asked only where it matters


def nobody() -> frozenset[int]:
    """The organisations that residents work for."""
    return frozenset()


@dataclass(frozen=True)
class Names:
    """What types, places and organisations are called, hidden organisations left out of what is offered."""

    types: list[TypeName]
    places: list[PlaceName]
    organisations: list[OrganisationName]

    @property
    def type_titles(self) -> dict[str, dict[str, str]]:
        return {one.key: one.title for one in self.types}

    @property
    def place_names(self) -> dict[int, str]:
        return {place.id: place.name for place in self.places}

    @property
    def shown_organisations(self) -> list[OrganisationName]:
        return [one for one in self.organisations if one.state == State.APPROVED]

    def places_at(self, key: str, near: bool) -> tuple[int, ...]:
        """The ids of a place and, if asked, of those near it; none where no place is asked for."""
        asked = next((one for one in self.places if one.key == key), None)
        if asked is None:
            return ()
        return (asked.id, *(one.id for one in self.near(asked))) if near else (asked.id,)

    def near(self, place: PlaceName | PlaceFact) -> list[PlaceName]:
        """The other places near a place, by name."""
        here = _point(place)
        pairs = [(one, _point(one)) for one in self.places if one.id != place.id]
        return [one for one, there in pairs if here and there and is_near(here, there)]

    @property
    def hidden(self) -> frozenset[int]:
        return frozenset(one.id for one in self.organisations if one.state != State.APPROVED)


def _point(place: PlaceName | PlaceFact) -> Point | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


@dataclass(frozen=True)
class Around:
    """What stands around a date or a series: where, who, what kind, its pools and the dates of its series."""

    spot: places.Spot | None
    organisers: list[OrganisationName]
    type_title: dict[str, str]
    pools: list[PoolState]
    instances: list[published.Instance]


def read_names() -> Names:
    """The names, in three statements."""
    return Names(plan.list_type_names(), places.list_names(), organisations.list_names())


def get_shown_date(code: str, scope: Reach = nobody) -> OccurrenceFact:
    """A date that anybody may see, or that one of the organisations in ``scope`` (None: any) prepares. Raises
    NoSuchOccurrence, NotPublished, Withdrawn or OrganisationPaused."""
    fact = published.get_date(code)
    if not (rules.is_prepared(fact.activity_state, fact.visibility) and fact.is_arranged_within(scope())):
        rules.check_shown(fact.activity_state, fact.visibility, fact.organisation_state)
    return fact


def get_shown_series(code: str, scope: Reach = nobody) -> published.SeriesFact:
    """An activity that anybody may see, or that one of the organisations in ``scope`` (None: any) prepares. Raises
    NoSuchActivity, NotPublished, Withdrawn or OrganisationPaused."""
    fact = published.get_series(code)
    if not (rules.is_prepared(fact.state, fact.visibility) and fact.is_arranged_within(scope())):
        rules.check_shown(fact.state, fact.visibility, fact.organisation_state)
    return fact


def around_date(fact: OccurrenceFact, at: datetime) -> Around:
    """What stands around a date, in five statements; of its series the next dates after ``at`` (UTC)."""
    return Around(
        spot=places.find_spot(fact.place_id, fact.room_id),
        organisers=organisations.find_labels(fact.organisation_id, fact.co_organiser_ids),
        type_title=plan.find_type_title(fact.type_key),
        pools=_pools(fact),
        instances=published.list_instances((fact.activity_id, fact.root_id), at, OTHER_DATES + 1),
    )


def around_series(fact: published.SeriesFact) -> Around:
    """What stands around a series, in five statements, with every date of it."""
    return Around(
        spot=places.find_spot(fact.place_id, fact.room_id),
        organisers=organisations.find_labels(fact.organisation_id, fact.co_organiser_ids),
        type_title=plan.find_type_title(fact.type_key),
        pools=_pools(fact) if fact.signup_scope == Scope.SERIES else [],
        instances=published.list_instances((fact.id, fact.root_id)),
    )


def last_change(known: Iterable[datetime]) -> datetime:
    """When anything that a calendar tells can last have changed (UTC): one of the ``known``, or the last entry of the log.

    A new title, a place's name and an organiser that is hidden change calendars, and no date. Every command of the staff
    writes to the log, so nothing is forgotten; what else it holds makes a calendar only seem newer than it is."""
    return max([*known, find_last_at() or published.BEGINNING])


def spots_of_series(fact: published.SeriesFact, around: Around) -> dict[int, places.Spot]:
    """Where the dates of a series are, by the id of the place: one statement for each place besides its usual one."""
    found = {fact.place_id: around.spot}
    for place_id in {one.place_id for one in around.instances} - {fact.place_id}:
        found[place_id] = places.find_spot(place_id, None)
    return {place_id: spot for place_id, spot in found.items() if spot}


def _pools(fact: OccurrenceFact | published.SeriesFact) -> list[PoolState]:
    """The pools by which one comes: a date's own, or those of the whole series, which a split leaves with its root.

    Those of a series close by dates that the page need not read, so they come with their effective ``closes_at``."""
    if fact.signup == Signup.NONE:
        return []
    if fact.signup_scope == Scope.SERIES:
        return [pool.state for pool in list_series_pools([fact.root_id])]
    return list_pool_states([fact.id], [])
