"""A resident finds a language café in Arabic and signs up: on a phone, without JavaScript, without a contact."""

import re

import pytest
from playwright.sync_api import expect

from app.messages import service as outbox
from tests.journeys.build import cafe, state
from tests.messages.build import read_all, text

pytestmark = pytest.mark.journey


def find_in_arabic(visit, javascript=False):
    """From the start page to the form, by the links that a reader presses."""
    page = visit("/", javascript=javascript)
    page.locator(".langs").get_by_text("العربية").click()
    page.locator("a.button.honey").click()
    page.get_by_role("link", name="مقهى اللغة في ماغنيتيتن").first.click()
    page.locator("aside a.button.wide").first.click()
    return page


def sign_up_in_arabic(visit):
    page = find_in_arabic(visit)
    page.locator("[name=name]").fill("نور")
    page.locator("form.fields button[type=submit]").first.click()
    return page


def open_own_page(visit, code):
    """With the code of the confirmation, in another browser."""
    page = visit("/ar/my", javascript=False)
    page.locator("input[name=code]").fill(f"{code[:5].lower()} {code[5:]}")
    page.locator("main form button[type=submit]").first.click()
    return page


def test_a_resident_signs_up_in_arabic_without_script_and_without_a_contact(visit, people):
    cafe(people)

    page = sign_up_in_arabic(visit)

    assert page.url.endswith("/ar/my/done")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert state(page) == "confirmed"
    assert len(page.locator(".own-code output").inner_text()) == 10


def test_the_code_opens_the_own_page_from_another_browser_and_cancels(visit, people):
    cafe(people)
    code = sign_up_in_arabic(visit).locator(".own-code output").inner_text()

    page = open_own_page(visit, code)
    assert state(page) == "confirmed"
    page.locator("main a.button.danger").click()
    page.locator("main button.danger").click()

    assert state(page) == "cancelled"


def test_the_form_needs_no_wider_screen_than_the_phone(visit, people):
    cafe(people)

    page = find_in_arabic(visit)
    page.locator("[name=name]").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_failed_sign_up_keeps_the_answers_and_points_at_the_fault(visit, people):
    made = cafe(people)
    page = visit(f"/sv/occurrences/{made.date}/sign-up")

    page.locator("[name=email]").fill("noor at example")
    page.locator("[name=party_size]").fill("3")
    page.locator("form.fields button[type=submit]").first.click()

    expect(page).to_have_title(re.compile("^Fel:"))
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("[name=email]")).to_have_value("noor at example")
    expect(page.locator("[name=party_size]")).to_have_value("3")
    page.locator("[data-error-summary] a").first.click()
    expect(page.locator("[name=name]")).to_be_focused()


def test_somebody_signs_up_with_the_keyboard_alone(visit, people):
    made = cafe(people)
    page = visit(f"/sv/occurrences/{made.date}/sign-up")

    while page.evaluate("document.activeElement.name") != "name":
        page.keyboard.press("Tab")
    page.keyboard.type("Noor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/done")

    assert state(page) == "confirmed"


def test_by_keyboard_alone_a_place_is_given_back(visit, people):
    made = cafe(people)
    page = visit(f"/sv/occurrences/{made.date}/sign-up")
    page.locator("[name=name]").fill("Noor")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/done")

    page.goto("/sv/my")
    press_on(page, "Avanmäl")
    page.wait_for_url("**/cancel")
    press_on(page, "Ja, avanmäl")

    expect(page.locator("main")).to_have_attribute("data-state", "cancelled")


def press_on(page, words):
    """Tab until the focus stands on what says so, and press Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText ?? ''"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no stop says {words}")


def test_back_shows_the_form_and_forward_the_confirmation(visit, people):
    made = cafe(people)
    page = visit(f"/sv/occurrences/{made.date}/sign-up", javascript=False)
    page.locator("[name=name]").fill("Noor")
    page.locator("form.fields button[type=submit]").first.click()
    page.wait_for_url("**/my/done")

    page.go_back()
    expect(page.locator("form.fields [name=name]")).to_be_visible()
    page.go_forward()

    assert state(page) == "confirmed"


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [("ar", "مقهي اللغه", "مقهى اللغة في ماغنيتيتن"), ("sv", "sprokkafe", "Språkkafé på Magneteten")],
)
def test_a_search_in_arabic_and_one_misspelt_in_swedish(visit, people, language, typed, found):
    cafe(people)
    page = visit(f"/{language}/activities", javascript=False)

    page.locator("[name=q]").first.fill(typed)
    page.locator("[name=q]").first.press("Enter")

    assert page.locator("main .card h3").first.inner_text() == found


@pytest.mark.parametrize("code", ["fa-AF", "so", "ti", "uk"])
def test_a_resident_finds_signs_up_and_cancels_in_every_further_language(visit, people, mail, code):
    cafe(people)
    page = visit("/", javascript=False)
    page.locator(f".langs a[hreflang='{code}']").click()

    page.locator("a.button.honey").click()
    page.locator("main a[href*='/occurrences/']").first.click()
    expect(page.locator("main [lang=sv]").first).to_be_attached()  # what nobody has translated says so itself
    page.locator("aside a.button.wide").first.click()
    page.locator("[name=name]").fill("Noor")
    page.locator("[name=email]").fill("noor@example.org")
    page.locator("form.fields button[type=submit]").first.click()
    assert page.url.endswith(f"/{code}/my/done")
    assert state(page) == "confirmed"
    page.goto(f"/{code}/my")
    page.locator("main a.button.danger").click()
    page.locator("main button.danger").click()
    assert state(page) == "cancelled"

    outbox.deliver_due()
    letter = read_all(mail)[-1]
    assert letter["Content-Language"] == code
    assert f"/{code}/" in text(letter)
