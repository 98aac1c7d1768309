"""The pictures of the help pages, taken of a demo town on one certain day: the same town gives the same pictures.

``make help-pictures`` (``python -m tests.help.shots``) writes them beside the stylesheets; ``test_pictures`` compares."""

import io
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from app.demo.generator import Demo
from app.help.pictures import FOLDER, SCALE
from app.languages import LANGUAGES
from tests.browser import opened_browser, served
from tests.databases import Database
from tests.site.town import CAFE, VISITS, date_of, load_town, reader, series_of

DAY = date(2026, 11, 25)
NOW = "2026-11-25T16:20:00Z"  # a Wednesday, when the café at the library has begun
WIDTH, HIGHEST, SCREEN = 360, 440, 900  # CSS pixels
COLORS = 24  # enough for a page
DEVICE: dict[str, Any] = {
    "viewport": {"width": WIDTH, "height": SCREEN}, "device_scale_factor": SCALE, "is_mobile": True, "has_touch": True,
    "reduced_motion": "reduce", "color_scheme": "light",
}  # fmt: skip
SATURDAY = "Familjelördag med pyssel"
STAFF = tuple(code for code, language in LANGUAGES.items() if language.staff)


@dataclass(frozen=True)
class Shot:
    """``take`` opens the page in a language and gives the part to picture; ``who``: whose browser."""

    name: str
    who: str
    take: Callable[[Page, str, Demo], Locator]


UNSTICK = """() => {
  for (const code of document.querySelectorAll('.own-code output')) code.textContent = 'K7M2QX4RTP';
  document.activeElement?.blur();
  for (const one of document.querySelectorAll('main *')) if (getComputedStyle(one).position === 'sticky') one.style.position = 'static';
}"""
WHOLE = {"card", "panel"}  # stand alone; after anything else the page goes on

SHOTS: list[Shot] = []


def shot(name: str, who: str) -> Callable[[Callable[[Page, str, Demo], Locator]], Callable[[Page, str, Demo], Locator]]:
    """Add what the function pictures."""

    def add(take: Callable[[Page, str, Demo], Locator]) -> Callable[[Page, str, Demo], Locator]:
        SHOTS.append(Shot(name, who, take))
        return take

    return add


def _opened(page: Page, path: str, part: str = "main") -> Locator:
    page.goto(path)
    return page.locator(part).first


