"""Promises 3, 4 and 7: web workers that are killed, at any time and at every step; and what fails half-way."""

import random
from collections import Counter

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from app.codes import new_nonce
from app.db import db, reading
from app.messages.tables import Message
from app.registrations import service
from app.registrations.rules import Party
from app.registrations.tables import Registration
from tests.faults.house import Crowd, kill_a_worker, web
from tests.registrations.build import make_date
from tests.sizes import FULL

pytestmark = pytest.mark.fault
PEOPLE, ROUNDS, KILLS = (500, 20, 3) if FULL else (90, 1, 4)


def rows(*columns):
    reading().rollback()
    return reading().execute(select(*columns)).all()


def mailed():
    """How often each registration was written about."""
    return Counter(about["registration"] for (about,) in rows(Message.about))


def test_whoever_saw_a_confirmation_has_a_row(people, database, told):
    dates = [make_date(people, capacity=PEOPLE * ROUNDS // 8) for _date in range(5)]
    paths = [date.sign_up for date in dates]
    visits = []
    with web(database) as server:
        for number in range(ROUNDS):
            crowd = Crowd(server.port, paths, [f"P {number} {person}" for person in range(PEOPLE)])
            for share in sorted(random.uniform(0.05, 0.9) for _kill in range(KILLS)):
                crowd.wait_for(share)
                kill_a_worker(server)
            visits += crowd.visits()

    kept = rows(Registration.name, Registration.state, Registration.code)
    seen = {visit.name: visit.state for visit in visits}
    trouble = sum((visit.trouble for visit in visits), Counter())
    told(
        sign_ups=len(visits), kills=ROUNDS * KILLS, answers_cut=trouble["cut"], lost=len(seen.keys() - {r[0] for r in kept}),
        doubled=len(kept) - len(seen),
    )  # fmt: skip
    assert trouble["cut"] > 0
    assert {name: state for name, state, _code in kept} == seen
    assert len(kept) == len(visits) == PEOPLE * ROUNDS
    assert mailed() == Counter(code for _name, _state, code in kept)


def test_killed_at_any_step_a_sign_up_is_whole_or_not_at_all(people, database, dying, told):
    date, names = make_date(people), []

    for at in range(1000):
        name, nonce = f"noor{at}", new_nonce()
        names.append(name)
        died = dying.run(database.folder, database.url, at, "sign_up", pool=date.pool, name=name, nonce=nonce)
        kept = rows(Registration.code, Registration.nonce)
        assert mailed() == Counter(code for code, _nonce in kept)
        again = service.sign_up(date.pool, Party(name, 1, "sv", email=f"{name}@example.org"), nonce)
        assert again.again == (nonce in {one for _code, one in kept})
        if not died:
            break

    assert len(names) > 10
    assert sorted(name for (name,) in rows(Registration.name)) == sorted(names)
    assert mailed() == Counter(code for (code,) in rows(Registration.code))
    told(sign_ups=len(names), kills=len(names) - 1, half_made=0)


@pytest.mark.parametrize("moment", ["before_cursor_execute", "after_cursor_execute", "do_commit"])
def test_no_mail_about_a_sign_up_that_failed_at_any_statement(client, people, told, moment):
    date, failed = make_date(people, capacity=500), 0

    for at in range(1000):
        page = client.get(date.sign_up)
        typed = {**page.fields(), "name": f"Noor {at}", "email": f"noor{at}@example.org"}
        with failing(moment, at) as fault:
            answer = client.raw(page.action() or date.sign_up, method="POST", data=typed)
        kept = {name: code for name, code in rows(Registration.name, Registration.code)}
        assert mailed() == Counter(kept.values())
        if not fault.happened:
            break
        failed += 1
        assert answer.status_code == 503
        assert client.raw(page.action() or date.sign_up, method="POST", data=typed).status_code == 303
        assert f"Noor {at}" in {name for (name,) in rows(Registration.name)}

    assert answer.status_code == 303
    assert failed >= (1 if moment == "do_commit" else 5)
    assert len(rows(Registration.id)) == failed + 1
    assert mailed() == Counter(code for (code,) in rows(Registration.code))
    told(sign_ups=failed + 1, faults=failed, mails_about_nothing=0)


class failing:  # noqa: N801  # used as a context manager, like contextlib's
    """The n-th statement or commit from now on fails, as if the disk or the connection had."""

    def __init__(self, moment, at):
        self.moment, self.left, self.happened = moment, at, False
        self.commit = db.engine.dialect.do_commit

    def __enter__(self):
        if self.moment == "do_commit":
            db.engine.dialect.do_commit = self.step_and_commit
        else:
            event.listen(db.engine, self.moment, self.step)
        return self

    def __exit__(self, *_exception):
        if self.moment == "do_commit":
            del db.engine.dialect.do_commit
        else:
            event.remove(db.engine, self.moment, self.step)

    def step_and_commit(self, connection):
        self.step()
        self.commit(connection)

    def step(self, *_facts, **_more):
        self.left -= 1
        if self.left == -1:
            self.happened = True
            raise OperationalError("the disk is away", None, Exception("the disk is away"))
