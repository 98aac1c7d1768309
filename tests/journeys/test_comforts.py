"""What the script adds: a list that is refined without a reload, and a screen that renews itself and outlives a lost network."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser import DESKTOP
from tests.catalogue import build
from tests.journeys.build import cafe, once

pytestmark = pytest.mark.journey
DAY = timedelta(days=1)


@pytest.fixture
def two_kinds(people):
    cafe(people)
    build.activity(people, [2 * DAY], type_key="civil_society", title={"sv": "Stickkväll"})


def marked(page):
    """The page as it was loaded: a reload would lose the mark."""
    page.evaluate("window.kept = true")
    return page


def test_a_choice_narrows_the_list_without_a_reload(visit, two_kinds):
    page = marked(visit("/sv/activities", device=DESKTOP))
    page.locator("summary", has_text="Välj").click()

    page.locator("[name=children]").evaluate("box => box.checked = false")
    page.locator("#type").select_option("civil_society")
    page.locator("form[data-auto] button").click()

    expect(page.locator("ul.cards > li")).to_have_count(1)
    assert "type=civil_society" in page.url
    assert page.evaluate("window.kept")
    expect(page.locator(".flashes")).to_have_text("1 tillfälle")
    assert "type=civil_society" in page.locator(".langs a[lang=ar]").get_attribute("href")
    assert page.locator(".filter-more").get_attribute("open") is not None


def test_a_family_is_chosen_without_a_reload_and_keeps_the_focus(visit, two_kinds):
    page = marked(visit("/sv/activities"))

    pill = page.locator("nav.filters a", has_text="Föreningar")
    pill.focus()
    page.keyboard.press("Enter")

    expect(page.locator("ul.cards > li")).to_have_count(1)
    expect(page.locator("nav.filters a", has_text="Föreningar")).to_be_focused()
    assert page.evaluate("window.kept")
    page.go_back()
    expect(page.locator("ul.cards > li")).to_have_count(2)


def test_the_first_page_is_narrowed_to_a_place_without_a_reload(visit, two_kinds):
    page = marked(visit("/sv/", device=DESKTOP))

    page.locator("#place").select_option("magneteten")
    page.locator("form[data-auto] button").click()

    expect(page.locator("ul.cards > li")).to_have_count(1)
    assert "place=magneteten" in page.url
    assert page.evaluate("window.kept")


def test_the_language_that_was_chosen_is_the_one_that_the_bare_address_leads_to(visit):
    page = visit("/sv/activities")
    page.locator(".langs a[hreflang=uk]").click()
    page.wait_for_url("**/uk/activities")

    page.goto("/")

    assert page.url.endswith("/uk/")


def test_where_nothing_answers_the_page_is_loaded_as_without_the_script(visit, two_kinds):
    page = marked(visit("/sv/activities"))
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('away')); }")

    page.locator("nav.filters a", has_text="Föreningar").click()

    expect(page).to_have_url(re.compile("type="))
    expect(page.locator("ul.cards > li")).to_have_count(1)
    assert not page.evaluate("window.kept")


def test_the_screen_renews_itself_and_outlives_a_lost_network(visit, people):
    cafe(people, schedule=once(clock.today() + DAY))
    page = visit("/sv/places/magneteten/screen", device=DESKTOP)
    page.clock.install()
    page.reload()
    expect(page.locator("main li")).to_have_count(1)

    page.context.set_offline(True)
    page.clock.fast_forward(61_000)
    expect(page.locator("main li")).to_have_count(1)
    cafe(people, schedule=once(clock.today() + 2 * DAY))
    page.context.set_offline(False)
    page.clock.fast_forward(61_000)

    expect(page.locator("main li")).to_have_count(2)
