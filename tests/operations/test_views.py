"""Health and readiness."""

from datetime import timedelta

import time_machine
from sqlalchemy import text

from app import clock
from app.db import transaction
from tests.messages.build import invite


def test_the_process_answers(client):
    assert client.raw("/healthz").json == {"process": "ok"}


def test_it_is_ready_when_all_it_stands_on_is(client):
    answer = client.raw("/readyz")

    assert answer.status_code == 200
    assert answer.json == {"database": "ok", "schema": "ok", "worker": "ok"}


def test_an_old_schema_is_not_ready(client):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'older'"))

    assert client.raw("/readyz").status_code == 503


def test_a_mail_that_nobody_delivers_shows_that_the_worker_is_behind(client, people):
    invite(people)

    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert client.raw("/readyz").json["worker"] == "behind"
