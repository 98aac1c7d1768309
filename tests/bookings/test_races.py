"""Real processes that want the same hour of a room: exactly one gets it, and the constraint would see to it alone."""

from collections import Counter

import pytest
from sqlalchemy import text

from app.bookings import queries
from app.db import db, transaction
from tests.bookings.build import span
from tests.bookings.racers import RACERS, SEEDS, Race
from tests.track import Track

pytestmark = pytest.mark.race

DROP = {
    "postgresql": ["ALTER TABLE room_booking DROP CONSTRAINT ex_room_booking_no_overlap"],
    "sqlite": ["DROP TRIGGER room_booking_no_overlap_insert", "DROP TRIGGER room_booking_no_overlap_update"],
}


@pytest.fixture(scope="module")
def track():
    made = Track("tests.bookings.racers")
    yield made
    made.close()


@pytest.fixture
def hold(database, track):
    return lambda *races: track.run(database.folder, database.url, *races)


def race(people, **given):
    wanted = span()
    facts = {"room": people.room.id, "organisation": people.library.id}
    return Race("book_room", {**facts, "span": [wanted.starts_at.isoformat(), wanted.ends_at.isoformat()]}, **given)


def winners(people):
    wanted = span()
    return [one for one in queries.list_between([people.room.id], wanted.starts_at, wanted.ends_at)]


def test_one_of_many_gets_the_room_and_the_others_are_told(people, hold):
    answers = hold(race(people))[0]

    assert Counter(next(iter(answer)) for answer in answers) == {"series": 1, "refused": RACERS - 1}
    assert {answer.get("refused", "RoomTaken") for answer in answers} == {"RoomTaken"}
    assert len(winners(people)) == 1


def test_the_constraint_alone_lets_only_one_in(people, hold):
    for seed in range(SEEDS):
        answers = hold(race(people, seed=seed, racers=8, unlocked=True))[0]

        assert len(winners(people)) == 1
        assert not [answer for answer in answers if "error" in answer and "locked" not in answer["error"]]


def test_without_lock_and_constraint_the_room_is_booked_twice(people, hold):
    with transaction() as session:
        for statement in DROP[db.engine.dialect.name]:
            session.execute(text(statement))

    hold(race(people, racers=8, unlocked=True))

    assert len(winners(people)) > 1
