"""``python -m tests.screenshots``: pictures of the pages on demo data, to look at. They land in instance/pictures/."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser

from app import clock
from app.demo.generator import Demo
from config import ROOT
from tests.browser import DESKTOP, PHONE, opened_browser, served
from tests.databases import Database
from tests.site.town import CAFE, VISITS, date_of, load_town, organiser_of, reader, series_of

FOLDER = ROOT / "instance" / "pictures"
SIZES: dict[int, dict[str, Any]] = {360: PHONE, 1280: DESKTOP}
OF_RESIDENTS, OF_STAFF = ("sv", "ar", "ti"), ("sv", "ar")
# Reader -> the pages to picture; {date}, {series}: of a café; {been}: a visit that has been; {organiser}.
WANTED = {
    "visitor-sv": (
        "", "activities", "activities?q=xyzzy", "calendar/{month}", "occurrences/{date}", "activities/{series}",
        "occurrences/{date}/sign-up", "occurrences/{date}/report", "places", "places/stadsbiblioteket",
        "places/stadsbiblioteket/screen", "organisations/{organiser}", "plan", "help", "privacy", "cookies",
        "accessibility", "accessibility/report", "my", "nowhere",
    ),
    "participant-sv": ("my/done", "my", "my/cancel"),
    "host": ("count", "help/host"),
    "editor": (
        "desk/", "desk/activities", "desk/activities/new", "desk/activities/new?template=language-cafe",
        "desk/activities/{series}", "desk/activities/{series}/edit", "desk/activities/{series}/host-links",
        "desk/activities/{series}/poster", "desk/occurrences/{date}", "desk/occurrences/{date}/edit",
        "desk/occurrences/{date}/registrations", "desk/occurrences/{date}/registrations/add",
        "desk/occurrences/{date}/registrations/write", "help/editor",
    ),
    "librarian": (
        "desk/places", "desk/places/stadsbiblioteket", "desk/occurrences/{been}/attendance", "desk/visits",
        "desk/visits/offers", "desk/visits/offers/new", "desk/visits/new", "desk/visits/calendar", "desk/visits/year",
    ),
    "coordinator": (
        "desk/", "desk/approvals", "desk/reports/", "desk/reports/plan/4", "desk/reports/indicators/4a.4-a",
        "desk/reports/attendance/type", "desk/reports/attendance/month", "desk/reports/missing",
    ),
    "admin": (
        "desk/organisations", "desk/organisations/{organiser}", "desk/organisations/{organiser}/people", "desk/outbox",
        "desk/outbox/texts/", "desk/outbox/texts/reminder/ar", "desk/accessibility/",
    ),
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
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with demo_town() as (app, town), served(app) as address, opened_browser() as browser:
        for name, paths in WANTED.items():
            for width, device in SIZES.items():
                _take_all(app, town, (name, paths), (browser, address, width, device))


def _take_all(
    app: Flask, town: Demo, wanted: tuple[str, tuple[str, ...]], window: tuple[Browser, str, int, dict[str, Any]]
) -> None:
    (name, paths), (browser, address, width, device) = wanted, window
    client, _language, _starts = reader(app, name, town)
    context = browser.new_context(base_url=address, **device)
    held = client.browser._cookies.values()
    context.add_cookies([{"name": one.key, "value": one.value, "url": address} for one in held])
    page = context.new_page()
    for path in paths:
        called = f"{name.partition('-')[0]}-{path.replace('/', '_').translate(str.maketrans('', '', '{}?=')) or 'home'}"
        for code in OF_RESIDENTS if name.endswith("-sv") else OF_STAFF:
            page.goto(f"/{code}/{path.format(**_codes())}")
            page.screenshot(path=FOLDER / f"{called}-{code}-{width}.png", full_page=True)
    context.close()


def _codes() -> dict[str, str]:
    date = date_of(CAFE, coming=True)
    return {
        "date": date, "series": series_of(CAFE), "been": date_of(VISITS, coming=False), "organiser": organiser_of(CAFE),
        "month": clock.today().strftime("%Y-%m"),
    }  # fmt: skip


if __name__ == "__main__":
    main()
