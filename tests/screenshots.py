"""``python -m tests.screenshots``: pictures of the pages on demo data, to look at. They land in instance/pictures/."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser

from app.demo.generator import Demo
from config import ROOT
from tests.browser import DESKTOP, PHONE, opened_browser, served
from tests.client import InspectingClient
from tests.databases import Database
from tests.site.crawl import Crawl
from tests.site.town import load_town, reader

FOLDER = ROOT / "instance" / "pictures"
SIZES: dict[int, dict[str, Any]] = {360: PHONE, 1280: DESKTOP}
RESIDENTS, OF_RESIDENTS, OF_STAFF = ("visitor", "participant"), ("sv", "ar", "ti"), ("sv", "ar")
# Reader -> the endpoints to picture, the first page of each that the crawl finds.
WANTED = {
    "visitor": (
        "catalogue.home", "catalogue.activities", "catalogue.month", "catalogue.occurrence", "catalogue.activity",
        "catalogue.place", "catalogue.place_list", "catalogue.organisation", "registrations.sign_up_for_date",
        "registrations.own", "plan.index", "plan.subgoal", "catalogue.privacy", "catalogue.cookies",
        "catalogue.accessibility", "accessibility.report", "catalogue.report_occurrence",
    ),
    "participant": ("registrations.done", "registrations.own"),
    "host": ("attendance.count", "attendance.count_date"),
    "editor": ("desk.index", "activities.create", "activities.show", "activities.date", "registrations.date_list", "catalogue.poster"),
    "coordinator": ("reports.index", "reports.part", "activities.approvals", "activities.review", "attendance.record"),
    "admin": ("messages.index", "messages.text", "organisations.index", "accessibility.index"),
}  # fmt: skip


@contextmanager
def demo_town() -> Iterator[tuple[Flask, Demo]]:
    """An app of its own in a temporary folder, with 300 dates."""
    with tempfile.TemporaryDirectory() as folder:
        app = Database(Path(folder), None).reset()
        with app.app_context():
            yield app, load_town(occurrences=300, registrations=600)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_town() as (app, town), served(app) as address, opened_browser() as browser:
        for kind, endpoints in WANTED.items():
            _picture(app, town, (kind, endpoints), (browser, address))


def _picture(app: Flask, town: Demo, wanted: tuple[str, tuple[str, ...]], window: tuple[Browser, str]) -> None:
    kind, endpoints = wanted
    name = f"{kind}-sv" if kind in RESIDENTS else kind
    client, language, starts = reader(app, name, town)
    found = {seen.endpoint: seen.url for seen in reversed(Crawl(app, client, language).walk(*starts).visited)}
    for endpoint in endpoints:
        if endpoint in found:
            languages = OF_RESIDENTS if kind in RESIDENTS else OF_STAFF
            _take(client, window, (f"{kind}-{endpoint}", found[endpoint]), languages)
        else:
            print(f"not found: {endpoint} for {kind}")


def _take(
    client: InspectingClient, window: tuple[Browser, str], named: tuple[str, str], languages: tuple[str, ...]
) -> None:
    (browser, address), (name, url) = window, named
    cookies = [{"name": c.key, "value": c.value, "url": address} for c in client.browser._cookies.values()]
    for width, device in SIZES.items():
        context = browser.new_context(base_url=address, **device)
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        for language in languages:
            page.goto(url.replace("/sv/", f"/{language}/", 1))
            page.screenshot(path=FOLDER / f"{name}-{language}-{width}.png", full_page=True)
        context.close()


if __name__ == "__main__":
    main()
