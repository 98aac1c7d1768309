"""Fixtures for every test: a fresh app on SQLite and on PostgreSQL, a client that inspects each page, and the people."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests import postgres
from tests.browser import opened_browser
from tests.client import InspectingClient
from tests.databases import Database
from tests.people import People

KINDS = ("sqlite", "postgresql")
_server: postgres.Server | None = None


def pytest_configure(config: pytest.Config) -> None:
    """The process that starts the workers starts PostgreSQL; its workers find the address in the environment."""
    global _server  # noqa: PLW0603
    if hasattr(config, "workerinput") or os.environ.get(postgres.ENVIRONMENT):
        return
    _server = postgres.find_or_start()
    if _server:
        os.environ[postgres.ENVIRONMENT] = _server.url


def pytest_unconfigure() -> None:
    if _server:
        os.environ.pop(postgres.ENVIRONMENT, None)
        _server.stop()


def server_url() -> str:
    """The PostgreSQL server; without one the test is skipped, or fails where CI says that everything is there."""
    url = os.environ.get(postgres.ENVIRONMENT, "")
    if not url:
        message = "PostgreSQL is not installed: half of this test did not run"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return url


@pytest.fixture(scope="session", params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp(request.param)
    made = Database(folder, server_url() if request.param == "postgresql" else None)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once a process: Playwright allows no second one beside it."""
    with opened_browser() as started:
        yield started


@pytest.fixture
def app(database: Database) -> Iterator[Flask]:
    """The app on a fresh database with the plan loaded, inside an app context."""
    flask = database.reset()
    with flask.app_context():
        yield flask


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    """A browser without JavaScript that refuses a page which is not well made."""
    return InspectingClient(app)


@pytest.fixture
def people(app: Flask) -> People:
    """Organisations, places and staff with fixed roles (see ``tests/people.py``)."""
    return People.arrive(app)


@pytest.fixture
def mail(app: Flask) -> Path:
    """The folder into which mail is written."""
    return Path(app.extensions["samspel_settings"].instance) / "mail"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests of faults did and lost, a row each."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    rows = [
        f"{words}  {report.nodeid.rpartition('::')[2]}"
        for report in reports
        for name, words in report.user_properties
        if name == "faults" and report.when == "call"
    ]
    if rows:
        terminalreporter.section("faults")
        terminalreporter.write_line("\n".join(sorted(rows)))
