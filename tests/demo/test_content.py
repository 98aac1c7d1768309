import pytest

from app.demo.content import read_content
from app.places.rules import AccessibilityFact, Equipment, OpenTo

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
    rooms = {room.name: room.capacity for room in venue.rooms}

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
        assert {thing for room in venue.rooms for thing in room.equipment} <= set(Equipment)
        assert {"sv", "en", "ar"} <= set(venue.directions)


def test_rooms_of_the_demo_show_every_way_to_ask_for_them():
    rooms = [room for venue in CONTENT.venues for room in venue.rooms]

    assert {room.open_to for room in rooms} == set(OpenTo)
    assert all(bool(room.guests) == (room.open_to == OpenTo.SOME) for room in rooms)
    assert any(room.at_once for room in rooms)
    assert any({"sv", "en", "ar"} <= set(room.rules) for room in rooms)


def test_most_places_of_the_demo_say_when_they_are_open():
    known = [venue for venue in CONTENT.venues if venue.hours.known]

    assert 1 < len(known) < len(CONTENT.venues)
    assert all(venue.summer for venue in known)


def test_every_arranger_is_known():
    known = {one.key for one in CONTENT.arrangers} | set(CONTENT.staff["unit_editors"])

    guests = {guest for venue in CONTENT.venues for room in venue.rooms for guest in room.guests}
    assert {one.organisation for one in (*CONTENT.series, *CONTENT.venues)} | guests <= known
