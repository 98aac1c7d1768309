"""Migrations run up and down with data, and the rows in code are the schema (trust.md, promise 10)."""

from datetime import datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from app.activities import service
from app.activities.queries import get_activity, list_occurrences
from app.activities.review import list_comments
from app.audit import steps
from app.db import db, is_declared, reading, transaction
from app.messages.rendering import render
from app.messages.tables import Message
from app.places.queries import get_room
from app.plan.queries import list_indicators
from app.plan.service import load_plan
from app.registrations.queries import list_pool_states
from config import ROOT
from tests.activities.build import publish_cafe
from tests.catalogue import build
from tests.databases import PLAN
from tests.registrations.build import sign_up
from tests.site.fingerprint import fingerprints

FOLDER = str(ROOT / "migrations")


def test_the_rows_in_code_are_the_schema(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_declared})

        assert compare_metadata(context, db.metadata) == []


def test_every_version_goes_down_and_up_again_with_data(app, people):
    downgrade(directory=FOLDER, revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}

    upgrade(directory=FOLDER)
    load_plan(PLAN)

    assert len(list_indicators()) == 39


def test_the_words_to_search_in_are_made_for_what_is_there(app, client, people):
    build.activity(people, title={"sv": "Läxhjälp"})
    before = fingerprints(app)
    downgrade(directory=FOLDER, revision="9b63a58c6020")
    assert "words" not in {column["name"] for column in inspect(db.engine).get_columns("activity")}

    upgrade(directory=FOLDER)

    assert fingerprints(app) == before
    assert "Läxhjälp" in client.get("/sv/activities?q=laxhjalp").text


def test_the_reason_of_what_was_sent_back_begins_what_both_sides_write(app, people):
    activity = publish_cafe(people, people.newcomer_association)
    service.reject(activity.code, "Skriv var ni ses.", people.kim.id)
    downgrade(directory=FOLDER, revision="4f2d8c1b7e60")
    assert not {"activity_comment", "page_report", "published_version"} & set(inspect(db.engine).get_table_names())

    upgrade(directory=FOLDER)

    found = list_comments(activity.id)
    assert [(one.text, one.by_coordinator, one.author_id) for one in found] == [("Skriv var ni ses.", True, None)]
    assert get_activity(activity.code).rejected_because == "Skriv var ni ses."


def test_what_waits_to_be_told_of_dates_is_told_before_and_after(app, people):
    series = publish_cafe(people)
    date, other = list_occurrences(series.id)[:2]
    pools = [pool.code for pool in list_pool_states([date.id, other.id], [])]
    for pool in pools:
        sign_up(pool, email="noor@example.org")
    service.move(date.code, date.starts_at + timedelta(hours=1), date.ends_at + timedelta(hours=1), people.eva.id)
    service.cancel_date(other.code, people.eva.id)

    downgrade(directory=FOLDER, revision="9d3e7b61a0f4")
    with db.engine.connect() as connection:
        told = (
            connection.execute(text("SELECT kind FROM message WHERE kind LIKE 'date%' ORDER BY kind")).scalars().all()
        )
    upgrade(directory=FOLDER)

    assert told == ["date_cancelled", "date_moved"]
    kept = [message.about for message in reading().query(Message).filter_by(kind="dates_changed")]
    noted = {code: was for about in kept for dates in about["registrations"].values() for code, was in dates.items()}
    assert datetime.fromisoformat(noted[date.code]["starts_at"]) == date.starts_at
    assert datetime.fromisoformat(noted[other.code]["starts_at"]) == other.starts_at
    assert all(render("dates_changed", "sv", about, None) for about in kept)


def test_rooms_that_were_there_are_open_to_every_approved_organisation(app, people):
    downgrade(directory=FOLDER, revision="c27e9b1f06d4")
    assert "room_guest" not in inspect(db.engine).get_table_names()

    upgrade(directory=FOLDER)

    room = get_room(people.room.code)
    assert (room.open_to, room.at_once, room.rules, room.guests) == ("approved", False, {}, frozenset())
    assert not room.hours.known


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'other'", "DELETE FROM audit_entry"])
def test_the_audit_log_only_grows(app, statement):
    with transaction() as session:
        steps.record(session, None, "created", ("place", "x"))

    with pytest.raises(DBAPIError, match="only grows"), transaction() as session:
        session.execute(text(statement))
