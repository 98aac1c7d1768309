"""Promises 1, 2 and 4 with real processes: never more people than places, in order, and a form counts once."""

import pytest
from sqlalchemy import select

from app.codes import new_nonce
from app.db import reading
from app.registrations import queries
from app.registrations.tables import Registration
from tests.registrations.build import make_date
from tests.registrations.racers import RACERS, SEEDS, Race
from tests.track import Track

pytestmark = pytest.mark.race


@pytest.fixture(scope="module")
def track():
    made = Track("tests.registrations.racers")
    yield made
    made.close()


@pytest.fixture
def hold(database, track):
    return lambda *races: track.run(database.folder, database.url, *races)


def by_arrival(date):
    return sorted(queries.list_registrations([queries.get_pool(date.pool).state.id]), key=lambda fact: fact.id)


def test_ten_places_go_to_the_first_ten_and_the_rest_wait_in_order(people, hold):
    dates = [make_date(people, capacity=10) for _seed in range(SEEDS)]

    answers = hold(*(Race((date.pool,), seed) for seed, date in enumerate(dates)))

    for date, receipts in zip(dates, answers, strict=True):
        facts = by_arrival(date)
        assert [fact.state for fact in facts] == ["confirmed"] * 10 + ["waiting"] * (RACERS - 10)
        assert [fact.position for fact in facts] == [0] * 10 + list(range(1, RACERS - 9))
        positions = {receipt["code"]: receipt["position"] for receipt in receipts}
        assert positions == {fact.code: fact.position for fact in facts}


def test_parties_are_never_split_and_nobody_waits_who_fits(people, hold):
    dates = [make_date(people, capacity=10) for _seed in range(max(1, SEEDS // 2))]

    hold(*(Race((date.pool,), seed, largest=4) for seed, date in enumerate(dates)))

    for date in dates:
        state = queries.get_pool(date.pool).state
        waiting = [fact.party_size for fact in by_arrival(date) if fact.state == "waiting"]
        assert len(by_arrival(date)) == RACERS
        assert state.taken <= 10
        assert all(size > 10 - state.taken for size in waiting)


def test_the_same_form_sent_by_many_at_once_makes_one_registration(people, hold):
    date, nonce = make_date(people), new_nonce()
    first, second, other_nonce = make_date(people), make_date(people), new_nonce()

    one, two = hold(Race((date.pool,), nonce=nonce), Race((first.pool, second.pool), nonce=other_nonce))

    for receipts, used in ((one, nonce), (two, other_nonce)):
        rows = reading().scalars(select(Registration.code).where(Registration.nonce == used)).all()
        assert len(rows) == 1
        assert {receipt.get("code") for receipt in receipts} == set(rows)
        assert sum(not receipt["again"] for receipt in receipts) == 1


def test_without_the_locks_more_are_confirmed_than_there_are_places(people, hold):
    date = make_date(people, capacity=1)

    hold(Race((date.pool,), racers=12, unlocked=True))

    assert queries.get_pool(date.pool).state.taken > 1
