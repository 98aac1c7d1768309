"""A café that lives: edited, split, moved, paused, cancelled, signed up for, counted, while time goes by and mail goes out.

Whatever happens in whatever order: no registration is lost; nobody has a place on a date that is otherwise than they were
told, unless what tells them is on its way; places and queues keep their laws; figures count once."""

from datetime import time, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from app import clock
from app.activities import queries as dates
from app.activities import service as activities
from app.activities.hooks import hooks as activity_hooks
from app.activities.pools import PoolWanted, SignupPools
from app.activities.shifting import SeriesChange, Times
from app.activities.tables import Activity, Occurrence
from app.attendance import service as attendance
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from app.db import reading
from app.errors import Refused
from app.messages import hooks as message_hooks
from app.messages import service as outbox
from app.messages.tables import Message
from app.registrations import queries, service
from app.reports.rules.attendance import Dimension
from app.reports.rules.periods import WHOLE_YEAR
from app.reports.service.attendance import attendance_report
from tests.activities.build import cafe, weekly
from tests.registrations.build import sign_up
from tests.sizes import FULL

STEPS, EXAMPLES = (60, 150) if FULL else (30, 6)
SEATS, QUEUE = 3, 4
DATES = 6


def as_it_is(date):
    return date.starts_at, date.ends_at, date.place_id, date.state


