"""What an organiser may change, read like the policy."""

from datetime import timedelta

import pytest

from app.activities.rules import Signup
from app.registrations import organising, rules
from app.registrations.rules import RegistrationState, Waiting
from tests.registrations.test_rules import HOUR, NOW, pool, terms

CONFIRMED, WAITING, CANCELLED = RegistrationState


@pytest.mark.parametrize(
    ("state", "size"),
    [
        (pool(taken=9), 1),
        (pool(taken=8, closes_at=NOW - HOUR), 2),
        (pool(capacity=None, taken=500), 90),
        (pool(taken=7, opens_at=NOW + HOUR), 3),
    ],
)
def test_a_waiting_party_may_get_what_is_free(state, size):
    organising.check_move_up(state, terms(), (WAITING, size), NOW)


@pytest.mark.parametrize(
    ("state", "given", "party", "refusal"),
    [
        (pool(), terms(), (CONFIRMED, 1), organising.NotWaiting),
        (pool(), terms(), (CANCELLED, 1), organising.NotWaiting),
        (pool(taken=10), terms(), (WAITING, 1), organising.NoRoomForParty),
        (pool(taken=8), terms(), (WAITING, 3), organising.NoRoomForParty),
        (pool(capacity=0), terms(), (WAITING, 1), organising.NoRoomForParty),
        (pool(), terms(cancelled=True), (WAITING, 1), rules.DateCancelled),
        (pool(), terms(signup=Signup.NONE), (WAITING, 1), rules.NoSignUpNeeded),
        (pool(), terms(ends_at=NOW), (WAITING, 1), rules.SignUpClosed),
    ],
)
def test_nobody_is_moved_up_beyond_the_places_or_after_the_end(state, given, party, refusal):
    with pytest.raises(refusal):
        organising.check_move_up(state, given, party, NOW)


@pytest.mark.parametrize(
    ("state", "queue", "party"),
    [
        (pool(taken=9), [], (CONFIRMED, 1)),
        (pool(taken=8), [3], (WAITING, 2)),
        (pool(capacity=None), [], (CONFIRMED, 50)),
        (pool(taken=9, closes_at=NOW), [1], (CONFIRMED, 1)),
    ],
)
def test_a_party_may_have_another_role_where_there_is_room(state, queue, party):
    organising.check_new_role(state, terms(), [Waiting(1, size) for size in queue], party, NOW)


@pytest.mark.parametrize(
    ("state", "queue", "given", "party", "refusal"),
    [
        (pool(), [], terms(), (CANCELLED, 1), rules.AlreadyCancelled),
        (pool(taken=10), [], terms(), (CONFIRMED, 1), organising.NoRoomForParty),
        (pool(taken=9), [], terms(), (CONFIRMED, 2), organising.NoRoomForParty),
        (pool(taken=9), [1], terms(), (CONFIRMED, 1), organising.NoRoomForParty),
        (pool(), [], terms(cancelled=True), (CONFIRMED, 1), rules.DateCancelled),
        (pool(), [], terms(ends_at=NOW), (CONFIRMED, 1), rules.SignUpClosed),
    ],
)
def test_another_role_never_takes_a_place_that_is_not_free(state, queue, given, party, refusal):
    with pytest.raises(refusal):
        organising.check_new_role(state, given, [Waiting(1, size) for size in queue], party, NOW)


def test_staff_let_a_party_grow_after_closing_but_not_after_the_end():
    closed, change = pool(closes_at=NOW, taken=8), (CONFIRMED, 1, 2)

    rules.check_change(closed, terms(), [], change, NOW, by_staff=True)

    with pytest.raises(rules.SignUpClosed):
        rules.check_change(closed, terms(), [], change, NOW + timedelta(hours=3), by_staff=True)


@pytest.mark.parametrize(
    "reason",
    ["Helps at every date", "Came 3 times in vain", "Is asked to come by 2026-11-24, 17:00", "Noorden", "a" * 200],
)
def test_a_reason_is_said_in_plain_words(reason):
    organising.check_reason(reason, "Noor A. Ali", "+46701234567")


@pytest.mark.parametrize(
    "reason",
    ["NOOR is ill", "for Ali, who helps", "ask n@example.org", "0701234567", "070-123 45 67", "19900101-1234"],
)
def test_a_reason_tells_nothing_about_the_person(reason):
    with pytest.raises(organising.ReasonTellsWho):
        organising.check_reason(reason, "Noor A. Ali", "+46701234567")


def test_a_reason_for_somebody_whose_name_is_erased_is_only_looked_through_for_numbers():
    organising.check_reason("Helps at every date", None, None)


@pytest.mark.parametrize(("name", "first"), [("Noor Ali", "Noor"), ("Noor", "Noor"), (None, "")])
def test_the_sheet_has_first_names(name, first):
    assert organising.first_name(name) == first
