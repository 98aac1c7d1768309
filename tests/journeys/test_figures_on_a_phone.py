"""The figures and the counter at 360 pixels: nothing off the screen, nothing too small to read, nothing over what has the focus."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from app import clock
from app.attendance import service
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from tests.attendance.build import ago, series
from tests.browser import PHONE
from tests.journeys.build import staff_signs_in

pytestmark = pytest.mark.journey
SMALLEST = 12  # CSS pixels that a word of a chart has at least
OFF_SCREEN = """() => [...document.querySelectorAll('td, tbody th')].filter(cell => {
  const box = cell.getBoundingClientRect();
  return box.width && (box.left < 0 || box.right > innerWidth);
}).map(cell => cell.textContent)"""
WORDS_OF_CHART = """() => [...document.querySelectorAll('svg text')].map(text => {
  const scale = text.getScreenCTM().a;
  return scale * parseFloat(getComputedStyle(text).fontSize) * (text.getClientRects().length ? 1 : 0);
}).filter(size => size > 0)"""
COVERED = """() => {
  const [held, save] = [document.activeElement, document.querySelector('.save')];
  const [one, other] = [held.getBoundingClientRect(), save.getBoundingClientRect()];
  return !save.contains(held) && one.bottom > other.top + 1 && one.top < other.bottom - 1 ? held.outerHTML : '';
}"""


@pytest.fixture
def counted(people):
    """A café that was counted yesterday and the day before."""
    made = series(people, starts=[ago(days=1), ago(days=2)])
    for date in made.dates:
        service.save_record(date.code, Statement(12, {"newcomer": 7}), Signer(people.eva.id))
    return made


@pytest.fixture
def coordinator(visit, people):
    page = visit("/sv/sign-in", device=PHONE)
    staff_signs_in(page, people.kim)
    return page


@pytest.mark.parametrize("path", ["", "plan/4", "attendance/type", "attendance/month", "indicators/4a.4-a", "missing"])
def test_every_figure_is_on_the_screen(coordinator, counted, path):
    coordinator.goto(f"/sv/desk/reports/{path}?year={year()}")

    assert coordinator.evaluate(OFF_SCREEN) == []
    assert coordinator.evaluate("document.documentElement.scrollWidth") == 360


def test_a_table_of_cards_is_still_a_table_for_who_listens(coordinator, counted):
    coordinator.goto(f"/sv/desk/reports/attendance/type?year={year()}")

    roles = roles_of(coordinator)

    assert {"table", "row", "columnheader", "rowheader"} <= roles
    assert roles & {"cell", "gridcell"}


def test_the_words_of_a_chart_can_be_read(coordinator, counted):
    coordinator.goto(f"/sv/desk/reports/attendance/month?year={year()}")

    sizes = coordinator.evaluate(WORDS_OF_CHART)

    assert sizes
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_button_that_saves_is_always_seen_and_covers_nothing_that_has_the_focus(coordinator, people, language):
    made = series(people, starts=[ago(days=3)])
    coordinator.goto(f"/{language}/desk/occurrences/{made.date}/attendance")

    seen = coordinator.locator(".save button").bounding_box()
    covered = [found for _step in range(24) if (found := after_tab(coordinator))]

    assert seen["y"] + seen["height"] <= PHONE["viewport"]["height"]
    assert covered == []


def after_tab(page: Page) -> str:
    """What has the focus after one more Tab, where the button covers it."""
    page.keyboard.press("Tab")
    return str(page.evaluate(COVERED))


def roles_of(page: Page) -> set[str]:
    """The roles that the browser tells assistive technology."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return {node["role"]["value"] for node in tree["nodes"] if not node.get("ignored")}


def year() -> int:
    return (clock.today() - timedelta(days=1)).year