@shot("resident-find", "visitor")
def _find(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/activities?type=language_cafe&free=1&from=2026-11-26", "main .card")


@shot("resident-date", "visitor")
def _date(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/occurrences/{date_of(CAFE, True)}", "main .sheet-side")


@shot("resident-form", "visitor")
def _form(page: Page, code: str, _town: Demo) -> Locator:
    return _filled(page, code, date_of(CAFE, True))


@shot("resident-code", "visitor")
def _code(page: Page, code: str, _town: Demo) -> Locator:
    """Where there is a place for everybody who signs up for these pictures."""
    _filled(page, code, date_of(SATURDAY, True)).locator("button[type=submit]").first.click()
    page.wait_for_url("**/my/done")
    return page.locator("main > .panel")


def _filled(page: Page, code: str, date_code: str) -> Locator:
    part = _opened(page, f"/{code}/occurrences/{date_code}/sign-up", "form.fields")
    if page.locator("[type=radio][name=pool]").count():
        page.locator("[name=pool]").first.check()
    page.locator("[name=name]").fill("Noor")
    return part


@shot("resident-own", "visitor")
def _own(page: Page, code: str, town: Demo) -> Locator:
    _code(page, code, town)
    return _opened(page, f"/{code}/my", "main form[action*='/my']")


@shot("host-pin", "visitor")
def _pin(page: Page, code: str, town: Demo) -> Locator:
    return _opened(page, f"/{code}/count/{town.link.token}", "main .panel")


@shot("host-counter", "host")
def _counter(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/count")
    page.locator("main a[href*='/count/']").first.click()
    return page.locator("main form[data-counter]")


@shot("editor-desk", "editor")
def _desk(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/")


@shot("editor-new", "editor")
def _new(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/activities/new?template=language-cafe", "form.fields")


@shot("editor-dates", "editor")
def _dates(page: Page, code: str, town: Demo) -> Locator:
    _new(page, code, town)
    page.locator("[name=place]").select_option(index=1)
    page.locator("[name=first_on]").fill("2026-12-02")
    page.locator("[name=count]").fill("6")
    page.locator("button[name=step][value=preview]").click()
    return page.locator("main .panel")


@shot("editor-list", "editor")
def _list(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/occurrences/{date_of(CAFE, True)}/registrations", "main h2")


@shot("editor-change", "editor")
def _change(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/desk/occurrences/{date_of(CAFE, True)}")
    page.goto(str(page.locator("main a[href*='/dates/change']").first.get_attribute("href")))
    page.locator("[name=start]").fill("12:00")
    page.locator("[name=end]").fill("13:30")
    page.locator("button[value=look]").click()
    return page.locator("main")


@shot("editor-poster", "editor")
def _poster(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/activities/{series_of(CAFE)}/poster")


@shot("editor-links", "editor")
def _links(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/activities/{series_of(CAFE)}/host-links")


@shot("editor-room", "editor")
def _room(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/desk/rooms/")
    page.locator("main a[href$='/ask']").first.click()
    return page.locator("form.fields").last


@shot("librarian-place", "librarian")
def _place(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/places/stadsbiblioteket", "form.fields")


@shot("librarian-screen", "visitor")
def _screen(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/places/stadsbiblioteket/screen", "body")


@shot("librarian-visits", "librarian")
def _visits(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/visits", "main ul.items")


@shot("librarian-requests", "librarian")
def _requests(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/desk/rooms/requests")
    page.locator("main a[href*='/requests/']").first.click()
    return page.locator("main .panel").first


@shot("librarian-loans", "librarian")
def _loans(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/desk/occurrences/{date_of(VISITS, False)}/attendance")
    return page.locator("[name=loan_count], [name=loans]").locator("xpath=ancestor::*[contains(@class, 'field')][1]")


@shot("coordinator-approvals", "coordinator")
def _approvals(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/approvals")


@shot("coordinator-missing", "coordinator")
def _missing(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/reports/missing?year=2026", "main figure")


@shot("coordinator-figures", "coordinator")
def _figures(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/reports/plan/4a.4?year=2026", "main figure")


@shot("coordinator-indicator", "coordinator")
def _indicator(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/reports/indicators/4a.4-a?year=2026", "main figure, main .facts")


@shot("admin-people", "admin")
def _people(page: Page, code: str, _town: Demo) -> Locator:
    page.goto(f"/{code}/desk/organisations")
    page.locator("main .items a").first.click()
    page.locator("main a[href$='/people']").first.click()
    return page.locator("main")


@shot("admin-mails", "admin")
def _mails(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/outbox/texts/reminder/{code}")


@shot("admin-shortcomings", "admin")
def _shortcomings(page: Page, code: str, _town: Demo) -> Locator:
    return _opened(page, f"/{code}/desk/accessibility/")


@contextmanager
def town(app: Flask) -> Iterator[Demo]:
    """The demo town on the day of the pictures."""
    with time_machine.travel(NOW):
        yield load_town(DAY, occurrences=300, registrations=600)


def take_all(app: Flask, made: Demo, browser: Browser) -> Iterator[tuple[str, Image.Image]]:
    """(its name with the language, the picture) of every page in every language that reads it."""
    windows: dict[str, Page] = {}
    with served(app) as address:
        for one in SHOTS:
            page = windows.get(one.who) or windows.setdefault(one.who, _window(app, made, one.who, (browser, address)))
            for code in LANGUAGES if one.name.startswith("resident-") else STAFF:
                yield f"{one.name}-{code}", _cut(page, one.take(page, code, made))
        for page in windows.values():
            page.context.close()


def _window(app: Flask, made: Demo, who: str, where: tuple[Browser, str]) -> Page:
    browser, address = where
    context = browser.new_context(base_url=address, **DEVICE)
    if who != "visitor":
        client, _language, _starts = reader(app, who, made)
        held = client.browser._cookies.values()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address} for cookie in held])
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def _cut(page: Page, part: Locator) -> Image.Image:
    """What a phone shows from the top of the part on; what sticks to the edge of the screen stands in its place."""
    part.wait_for()
    page.evaluate(UNSTICK)
    part.evaluate("part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 8)")
    box = part.bounding_box()
    assert box
    top = math.floor(max(0, box["y"] - 8))
    whole = WHOLE & set((part.get_attribute("class") or "").split())
    height = math.ceil(box["height"]) + 16 if whole else HIGHEST
    clip = {"x": 0, "y": top, "width": WIDTH, "height": min(height, HIGHEST, SCREEN - top)}
    taken = Image.open(io.BytesIO(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    return taken.convert("RGB").quantize(COLORS, dither=Image.Dither.NONE).convert("RGB")


def main() -> None:
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with TemporaryDirectory() as folder:
        app = Database(Path(folder), None).reset()
        with app.app_context(), opened_browser() as browser, town(app) as made:
            for name, picture in take_all(app, made, browser):
                picture.save(FOLDER / f"{name}.webp", lossless=True, quality=80, method=4)


if __name__ == "__main__":
    main()
