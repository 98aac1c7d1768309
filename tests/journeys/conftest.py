"""A real server on loopback and a real browser for the journeys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from tests.browser import PHONE, served
from tests.databases import Database
from tests.sizes import FULL

# What they show does not depend on the database, or is tested on both without a browser; make soak runs these on both too.
OF_STAFF = (
    "test_publishing",
    "test_staff_journeys",
    "test_living_series",
    "test_odd_texts",
    "test_figures_on_a_phone",
    "test_comforts",
    "test_rooms",
)


@pytest.fixture(autouse=True)
def once(request: pytest.FixtureRequest, database: Database) -> None:
    """The journeys of the staff on SQLite alone, those of residents and of the count on both."""
    of_staff = request.module.__name__.endswith(OF_STAFF)
    if of_staff and database.server_url and not FULL:
        pytest.skip("make soak makes this journey on PostgreSQL")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The app behind a real socket; its address."""
    with served(app) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Any]]:
    """``visit("/ar/", javascript=False)``: open a page in a browser of its own, as a phone unless said otherwise.

    What the browser asks of any other host, and every error that a page throws, fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str, javascript: bool = True, device: dict[str, Any] = PHONE) -> Any:
        context = browser.new_context(base_url=address, java_script_enabled=javascript, **device)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "request",
            lambda request: None if request.url.startswith((address, "data:")) else faults.append(request.url),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
