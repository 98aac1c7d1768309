"""An organiser publishes on one page and a preview; a new association's first activity waits for the coordinator."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from tests.browser import DESKTOP
from tests.journeys.build import staff_signs_in

pytestmark = pytest.mark.journey
TITLE = "Språkkafé i parken"
UNDER_TWO_MINUTES = 120


def begin(visit, person):
    """Sign in and open the form as the desk leads to it."""
    page = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(page, person)
    page.goto("/sv/desk/activities")
    page.locator("main a[href$='/activities/new']").click()
    return page


def fill_weekly_cafe(page):
    """Four Thursdays or so at Magneteten, with a list for each of the two sides of the table."""
    page.locator("[name=type]").select_option("language_cafe")
    page.locator("[name=title-sv]").fill(TITLE)
    page.locator("[name=summary-sv]").fill("Öva svenska under träden.")
    page.locator("[name=place]").select_option(label="Magneteten")
    page.locator("[name=signup][value=required]").check()
    page.locator("[name=roles][value=participant]").uncheck()
    for role in ("learner", "speaker"):
        page.locator(f"[name=roles][value={role}]").check()
        page.locator(f"details:has([name=places_{role}]) summary").click()
        page.locator(f"[name=places_{role}]").fill("12")
    page.locator("[name=first_on]").fill((clock.today() + timedelta(days=3)).isoformat())
    page.locator("[name=start]").fill("17:00")
    page.locator("[name=end]").fill("19:00")
    page.locator("[name=count]").fill("4")
    page.locator("button[name=step][value=preview]").click()


def public_titles(visit):
    page = visit("/sv/activities", javascript=False)
    expect(page.locator("footer")).to_be_visible()
    return page.locator("main .card h3").all_inner_texts()


def approve(visit, people):
    """The coordinator opens what waits and approves it as proposed."""
    page = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(page, people.kim)
    page.goto("/sv/desk/approvals")
    page.get_by_role("link", name=TITLE).click()
    page.locator("button[name=decision][value=approve]").click()
    return page


def test_a_first_activity_is_sent_approved_and_published(visit, people):
    page = begin(visit, people.nils)
    fill_weekly_cafe(page)
    page.locator("button[name=step][value=publish]").click()
    assert public_titles(visit) == []

    approve(visit, people)

    assert public_titles(visit) == [TITLE] * 4


def test_a_weekly_cafe_with_two_lists_takes_one_page_and_a_preview(visit, people, record_property):
    page = begin(visit, people.eva)
    began = time.perf_counter()

    fill_weekly_cafe(page)
    expect(page.locator("[name=keep]")).to_have_count(4)
    page.locator("button[name=step][value=publish]").click()

    record_property("seconds", round(time.perf_counter() - began, 1))
    assert public_titles(visit) == [TITLE] * 4


def test_a_weekly_cafe_from_a_template_takes_six_touches_on_one_page(visit, people, record_property):
    page = begin(visit, people.eva)
    began = time.perf_counter()

    page.get_by_role("link", name="Språkkafé").click()
    page.locator("[name=place]").select_option(label="Magneteten")
    page.locator("[name=first_on]").fill((clock.today() + timedelta(days=3)).isoformat())
    page.locator("[name=count]").fill("3")
    page.locator("button[name=step][value=preview]").click()
    expect(page.locator("[name=keep]").first).to_be_attached()
    kept = page.locator("[name=keep]:checked").count()
    page.locator("button[name=step][value=publish]").click()
    seconds = time.perf_counter() - began

    record_property("seconds", round(seconds, 1))
    assert seconds < UNDER_TWO_MINUTES
    assert public_titles(visit) == ["Språkkafé"] * kept
    assert visit("/ar/activities", javascript=False).locator("main .card h3").first.inner_text() == "مقهى اللغة"


def test_each_list_of_a_cafe_shows_its_own_places(visit, people):
    page = begin(visit, people.eva)
    fill_weekly_cafe(page)
    page.locator("button[name=step][value=publish]").click()

    public = visit("/sv/activities", javascript=False)
    public.get_by_role("link", name=TITLE).first.click()

    expect(public.locator("aside .pool strong")).to_have_text(["Jag övar svenska", "Jag talar svenska"])
    assert "12 av 12" in public.locator("aside .pool").first.inner_text()


def test_two_editors_at_once_and_the_second_chooses(visit, people):
    page = begin(visit, people.eva)
    fill_weekly_cafe(page)
    page.locator("button[name=step][value=publish]").click()
    page.get_by_role("link", name="Ändra").click()
    other = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(other, people.eva)
    other.goto(page.url)
    for editor, title in ((other, "Kaffe och prat"), (page, "Kaffe med grannar")):
        editor.locator("[name=title-sv]").fill(title)
        editor.locator("main form button[type=submit]").last.click()

    assert page.locator("dl.news").inner_text().count("Kaffe") == 2
    page.locator("[name=theirs]").check()
    page.locator("main form button[type=submit]").last.click()

    assert page.locator("main h1").inner_text() == "Kaffe och prat"
