import pytest

from app.demo.content import read_content
from app.places.rules import AccessibilityFact, Equipment

CONTENT = read_content()
SERIES = pytest.mark.parametrize("series", CONTENT.series, ids=lambda one: one.key)


@SERIES
def test_a_published_series_speaks_three_languages(series):
    for text in (series.title, series.summary, series.description):
        missing = {"sv", "en", "ar"} - set(text)
        assert not missing or series.state == "draft"


@SERIES
def test_a_series_meets_in_a_room_that_holds_its_pools(series):
    venue = next(venue for venue in CONTENT.venues if venue.key == series.place)
    rooms = {name: capacity for name, capacity, _ in venue.rooms}

    assert series.room is None or sum(series.pools.values()) <= rooms[series.room]


@SERIES
def test_what_has_sign_up_has_places(series):
    assert (
        bool(series.pools) or series.signup == "none" or series.type in {"meeting_place", "digital_help", "form_help"}
    )


@SERIES
def test_shares_are_at_most_everybody(series):
    assert sum(series.shares.values()) <= 1


def test_keys_are_unique():
    for things in (CONTENT.arrangers, CONTENT.venues, CONTENT.series):
        keys = [thing.key for thing in things]
        assert len(keys) == len(set(keys))


def test_places_say_only_what_the_app_knows():
    for venue in CONTENT.venues:
        assert venue.accessibility <= set(AccessibilityFact)
        assert {thing for _, _, equipment in venue.rooms for thing in equipment} <= set(Equipment)
        assert {"sv", "en", "ar"} <= set(venue.directions)


def test_every_arranger_is_known():
    known = {one.key for one in CONTENT.arrangers} | set(CONTENT.staff["unit_editors"])

    assert {one.organisation for one in (*CONTENT.series, *CONTENT.venues)} <= known