class SeriesMachine(RuleBasedStateMachine):
    people = None
    counted: dict[str, int] = {}  # noqa: RUF012  # date -> heads, of all runs, for a report knows no other

    def __init__(self):
        super().__init__()
        self.travel = time_machine.travel(clock.now(), tick=False)
        self.clock = self.travel.start()
        places = SignupPools((PoolWanted(capacity=SEATS, waiting_capacity=QUEUE),))
        draft = cafe(self.people, signup="required")
        code = activities.create_activity(draft, weekly(count=DATES), places, self.people.eva.id, publish=True)
        self.root = dates.get_activity(code).id
        self.codes = [date.code for date in dates.list_occurrences(self.root)]
        self.knows = {}  # registration -> how its date was when its holder last heard of it
        self.home = {}  # registration -> its date

    def teardown(self):
        self.travel.stop()

    def date(self, code):
        return dates.get_occurrence(code)

    @rule(data=st.data(), size=st.sampled_from([1, 1, 2]), reached=st.booleans())
    def somebody_signs_up(self, data, size, reached):
        code = data.draw(st.sampled_from(self.codes))
        pool = queries.list_pool_states([self.date(code).id], [])[0]
        email = f"p{self.root}-{len(self.home)}@example.org" if reached else None
        receipt = self.done(lambda: sign_up(pool.code, "Noor", size, email=email))
        if receipt:
            self.home[receipt.code], self.knows[receipt.code] = code, as_it_is(self.date(code))

    @precondition(lambda self: self.home)
    @rule(data=st.data())
    def somebody_cancels(self, data):
        self.done(lambda: service.cancel(data.draw(st.sampled_from(sorted(self.home)))))

    @rule(data=st.data(), hours=st.sampled_from([-2, 1, 3, 26]))
    def one_date_is_moved(self, data, hours):
        date = self.date(data.draw(st.sampled_from(self.codes)))
        later = timedelta(hours=hours)
        self.done(lambda: activities.move(date.code, date.starts_at + later, date.ends_at + later, self.people.eva.id))

    @rule(data=st.data(), day=st.integers(0, 6), hour=st.sampled_from([9, 17, 18]), split=st.booleans())
    def the_series_is_moved(self, data, day, hour, split):
        date = self.date(data.draw(st.sampled_from(self.codes)))
        place = data.draw(st.sampled_from([None, self.people.stadsbiblioteket.id, self.people.magneteten.id]))
        change = SeriesChange(Times(day, time(hour), time(hour + 2)), (place, None) if place else None)
        since = date.code if split else ""
        self.done(lambda: activities.change_series(date.activity_code, since, change, self.people.eva.id))

    @rule(data=st.data())
    def one_date_is_cancelled(self, data):
        code = data.draw(st.sampled_from(self.codes))
        self.done(lambda: activities.cancel_date(code, self.people.eva.id))

    @rule(data=st.data(), days=st.integers(0, 8))
    def it_pauses(self, data, days):
        date = self.date(data.draw(st.sampled_from(self.codes)))
        between = (date.starts_on, date.starts_on + timedelta(days=days))
        self.done(lambda: activities.pause(date.activity_code, between, {}, self.people.eva.id))

    @rule(data=st.data(), heads=st.integers(0, 9))
    def heads_are_counted(self, data, heads):
        code = data.draw(st.sampled_from(self.codes))
        if self.done(lambda: attendance.save_record(code, Statement(heads), Signer(self.people.eva.id))) is not None:
            self.counted[code] = heads

    @rule(hours=st.sampled_from([1, 20, 24 * 6]))
    def time_passes(self, hours):
        self.clock.shift(timedelta(hours=hours))

    @rule()
    def mail_goes_out(self):
        outbox.go_round()
        told = [about for (about,) in self.waiting("dates_changed") if about]
        outbox.deliver_due()
        reading().rollback()
        pending = {code for (about,) in self.waiting("dates_changed") for code in about["registrations"]}
        for code in {code for about in told for code in about["registrations"]} & self.home.keys() - pending:
            self.knows[code] = as_it_is(self.date(self.home[code]))

    def waiting(self, kind):
        return reading().execute(select(Message.about).where(Message.kind == kind, Message.state == "pending")).all()

    @invariant()
    def nobody_is_lost_or_left_in_the_dark(self):
        reading().rollback()
        on_their_way = {
            code: noted for (about,) in self.waiting("dates_changed") for code, noted in about["registrations"].items()
        }
        for code, home in self.home.items():
            fact, date = queries.find_registration(code), self.date(home)
            assert queries.get_pool_by_id(fact.pool_id).occurrence_code == home
            if fact.state == "cancelled" or as_it_is(date) == self.knows[code] or date.ends_at < clock.now():
                continue
            assert fact.to_tell or home in on_their_way.get(code, ()), (code, date, self.knows[code])

    @invariant()
    def places_and_queues_keep_their_laws(self):
        for code in self.codes:
            date = self.date(code)
            (pool,) = queries.list_pools([date.id], [])
            assert pool.state.taken <= SEATS
            open_now = date.state == "scheduled" and clock.now() < pool.state.closes_at
            queue = queries.list_queue(pool.state.id)
            assert not open_now or all(one.party_size + pool.state.taken > SEATS for one in queue)

    @invariant()
    def every_date_is_there_once_and_counts_once(self):
        found = select(Occurrence.code).join(Activity, Activity.id == Occurrence.activity_id)
        assert sorted(reading().scalars(found.where(Activity.root_id == self.root))) == sorted(self.codes)
        # Each run begins now again: what another has counted later is not of this year so far.
        held = {code: date for code in self.counted if (date := self.date(code)).ends_at <= clock.now()}
        years = {date.starts_on.year for date in held.values()} | {clock.today().year}
        reports = [attendance_report(year, WHOLE_YEAR, Dimension.TYPE) for year in years]
        total = sum(row.sums.total or 0 for report in reports for row in report.rows)
        assert total == sum(self.counted[code] for code in held)

    def done(self, command):
        try:
            return command()
        except Refused:
            return None


def run(people, examples=EXAMPLES, phases=tuple(Phase)):
    assert message_hooks.rounds
    machine = type("Machine", (SeriesMachine,), {"people": people, "counted": {}})
    chosen = settings(
        stateful_step_count=STEPS, max_examples=examples, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=phases,
    )  # fmt: skip
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.race
def test_a_series_that_lives_keeps_its_promises(people, mail):
    run(people)


@pytest.mark.race
def test_the_machine_notices_who_is_not_told(people, mail, monkeypatch):
    monkeypatch.setattr(activity_hooks, "dates_changed", lambda *_facts: None)

    with pytest.raises(AssertionError):
        run(people, 100, (Phase.generate,))  # until the first fault; the shortest way to it is of no interest
