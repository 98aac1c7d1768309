"""Promise 2: the queue is fair, whatever people do in whatever order. A machine does it, a simple model says what must be."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app import clock
from app.errors import Refused
from app.registrations import queries, service
from tests.registrations.build import make_date, sign_up
from tests.sizes import FULL

STEPS, EXAMPLES = (50, 200) if FULL else (30, 8)


class Model:
    """The law in a dozen lines: a list in the order of arrival, walked from the front."""

    def __init__(self, capacity, waiting_capacity):
        self.capacity, self.waiting_capacity, self.open, self.over = capacity, waiting_capacity, True, False
        self.parties = []  # [code, size, state]

    def sum(self, state):
        return sum(size for _code, size, each in self.parties if each == state)

    def fits(self, size):
        return self.sum("confirmed") + size <= self.capacity

    def someone_waiting_fits(self):
        return any(self.fits(size) for _code, size, state in self.parties if state == "waiting")

    def enter(self, size):
        if not self.open or size > self.capacity:
            return None
        if self.fits(size) and not self.someone_waiting_fits():
            return "confirmed"
        return "waiting" if self.sum("waiting") + size <= self.waiting_capacity else None

    def change(self, party, size):
        if self.over or party[2] == "cancelled":
            return False
        more = size - party[1]
        free = party[2] == "confirmed" and self.fits(more) and not self.someone_waiting_fits()
        if more > 0 and not (self.open and free):
            return False
        party[1] = size
        return True

    def let_in(self):
        for party in self.parties:
            if self.open and party[2] == "waiting" and self.fits(party[1]):
                party[2] = "confirmed"


class QueueMachine(RuleBasedStateMachine):
    people = None

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(clock.now(), tick=False)
        self.clock = self.travel.start()
        self.date = make_date(self.people, pools=({"capacity": 5, "waiting_capacity": 6},))
        self.model = Model(5, 6)

    def teardown(self):
        self.travel.stop()

    @rule(size=st.sampled_from([1, 1, 2, 2, 3, 6]))
    def somebody_signs_up(self, size):
        self.enter(size)

    @initialize()
    def it_is_full_and_a_large_party_waits_before_a_small_one(self):
        for size in (2, 2, 1, 3, 1):
            self.enter(size)

    def enter(self, size):
        expected = self.model.enter(size)
        receipt = self.done(lambda: sign_up(self.date.pool, "Noor", size))
        assert (receipt.state if receipt else None) == expected
        if receipt:
            self.model.parties.append([receipt.code, size, expected])

    @precondition(lambda self: self.model.parties)
    @rule(data=st.data())
    def somebody_cancels(self, data):
        party = data.draw(st.sampled_from(self.model.parties))
        self.done(lambda: service.cancel(party[0]))
        if not self.model.over:
            party[2] = "cancelled"
            self.model.let_in()

    @precondition(lambda self: self.model.parties)
    @rule(data=st.data(), size=st.integers(1, 6))
    def somebody_changes_their_party(self, data, size):
        party = data.draw(st.sampled_from(self.model.parties))
        expected = self.model.change(party, size)
        assert (self.done(lambda: service.change_party(party[0], size)) is not None) == expected
        self.model.let_in()

    @rule(capacity=st.integers(0, 9))
    def the_host_changes_the_places(self, capacity):
        done = self.done(lambda: service.change_capacity(self.date.pool, capacity, self.people.eva.id))
        assert (done is not None) == (capacity >= self.model.sum("confirmed"))
        if done is not None:
            self.model.capacity = capacity
            self.model.let_in()

    @rule(hours=st.integers(1, 2))
    def time_passes(self, hours):
        self.clock.shift(timedelta(hours=hours))
        pool = queries.get_pool(self.date.pool)
        self.model.open = clock.now() < pool.state.closes_at
        self.model.over = clock.now() >= pool.terms.ends_at

    @invariant()
    def the_rows_are_as_the_model_says(self):
        pool = queries.get_pool(self.date.pool)
        facts = {fact.code: (fact.party_size, fact.state) for fact in queries.list_registrations([pool.state.id])}
        assert facts == {code: (size, state) for code, size, state in self.model.parties}
        assert pool.state.taken <= pool.state.capacity
        assert pool.state.taken == self.model.sum("confirmed")

    def done(self, command):
        try:
            return command()
        except Refused:
            return None


@pytest.mark.race
def test_the_queue_stays_fair_whatever_people_do(people):
    machine = type("Machine", (QueueMachine,), {"people": people})
    chosen = settings(
        stateful_step_count=STEPS, max_examples=EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(machine, settings=chosen)
