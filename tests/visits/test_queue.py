"""Who has waited longest comes first."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from app.visits import queue
from app.visits.queue import Waiting
from app.visits.rules import NotPossibleNow

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
EARLY = Waiting(9, "EARLY", NOON)
LATER = Waiting(3, "LATER", NOON + timedelta(seconds=1))
LATER_TOO = Waiting(4, "LATERTOO", NOON + timedelta(seconds=1))
QUEUE = [EARLY, LATER, LATER_TOO]


@pytest.mark.parametrize("seed", range(6))
def test_the_queue_goes_by_the_time_of_asking_then_by_id(seed):
    shuffled = Random(seed).sample(QUEUE, 3)

    assert queue.in_turn(shuffled) == QUEUE
    assert queue.next_in_queue(shuffled) == EARLY


def test_nobody_is_next_in_an_empty_queue():
    assert queue.next_in_queue([]) is None


def test_only_the_first_is_offered_a_time():
    queue.check_turn([LATER, EARLY], "EARLY")

    with pytest.raises(queue.NotTheirTurn) as caught:
        queue.check_turn([LATER, EARLY], "LATER")

    assert caught.value.params == {"code": "EARLY"}


@pytest.mark.parametrize("waiting", [[], QUEUE])
def test_who_does_not_wait_has_no_turn(waiting):
    with pytest.raises(NotPossibleNow):
        queue.check_turn(waiting, "STRANGER")


def test_a_free_time_is_not_taken_from_those_who_wait():
    queue.check_nobody_waits([])
    queue.check_nobody_waits(QUEUE, "EARLY")

    for code in ("", "LATER"):
        with pytest.raises(queue.QueueBefore):
            queue.check_nobody_waits(QUEUE, code)
