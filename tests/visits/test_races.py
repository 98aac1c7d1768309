"""Real processes that ask for the same slot: exactly one gets it, the others are told what is free, and the constraint
would see to it alone."""

from collections import Counter

import pytest
from sqlalchemy import select, text

from app.db import db, reading, transaction
from app.visits.tables import Visit
from tests.bookings.racers import RACERS, SEEDS, Race
from tests.track import Track
from tests.visits.build import offer, slot

pytestmark = pytest.mark.race

DROP = {
    "postgresql": ["ALTER TABLE visit DROP CONSTRAINT ex_visit_no_overlap"],
    "sqlite": ["DROP TRIGGER visit_no_overlap_insert", "DROP TRIGGER visit_no_overlap_update"],
}


@pytest.fixture(scope="module")
def track():
    made = Track("tests.bookings.racers")
    yield made
    made.close()


@pytest.fixture
def hold(database, track):
    return lambda *races: track.run(database.folder, database.url, *races)


def race(made, **given):
    span = slot()
    return Race(
        "ask_for_visit", {"offer": made.code, "span": [span.starts_at.isoformat(), span.ends_at.isoformat()]}, **given
    )


def holding(made):
    db.session.rollback()  # what was read before the race began would still be seen
    held = select(Visit.id).where(
        Visit.offer_id == made.id, Visit.held_until.is_not(None), Visit.starts_at == slot().starts_at
    )
    return reading().scalars(held).all()


def test_one_of_many_gets_the_slot_and_the_others_are_told_what_is_free(people, hold):
    made = offer(people)

    answers = hold(race(made))[0]

    assert Counter("series" in answer for answer in answers) == {True: 1, False: RACERS - 1}
    assert all(answer["others"] == 5 and not answer["still"] for answer in answers if "series" not in answer)
    assert len(holding(made)) == 1


def test_the_constraint_alone_lets_only_one_in(people, hold):
    for seed in range(SEEDS):
        made = offer(people, room_id=None)

        answers = hold(race(made, seed=seed, racers=8, unlocked=True))[0]

        assert len(holding(made)) == 1
        assert not [answer for answer in answers if "error" in answer and "locked" not in answer["error"]]


def test_without_lock_and_constraint_the_slot_is_given_twice(people, hold):
    made = offer(people, room_id=None)
    with transaction() as session:
        for statement in DROP[db.engine.dialect.name]:
            session.execute(text(statement))

    hold(race(made, racers=8, unlocked=True))

    assert len(holding(made)) > 1
