"""After a day of use nothing that opens a door stands in clear in the database or in the log (promise 14)."""

import io
import logging
import re

import pytest
import structlog
from sqlalchemy import MetaData, select

from app import clock
from app.accounts import service as accounts
from app.activities.queries import list_occurrences
from app.attendance import service as attendance
from app.db import db
from app.messages.service import deliver_due
from tests.activities.build import publish_cafe
from tests.client import InspectingClient
from tests.messages.build import read_all, text
from tests.people import PASSWORD


@pytest.fixture
def log(caplog):
    """All that any logger says, however quiet the app is set: ``log()`` is its text."""
    written, before = io.StringIO(), structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(file=written),
    )
    caplog.set_level(logging.DEBUG)
    yield lambda: caplog.text + written.getvalue()
    structlog.configure(**before)


def signs_up(app, code):
    """Somebody signs up with an address; the mail goes out. The secrets: the own code, the mailed link's token."""
    resident = InspectingClient(app)
    page = resident.submit(f"/sv/occurrences/{code}/sign-up", name="Noor", email="noor@example.org")
    deliver_due()
    token = re.search(r"/my/([\w.-]{12,})", text(read_all(_mail(app))[-1]))
    assert token
    resident.get(f"/sv/my/{token[1]}")
    return {"own code": page.all("output")[0].text, "own-page token": token[1], **cookies(resident)}


def staff_sign_in(app, person):
    browser = InspectingClient(app)
    browser.submit("/sv/sign-in", email=person.email, password=PASSWORD)
    return {"password": PASSWORD, **cookies(browser)}


def host_counts(app, activity, people):
    """A host opens the counting link with its PIN."""
    code, pin = attendance.make_host_link(activity, people.eva.id)
    browser, token = InspectingClient(app), attendance.host_token(code, 0)
    browser.submit(f"/sv/count/{token}", pin=pin)
    return {"PIN": pin, "host token": token, **cookies(browser)}


def invited(app, people):
    """A colleague is invited by mail."""
    accounts.invite("new@example.org", "editor", people.association.id, people.eva.id, "sv")
    deliver_due()
    token = re.search(r"/invitation/(\S{12,})", text(read_all(_mail(app))[-1]))
    assert token
    return {"invitation token": token[1]}


def a_day_of_use(app, people):
    activity = publish_cafe(people)
    date = list_occurrences(activity.id)[0].code
    return [
        signs_up(app, date),
        staff_sign_in(app, people.eva),
        host_counts(app, activity.code, people),
        invited(app, people),
        {"key": app.config["SECRET_KEY"]},
    ]


def test_no_secret_stands_in_any_table(app, people):
    secrets = a_day_of_use(app, people)

    rows = stored()

    assert [name for each in secrets for name, value in each.items() if value in rows] == []


def test_no_secret_stands_in_the_log(app, people, log):
    secrets = a_day_of_use(app, people)

    said = log()

    assert "registrations.sign_up_for_date" in said
    assert [name for each in secrets for name, value in each.items() if value in said] == []


def test_the_search_finds_what_does_stand_there(app, people):
    a_day_of_use(app, people)

    assert "noor@example.org" in stored()
    assert str(clock.today().year) in stored()


def stored():
    """Every value of every table, as text."""
    tables = MetaData()
    tables.reflect(db.engine)
    with db.engine.connect() as connection:
        rows = [tuple(row) for table in tables.sorted_tables for row in connection.execute(select(table))]
    return "\n".join(str(value) for row in rows for value in row)


def cookies(client):
    return {f"cookie {cookie.key}": cookie.value for cookie in client.browser._cookies.values()}


def _mail(app):
    return app.extensions["samspel_settings"].instance / "mail"
