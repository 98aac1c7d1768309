"""Promise 6: mail workers that are killed, mail servers that go away and come back: nothing is lost, and what comes twice
is at most what was under way when a worker died, with the same Message-ID."""

import time
from collections import Counter

import pytest
from sqlalchemy import and_, func, or_, select, update

from app import clock
from app.db import db, reading, transaction
from app.messages import service
from app.messages.tables import Message
from app.messages.waking import EXTENSION
from app.settings import settings
from tests.faults.house import let_time_pass, mail_worker, until
from tests.messages.build import invite
from tests.sizes import FULL
from tests.smtp import Postbox

pytestmark = pytest.mark.fault
MAILS, KILLS, STEP = (400, 20, 1) if FULL else (60, 3, 7)


@pytest.fixture
def box(app, monkeypatch):
    """A mail server that is still shut; the app's own settings know it."""
    made = Postbox()
    configured = settings().model_copy(update={"smtp_url": made.url})
    monkeypatch.setitem(app.extensions, "samspel_settings", configured)
    yield made
    made.close()


def write(people, count):
    for number in range(count):
        invite(people, f"noor{number}@example.org")


def counted(*states):
    db.session.rollback()
    return reading().scalar(select(func.count()).select_from(Message).where(Message.state.in_(states)))


def test_what_a_killed_worker_had_begun_comes_again_with_the_same_id(app, people, database, box, told):
    write(people, MAILS)
    box.open()
    deaths = []

    with mail_worker(database, box.url) as worker:

        def die() -> None:
            if len(deaths) < KILLS and len(box.mails) % (MAILS // (KILLS + 1)) == 0:
                deaths.append(len(box.mails))
                worker.process.kill()  # after DATA, before the answer

        box.taken = die
        while counted("sent") < MAILS:
            if worker.process.poll() is not None:
                worker.start()
            let_time_pass(app)
            time.sleep(0.5)

    copies = box.copies
    twice = sum(copies.values()) - len(copies)
    told(mails=MAILS, kills=len(deaths), lost=MAILS - len(copies), twice=twice)
    assert len(deaths) == KILLS
    assert len(copies) == MAILS
    assert twice == KILLS  # each had been taken, and nobody could know


def test_killed_at_any_step_of_delivery_nothing_is_lost(people, database, box, dying, told):
    box.open()
    kills = written = 0

    for at in range(0, 1000, STEP):
        write_two(people, at)
        written += 2
        died = dying.run(database.folder, database.url, at, "deliver", smtp_url=box.url)
        kills += died
        with transaction() as session:
            session.execute(update(Message).where(Message.state == "sending").values(next_attempt_at=clock.now()))
        service.deliver_due()
        assert counted("sent") == written
        if not died:
            break

    copies = box.copies
    twice = sum(copies.values()) - len(copies)
    told(mails=written, kills=kills, lost=written - len(copies), twice=twice)
    assert kills > 20 // STEP
    assert len(copies) == written
    assert 0 < twice <= kills


def write_two(people, number):
    for one in ("a", "b"):
        invite(people, f"{one}{number}@example.org")


def nothing_is_due():
    """Whether every mail has been tried that could be."""
    reading().rollback()
    due = and_(Message.state == "pending", Message.next_attempt_at <= clock.now())
    return not reading().scalar(select(func.count()).where(or_(due, Message.state == "sending")))


def test_a_mail_server_that_goes_and_comes_back_gets_each_mail_once(app, people, database, box, told):
    write(people, MAILS)

    with mail_worker(database, box.url):
        app.extensions[EXTENSION].queue.sweep()
        until(lambda: reading().rollback() or reading().scalar(select(func.max(Message.attempts))) == 1)
        until(nothing_is_due)
        assert not box.mails
        for share in (0.3, 0.6, 1.0):
            box.open()
            let_time_pass(app)
            until(lambda share=share: len(box.mails) >= share * MAILS)
            if share < 1:
                box.close()
                let_time_pass(app)
                until(nothing_is_due)  # else what fails only now would wait for minutes of its own
        until(lambda: counted("sent") == MAILS)

    told(mails=MAILS, stops=3, lost=MAILS - len(box.copies), twice=len(box.mails) - len(box.copies))
    assert box.copies == Counter(box.copies.keys())
    assert len(box.copies) == MAILS


def test_two_workers_never_send_the_same_mail(app, people, database, box, told):
    write(people, MAILS)
    box.seconds = 0.1
    box.open()

    with mail_worker(database, box.url), mail_worker(database, box.url):
        while counted("sent") < MAILS:
            app.extensions[EXTENSION].queue.sweep()
            time.sleep(0.5)

    told(mails=MAILS, workers=2, lost=MAILS - len(box.copies), twice=len(box.mails) - len(box.copies))
    assert box.together == 2
    assert box.copies == Counter(box.copies.keys())
    assert len(box.copies) == MAILS


@pytest.mark.skipif(not FULL, reason="takes seven minutes: make soak")
def test_a_mail_server_that_is_away_for_minutes_is_tried_again_by_itself(app, people, database, box, told):
    write(people, MAILS)

    with mail_worker(database, box.url):
        app.extensions[EXTENSION].queue.sweep()
        time.sleep(150)
        assert counted("pending") == MAILS
        box.open()
        until(lambda: counted("sent") == MAILS, seconds=480)

    told(mails=MAILS, minutes_away=2.5, lost=MAILS - len(box.copies), twice=len(box.mails) - len(box.copies))
    assert box.copies == Counter(box.copies.keys())
    assert len(box.copies) == MAILS
