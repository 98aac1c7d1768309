"""Promise 5: PostgreSQL restarted under load, politely and as in a power cut: come back later, never a false success."""

import time
from collections import Counter

import pytest
from sqlalchemy import select

from app.db import db, reading
from app.messages.tables import Message
from app.registrations.tables import Registration
from tests import postgres
from tests.conftest import server_url
from tests.databases import Database
from tests.faults.house import Crowd, let_time_pass, mail_worker, web
from tests.people import People
from tests.registrations.build import make_date
from tests.sizes import FULL
from tests.smtp import opened

pytestmark = pytest.mark.fault
PEOPLE, RESTARTS = (1500, 5) if FULL else (150, 2)


@pytest.fixture(scope="module")
def server():
    """One of our own, which keeps what it has committed: the others' server must not be restarted."""
    server_url()
    started = postgres.start(fsync="on")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def database(server, tmp_path_factory):
    made = Database(tmp_path_factory.mktemp("restarted"), server.url)
    yield made
    made.drop()


def states():
    db.session.rollback()
    return Counter(reading().scalars(select(Message.state)))


def test_a_restart_is_come_back_later_and_never_a_false_success(app, database, server, told):
    people = People.arrive(app)
    paths = [make_date(people, capacity=PEOPLE // 8).sign_up for _date in range(5)]
    db.engine.dispose()

    with opened() as box, web(database) as served, mail_worker(database, box.url):
        crowd = Crowd(served.port, paths, [f"Person {number}" for number in range(PEOPLE)])
        for number in range(RESTARTS):
            crowd.wait_for((number + 0.5) / RESTARTS)
            server.restart(("immediate", "fast")[number % 2])
        visits = crowd.visits()
        db.engine.dispose()
        while set(states()) != {"sent"}:  # what was under way at a restart waits for the end of its lease
            let_time_pass(app)
            time.sleep(0.5)

    seen = {visit.name: visit.state for visit in visits}
    kept = reading().execute(select(Registration.name, Registration.state)).all()
    trouble = sum((visit.trouble for visit in visits), Counter())
    lost = len(seen.keys() - {name for name, _state in kept})
    told(
        sign_ups=len(visits),
        restarts=RESTARTS,
        answers_503=trouble["503"],
        lost=lost,
        doubled=len(kept) - len(seen),
        mails_twice=len(box.mails) - len(box.copies),
    )
    assert trouble.keys() == {"503"}
    assert dict(map(tuple, kept)) == seen
    assert len(kept) == len(visits) == len(box.copies) == PEOPLE
    assert len(box.mails) - len(box.copies) <= RESTARTS
    assert set(seen.values()) == {"confirmed", "waiting"}
