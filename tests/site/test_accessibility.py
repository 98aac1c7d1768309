"""axe on a page of every endpoint that the crawl finds: WCAG 2.2 AA and best practice, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.activities.queries import list_occurrences
from app.demo.generator import Demo
from app.registrations.queries import list_pool_states
from tests.activities.build import publish_cafe
from tests.bookings.rooms import another_room, booked, span, tuesday
from tests.browser import served
from tests.client import InspectingClient
from tests.databases import Database
from tests.registrations.build import sign_up
from tests.site.crawl import Crawl
from tests.site.town import load_town, reader

pytestmark = pytest.mark.journey
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
SIZES = ((360, 740), (1280, 900))
# Real data, beside the page of every route in test_routes: what each sees that no other does; of the staff the desk.
READERS = ("visitor-ar", "participant-ti", "host", "coordinator")
OWN = {"visitor-ar": "", "participant-ti": "/my", "host": "/count"}
NARROWEST = 320  # CSS pixels; WCAG 2.2, 1.4.10


@pytest.fixture(scope="module")
def town(database: Database) -> Iterator[tuple[Flask, Demo]]:
    """On SQLite alone: what a page looks like does not depend on where its rows come from (test_crawl compares)."""
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    app = database.reset()
    with app.app_context():
        yield app, load_town()


@pytest.mark.parametrize("name", READERS)
def test_axe_finds_nothing_on_any_page(name, town, browser):
    app, demo = town
    client, language, starts = reader(app, name, demo)
    urls = one_of_each(Crawl(app, client, language).walk(*starts), OWN.get(name, "/desk/"))

    with served(app) as address:
        page = window(browser, client, address)
        found = [fault for url in urls for fault in faults_of(page, url)]
        page.context.close()

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_what_a_look_before_saving_shows(browser, people, app, database):
    """Pages that only a sent form shows: how dates would change, and a message read over."""
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    series = publish_cafe(people)
    date = list_occurrences(series.id)[1]
    sign_up(list_pool_states([date.id], [])[0].code, email="noor@example.org", language="ar")
    client = InspectingClient(app).sign_in(people.eva.id)

    with served(app) as address:
        page = window(browser, client, address)
        page.goto(f"/sv/desk/activities/{series.code}/dates/change?from={date.code}")
        page.locator("[name=start]").fill("18:00")
        page.locator("button[value=look]").click()
        found = faults_here(page)
        page.goto(f"/sv/desk/occurrences/{date.code}/registrations/write")
        page.locator("[name=body]").fill("Hej!")
        page.locator("button[value=look]").click()
        found += faults_here(page)
        page.context.close()

    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_the_times_of_a_room_before_anything_is_sent(browser, people, app, database):
    """Every time with what stands against it, one of them mistyped; and what makes way for a room that is closed."""
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    booked(people, span(weeks=1))
    another_room(people)
    client = InspectingClient(app).sign_in(people.lina.id)

    with served(app) as address:
        page = window(browser, client, address)
        page.goto(f"/ar/desk/rooms/{people.room.code}/ask?day={tuesday()}&start=17:00&end=19:00")
        page.locator("[name=purpose]").fill("Studiecirkel")
        page.locator("[name=every]").select_option("weekly")
        page.locator("[name=count]").fill("3")
        page.locator("button[value=look]").click()
        found = faults_here(page)
        page.locator("[name=t0-end]").fill("10:00")
        page.locator("button[value=send]").click()
        found += faults_here(page)
        page.goto(f"/sv/desk/rooms/{people.room.code}/close")
        page.locator("[name=first_on]").fill(tuesday(1).isoformat())
        page.locator("button[value=look]").click()
        found += faults_here(page)
        page.context.close()

    assert not found, "\n".join(found)


def test_axe_does_find_what_is_wrong(browser):
    page = browser.new_page()
    page.set_content("<title>x</title><main><h1>x</h1><input><img src='data:,'></main>")
    page.evaluate(AXE)

    assert {fault.split()[0] for fault in axe(page, 360, 740)} >= {"label", "image-alt", "html-has-lang"}


def one_of_each(crawl: Crawl, own: str) -> list[str]:
    """The first page of every endpoint, where its address holds ``own``: what only this reader sees."""
    pages = {seen.endpoint: seen.url for seen in reversed(crawl.visited) if seen.is_page and own in seen.url}
    return sorted(pages.values())


def window(browser: Browser, client: InspectingClient, address: str) -> Page:
    """A window with the client's cookies. Our policy forbids scripts that are not ours, so it is set aside for axe."""
    context = browser.new_context(base_url=address, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies_of(client)])
    return context.new_page()


def cookies_of(client: InspectingClient) -> list[tuple[str, str]]:
    held = [(cookie.key, cookie.value) for cookie in client.browser._cookies.values()]
    return list(dict(held).items())


def faults_of(page: Page, url: str) -> list[str]:
    """What axe finds on the page at ``url``."""
    page.goto(url)
    return faults_here(page)


def faults_here(page: Page) -> list[str]:
    """What axe finds at both sizes, and whether the narrowest screen must be scrolled sideways."""
    url = urlsplit(page.url).path
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.evaluate(AXE)
    found = [f"{url} at {width}: {fault}" for width, height in SIZES for fault in axe(page, width, height)]
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{url} is {width} wide"] if width > NARROWEST else found


def axe(page: Page, width: int, height: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": height})
    results: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [f"{fault['id']} {node['target']}" for fault in results["violations"] for node in fault["nodes"][:3]]
