"""The decision tables of signing up, read like the policy."""

from datetime import UTC, datetime, timedelta

import pytest

from app.activities.rules import Signup
from app.registrations import rules
from app.registrations.rules import Party, PoolState, RegistrationState, Terms, Waiting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONFIRMED, WAITING, CANCELLED = RegistrationState


def pool(**facts):
    given = {
        "id": 1, "code": "P", "activity_id": 1, "occurrence_id": 1, "role": "participant", "capacity": 10,
        "waiting_capacity": None, "opens_at": None, "closes_at": NOW + HOUR, "taken": 0, "waiting": 0,
    }  # fmt: skip
    return PoolState(**{**given, **facts})


def terms(**facts):
    given = {"signup": Signup.REQUIRED, "contact_required": False, "cancelled": False, "ends_at": NOW + 3 * HOUR}
    return Terms(**{**given, **facts})


def party(size=1, **facts):
    return Party("Noor", size, "sv", **facts)


@pytest.mark.parametrize(
    ("state", "queue", "size", "expected"),
    [
        (pool(taken=9), [], 1, CONFIRMED),
        (pool(taken=10), [], 1, WAITING),
        (pool(taken=9), [], 2, WAITING),
        (pool(taken=8), [4], 2, CONFIRMED),
        (pool(taken=8), [2], 1, WAITING),
        (pool(capacity=None, taken=500), [], 90, CONFIRMED),
        (pool(taken=10, waiting_capacity=2, waiting=1), [1], 1, WAITING),
    ],
)
def test_a_party_gets_a_place_if_it_fits_and_nobody_who_waits_fits(state, queue, size, expected):
    waiting = [Waiting(number, each) for number, each in enumerate(queue)]

    assert rules.decide(state, terms(), waiting, party(size), NOW) == expected


@pytest.mark.parametrize(
    ("state", "given", "size", "refusal"),
    [
        (pool(), terms(cancelled=True), 1, rules.DateCancelled),
        (pool(), terms(signup=Signup.NONE), 1, rules.NoSignUpNeeded),
        (pool(opens_at=NOW + HOUR), terms(), 1, rules.SignUpNotOpen),
        (pool(closes_at=NOW), terms(), 1, rules.SignUpClosed),
        (pool(), terms(ends_at=NOW), 1, rules.SignUpClosed),
        (pool(), terms(contact_required=True), 1, rules.ContactRequired),
        (pool(), terms(), 11, rules.PartyTooLarge),
        (pool(taken=10), terms(signup=Signup.OPTIONAL), 1, rules.PoolFull),
        (pool(taken=10, waiting_capacity=0), terms(), 1, rules.NoWaitingList),
        (pool(capacity=0), terms(), 1, rules.NoWaitingList),
        (pool(taken=10, waiting_capacity=3, waiting=2), terms(), 2, rules.WaitingListFull),
    ],
)
def test_sign_up_is_refused_by_the_name_of_the_fact(state, given, size, refusal):
    with pytest.raises(refusal):
        rules.decide(state, given, [], party(size), NOW)


def test_a_contact_opens_what_needs_one():
    assert rules.decide(pool(), terms(contact_required=True), [], party(phone="+46701234567"), NOW) == CONFIRMED


def test_sign_up_opens_at_its_minute():
    state = pool(opens_at=NOW, closes_at=None)

    assert rules.decide(state, terms(ends_at=None), [], party(), NOW) == CONFIRMED


def test_staff_add_people_before_opening_and_after_closing_but_not_after_the_end():
    closed = pool(opens_at=NOW + HOUR, closes_at=NOW - HOUR)

    assert rules.decide(closed, terms(contact_required=True), [], party(), NOW, by_staff=True) == CONFIRMED
    with pytest.raises(rules.SignUpClosed):
        rules.decide(closed, terms(ends_at=NOW), [], party(), NOW, by_staff=True)


def test_after_closing_the_queue_holds_no_place():
    closed = pool(closes_at=NOW - HOUR, taken=9, waiting=1)

    assert rules.decide(closed, terms(), [Waiting(1, 1)], party(), NOW, by_staff=True) == CONFIRMED


