import json

import pytest
from sqlalchemy import func, select

from app import clock
from app.activities.tables import Activity, Occurrence
from app.db import db
from app.demo.cli import demo
from app.plan.queries import find_plan
from app.registrations.tables import SeatPool
from config import Environment

SMALL = ["--occurrences", "60", "--registrations", "40", "--today", "2026-11-22"]


def run(app, *words):
    return app.test_cli_runner().invoke(demo, words)


def count(table):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table))


def test_load_shows_progress_and_the_sign_ins(app):
    told = run(app, "load", *SMALL)

    assert told.exit_code == 0
    assert "registrations: 40 of 40 (100 %)" in told.output
    assert "coordinator@samspel.example" in told.output
    assert "samspel-demo-2026" in told.output
    assert "PIN" in told.output


def test_a_second_load_is_refused(app):
    run(app, "load", *SMALL)

    told = run(app, "load", *SMALL)

    assert told.exit_code == 2
    assert "activities" in told.output


@pytest.mark.parametrize(
    "words",
    [
        ["--years", "0"],
        ["--occurrences", "-5"],
        ["--occurrences", "many"],
        ["--registrations", "99999999999"],
        ["--today", "2026-02-31"],
        ["--today", "1066-10-14"],
        ["--occurrences", "1", "--registrations", "5", "--today", "2026-01-01", "--years", "11"],
    ],
)
def test_bad_options_are_refused_and_nothing_stays(app, words):
    told = run(app, "load", *words)

    assert told.exit_code == 2
    assert told.output
    assert count(Activity) == 0


def test_production_is_refused(app, monkeypatch):
    production = app.extensions["samspel_settings"].model_copy(update={"env": Environment.PRODUCTION})
    monkeypatch.setitem(app.extensions, "samspel_settings", production)

    assert run(app, "load", *SMALL).exit_code == 2
    assert run(app, "races").exit_code == 2
    assert count(Activity) == 0


def test_races_print_their_codes_as_json(app):
    told = run(app, "races", "--seats", "3", "--count", "2")

    codes = json.loads(told.output.splitlines()[-1])
    assert told.exit_code == 0
    assert len(codes) == 2
    assert set(codes) == set(db.session.scalars(select(Occurrence.code)))


def test_a_race_is_open_for_all_and_queues_without_end(app):
    run(app, "load", *SMALL)

    codes = json.loads(run(app, "races", "--seats", "3", "--count", "2").output.splitlines()[-1])

    db.session.rollback()
    found = select(Occurrence, Activity, SeatPool).join_from(Occurrence, Activity)
    rows = db.session.execute(
        found.join(SeatPool, SeatPool.occurrence_id == Occurrence.id).where(Occurrence.code.in_(codes))
    )
    for occurrence, activity, pool in rows:
        assert occurrence.starts_at > clock.now()
        assert (activity.state, activity.signup, activity.root_id) == ("published", "required", activity.id)
        assert (pool.capacity, pool.waiting_capacity, pool.role, pool.opens_at) == (3, None, "participant", None)


def test_the_sign_ins_are_told_again_where_the_demo_is(app):
    without = run(app, "sign-ins").output
    run(app, "load", *SMALL)
    db.session.rollback()

    told = run(app, "sign-ins")

    assert "not loaded" in without
    assert "librarian@samspel.example (librarian)" in told.output


@pytest.mark.parametrize("words", [["--seats", "0"], ["--count", "-1"], ["--seats", "x"]])
def test_bad_races_are_refused(app, words):
    assert run(app, "races", *words).exit_code == 2
    assert count(Occurrence) == 0


def test_the_plan_is_there_after_a_load(app):
    run(app, "load", *SMALL)

    assert find_plan() is not None
