"""How near is near; when a room can be used, and who may ask for it."""

from datetime import date, time
from itertools import product

import pytest

from app.places import rules
from app.places.rules import OpenTo
from app.schedule.hours import Hours, Window, exception

HERE = (56.159, 13.766)
OPEN, LATE = (Window(time(10), time(18)),), (Window(time(8), time(22)),)
CLOSED = exception(date(2026, 12, 21), date(2026, 12, 23), ())
PAINTING = exception(date(2026, 12, 1), None, ())
PLACE = Hours((OPEN,) * 7, (CLOSED,), on_holidays=True)


@pytest.mark.parametrize(
    ("other", "near"),
    [((56.165, 13.775), True), ((56.203, 13.766), True), ((56.21, 13.766), False), ((56.1, 13.6), False)],
)
def test_near_is_within_five_kilometres(other, near):
    assert rules.is_near(HERE, other) is near


def test_a_room_has_the_hours_of_its_place():
    assert rules.effective_hours(Hours(), PLACE) == PLACE


def test_a_week_of_its_own_counts_instead():
    own = Hours((LATE,) * 7)

    assert rules.effective_hours(own, PLACE) == own


def test_a_room_may_be_closed_on_days_when_its_place_is_open():
    hours = rules.effective_hours(Hours(exceptions=(PAINTING,)), PLACE)

    assert [hours.on(date(2026, 12, day)) for day in (1, 2, 22)] == [(), OPEN, ()]
    assert hours.on_holidays


@pytest.mark.parametrize(
    ("open_to", "is_house", "is_guest", "may"),
    [
        (OpenTo.HOUSE, True, False, True),
        (OpenTo.HOUSE, False, False, False),
        (OpenTo.HOUSE, False, True, False),
        (OpenTo.SOME, True, False, True),
        (OpenTo.SOME, False, True, True),
        (OpenTo.SOME, False, False, False),
        (OpenTo.APPROVED, False, False, True),
        (OpenTo.APPROVED, True, True, True),
    ],
)
def test_who_may_ask_for_a_room(open_to, is_house, is_guest, may):
    assert rules.may_ask(open_to, is_house, is_guest, approved=True) is may


@pytest.mark.parametrize(("open_to", "is_house", "is_guest"), list(product(OpenTo, (True, False), (True, False))))
def test_who_is_not_approved_may_never_ask(open_to, is_house, is_guest):
    assert not rules.may_ask(open_to, is_house, is_guest, approved=False)


@pytest.mark.parametrize(
    ("at_once", "is_house", "has_house", "approved"),
    [
        (False, False, True, False),
        (True, False, True, True),
        (False, True, True, True),
        (False, False, False, True),
    ],
)
def test_what_needs_nobodys_answer(at_once, is_house, has_house, approved):
    assert rules.is_approved_at_once(at_once, is_house, has_house) is approved


def test_a_room_that_is_open_to_some_says_to_whom():
    rules.check_guests(OpenTo.SOME, frozenset({1}))
    rules.check_guests(OpenTo.HOUSE, frozenset())

    with pytest.raises(rules.NoGuests):
        rules.check_guests(OpenTo.SOME, frozenset())