@pytest.mark.parametrize(
    ("change", "state", "queue"),
    [
        ((CONFIRMED, 2, 1), pool(taken=10, closes_at=NOW), []),
        ((WAITING, 3, 2), pool(taken=10), [3]),
        ((CONFIRMED, 2, 2), pool(taken=10), []),
        ((CONFIRMED, 1, 3), pool(taken=8), [4]),
        ((CONFIRMED, 1, 30), pool(capacity=None, taken=8), []),
    ],
)
def test_a_party_may_become_smaller_or_take_free_places(change, state, queue):
    rules.check_change(state, terms(), [Waiting(1, size) for size in queue], change, NOW)


@pytest.mark.parametrize(
    ("change", "state", "queue", "refusal"),
    [
        ((CANCELLED, 2, 1), pool(), [], rules.AlreadyCancelled),
        ((CONFIRMED, 1, 11), pool(taken=1), [], rules.PartyTooLarge),
        ((CONFIRMED, 1, 4), pool(taken=8), [], rules.NoRoomForMore),
        ((CONFIRMED, 1, 2), pool(taken=8), [2], rules.NoRoomForMore),
        ((WAITING, 1, 2), pool(taken=10), [1], rules.NoRoomForMore),
        ((CONFIRMED, 1, 2), pool(closes_at=NOW), [], rules.SignUpClosed),
    ],
)
def test_a_party_grows_only_into_free_places_that_nobody_waits_for(change, state, queue, refusal):
    with pytest.raises(refusal):
        rules.check_change(state, terms(), [Waiting(1, size) for size in queue], change, NOW)


def test_nothing_changes_after_the_end():
    with pytest.raises(rules.SignUpClosed):
        rules.check_change(pool(), terms(ends_at=NOW), [], (CONFIRMED, 2, 1), NOW)


@pytest.mark.parametrize(
    ("capacity", "taken", "sizes", "promoted"),
    [
        (10, 10, [1], []),
        (10, 8, [1, 1, 1], [0, 1]),
        (10, 8, [3, 2, 1], [1]),
        (10, 7, [3, 1], [0]),
        (None, 7, [3, 90], [0, 1]),
    ],
)
def test_freed_places_go_to_the_first_parties_that_fit(capacity, taken, sizes, promoted):
    queue = [Waiting(number, size) for number, size in enumerate(sizes)]

    assert rules.promote(capacity, taken, queue) == promoted


def test_fewer_places_than_are_taken_is_refused_with_the_number():
    rules.check_capacity(None, 12)
    rules.check_capacity(12, 12)

    with pytest.raises(rules.CapacityBelowTaken, match="12 places"):
        rules.check_capacity(11, 12)


@pytest.mark.parametrize(
    ("wanted", "first", "second", "end", "closes"),
    [
        (None, NOW, None, NOW + HOUR, NOW),
        (None, NOW, NOW + HOUR, NOW + 3 * HOUR, NOW + HOUR),
        (NOW - HOUR, NOW, None, NOW + HOUR, NOW - HOUR),
        (NOW + 9 * HOUR, NOW, None, NOW + HOUR, NOW + HOUR),
        (None, None, None, None, None),
    ],
)
def test_sign_up_closes_at_the_start_or_at_the_second_date_of_a_series(wanted, first, second, end, closes):
    assert rules.closing_time(wanted, first, second, end) == closes


@pytest.mark.parametrize(
    ("state", "cancelled", "shown"),
    [(CONFIRMED, False, "confirmed"), (WAITING, True, "off"), (CANCELLED, True, "cancelled")],
)
def test_the_page_says_its_state(state, cancelled, shown):
    assert rules.data_state(state, cancelled) == shown


def test_names_are_the_same_but_for_case_and_spaces():
    assert rules.same_person(" Noor  Ali", "noor ali")
    assert not rules.same_person("Noor", None)


def test_places_left_and_whether_somebody_could_wait():
    assert (pool(taken=4).left, pool(capacity=None).left) == (6, None)
    assert (pool().queue_open, pool(waiting_capacity=2, waiting=2).queue_open) == (True, False)


def test_the_link_of_a_mail_opens_only_its_registration_and_generation():
    token = rules.link_token("key", "ABCD1234", 0)

    assert rules.opens("key", token, "ABCD1234", 0)
    assert not rules.opens("key", token, "ABCD1234", 1)
    assert not rules.opens("other", token, "ABCD1234", 0)


def test_the_own_code_changes_with_the_form_and_the_generation():
    codes = {rules.own_code("key", nonce, generation) for nonce in "ab" for generation in (0, 1)}

    assert len(codes) == 4
    assert all(len(code) == 10 for code in codes)
    assert rules.own_code_hash("key", "A") != rules.own_code_hash("other", "A")
