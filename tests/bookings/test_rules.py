"""Who may have a room when, and what stands against it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.bookings import rules
from app.bookings.rules import BookingState, Problem, RoomTerms, Taken
from app.schedule.hours import Hours, read_windows
from app.schedule.spans import Span

HOUSE, GUEST, OTHER = 1, 2, 3
MONDAY = datetime(2026, 11, 30, tzinfo=UTC)
OFFICE = Hours((read_windows("9–18"),) * 5 + ((), ()))


def at(start: float, end: float) -> Span:
    """Hours of that Monday, UTC; Stockholm's clock is an hour ahead."""
    return Span(MONDAY + timedelta(hours=start), MONDAY + timedelta(hours=end))


def room(**changed) -> RoomTerms:
    return RoomTerms(
        **{
            "id": 7,
            "house_id": HOUSE,
            "open_to": "approved",
            "at_once": False,
            "hours": OFFICE,
            "capacity": 20,
            **changed,
        }
    )


def taken(span: Span, state: str = "approved", number: int = 1) -> Taken:
    return Taken(number, 7, span, state, "own")


@pytest.mark.parametrize(
    ("open_to", "who", "approved", "may"),
    [
        ("approved", OTHER, True, True),
        ("approved", OTHER, False, False),
        ("some", GUEST, True, True),
        ("some", OTHER, True, False),
        ("house", OTHER, True, False),
        ("house", HOUSE, True, True),
        ("approved", HOUSE, False, False),  # a house that is paused books nothing either
        ("approved", None, False, False),
    ],
)
def test_who_may_ask(open_to, who, approved, may):
    terms = room(open_to=open_to, guests=frozenset({GUEST}))
    if may:
        rules.check_may_ask(terms, who, approved)
    else:
        with pytest.raises(rules.RoomNotForYou):
            rules.check_may_ask(terms, who, approved)


@pytest.mark.parametrize(
    ("changed", "who", "state"),
    [
        ({}, OTHER, "requested"),
        ({}, HOUSE, "approved"),
        ({"at_once": True}, OTHER, "approved"),
        ({"house_id": None}, OTHER, "approved"),
    ],
)
def test_whether_a_booking_stands_at_once(changed, who, state):
    assert rules.first_state(room(**changed), who) == state


def test_only_what_overlaps_collides_and_what_touches_does_not():
    standing = [taken(at(8, 9), number=1), taken(at(9, 12), number=2), taken(at(12, 13), number=3)]

    found = rules.collisions([at(10, 11), at(12, 12.5), at(14, 15)], standing)

    assert {span: [one.id for one in others] for span, others in found.items()} == {at(10, 11): [2], at(12, 12.5): [3]}
    assert rules.collisions([at(10, 11)], []) == {}


def test_the_first_of_ones_own_times_that_overlaps_an_earlier_one():
    assert rules.first_overlap([at(10, 12), at(8, 9), at(11, 13)]) == at(11, 13)
    assert rules.first_overlap([at(10, 14), at(11, 12), at(13, 15)]) == at(11, 12)
    assert rules.first_overlap([at(8, 9), at(9, 10)]) is None


@pytest.mark.parametrize(
    ("span", "who", "standing", "problem"),
    [
        (at(10, 11), OTHER, [], None),
        (at(10, 11), OTHER, [taken(at(10, 11))], Problem.TAKEN),
        (at(10, 11), OTHER, [taken(at(10, 11), "requested")], None),
        (at(18, 19), OTHER, [], Problem.CLOSED),
        (at(18, 19), HOUSE, [], None),
        (at(5, 6), HOUSE, [], Problem.PAST),
    ],
)
def test_what_stands_against_a_time(span, who, standing, problem):
    colliding = rules.collisions([span], standing)

    assert rules.problem_of(span, room(), who, colliding, MONDAY + timedelta(hours=6)) == problem


def test_a_room_without_hours_is_always_open():
    assert rules.is_open(room(hours=Hours()), OTHER, at(3, 4))


@pytest.mark.parametrize(
    ("state", "hours", "answerable", "cancellable"),
    [
        ("requested", 1, None, None),
        ("approved", 1, rules.NotPossibleNow, None),
        ("declined", 1, rules.NotPossibleNow, rules.NotPossibleNow),
        ("cancelled", 1, rules.NotPossibleNow, rules.NotPossibleNow),
        ("requested", -1, rules.BookingOver, rules.BookingOver),
        ("approved", -1, rules.NotPossibleNow, rules.BookingOver),
    ],
)
def test_what_can_be_answered_and_given_back(state, hours, answerable, cancellable):
    for check, refusal in ((rules.check_answerable, answerable), (rules.check_cancellable, cancellable)):
        if refusal is None:
            check(state, MONDAY + timedelta(hours=hours), MONDAY)
        else:
            with pytest.raises(refusal):
                check(state, MONDAY + timedelta(hours=hours), MONDAY)


def test_a_reason_is_more_than_spaces():
    assert rules.check_reason(" Studiedag ") == "Studiedag"
    with pytest.raises(rules.ReasonMissing):
        rules.check_reason("  ")


def test_no_more_people_than_the_room_has_space_for():
    for people, capacity in ((20, 20), (None, 20), (500, None)):
        rules.check_people(people, capacity)
    with pytest.raises(rules.TooManyPeople):
        rules.check_people(21, 20)


@pytest.mark.parametrize(
    ("state", "over", "words"),
    [
        (BookingState.REQUESTED, False, "Waits for an answer"),
        (BookingState.REQUESTED, True, "The time passed without an answer"),
        (BookingState.APPROVED, True, "Booked"),
    ],
)
def test_how_a_booking_stands_is_told_by_its_time_too(state, over, words):
    assert rules.state_name(state, over) == words
