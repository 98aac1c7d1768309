"""A teacher asks for a visit in Ukrainian and changes it; a librarian proposes another time, the group agrees, it is held,
and the plan shows it."""

import pytest
import time_machine
from playwright.sync_api import expect

from app.db import db
from app.messages import service as outbox
from app.visits import queries
from tests.journeys.build import staff_signs_in, state
from tests.messages.build import read_all, text
from tests.visits.build import ask, offer

pytestmark = pytest.mark.journey
SEND = "main form.fields button[type=submit]"


def asks_in_ukrainian(visit, made, javascript=False):
    """From the list of what libraries offer to the confirmation, on a phone."""
    page = visit("/uk/visits", javascript=javascript)
    page.get_by_role("link", name="Знайдіть свою бібліотеку").click()
    page.locator("main a[href*='slot=']").first.click()
    page.locator("[name=group_name]").fill("SFI 2B")
    page.locator("[name=organisation]").fill("Hässleholms lärcentrum")
    page.locator("[name=kind]").select_option("sfi")
    page.locator("[name=learners]").fill("14")
    page.locator("[name=adults]").fill("1")
    page.locator("[name=name]").fill("Оксана")
    page.locator("[name=email]").fill("oksana@example.org")
    page.locator(SEND).last.click()
    return page


@pytest.mark.parametrize("javascript", [False, True])
def test_a_teacher_asks_in_ukrainian_and_changes_it(visit, people, javascript):
    made = offer(people)

    page = asks_in_ukrainian(visit, made, javascript)
    expect(page.locator("main")).to_have_attribute("data-state", "requested")
    assert page.locator("html").get_attribute("lang") == "uk"
    code = page.locator(".own-code output").inner_text()

    page = visit("/uk/visits/my", javascript=javascript)
    page.locator("main [name=code]").fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main a[href$='/people']").click()
    page.locator("[name=learners]").fill("18")
    page.locator(SEND).first.click()
    expect(page.locator("main")).to_contain_text("19")
    page.locator("main a[href$='/again']").click()
    page.locator("[name=slot]").select_option(index=2)
    page.locator(SEND).first.click()

    expect(page.locator("main")).to_have_attribute("data-state", "requested")
    db.session.rollback()  # what the browser has done since the first look
    found = queries.find_by_own_code(code)[0]
    assert (found.people, found.language, found.offer_code) == (19, "uk", made.code)


def test_the_form_needs_no_wider_screen_than_the_phone(visit, people):
    made = offer(people)
    page = visit(f"/uk/visits/{made.code}", javascript=False)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("main a[href*='slot=']").first.click()
    page.locator("[name=slot]").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def proposes_another_time(visit, people):
    """The librarian answers from the desk."""
    page = visit("/sv/desk/visits")
    staff_signs_in(page, people.lina)
    page.get_by_role("link", name="Svara").first.click()
    page.get_by_role("link", name="Föreslå en annan tid").click()
    page.locator("input[name=slot]").nth(2).check(force=True)
    page.locator("[name=words]").fill("Då har vi mer tid för er.")
    page.get_by_role("button", name="Skicka förslaget").click()
    expect(page.locator("main")).to_contain_text("Biblioteket har föreslagit en tid")
    return page


def agrees_by_the_mailed_link(visit, mail):
    outbox.deliver_due()
    letter = next(one for one in read_all(mail) if "Då har vi mer tid" in text(one))
    link = next(word for word in text(letter).split() if "/visits/my/" in word)
    page = visit(f"/{link.split('/', 3)[3]}", javascript=False)
    assert state(page) == "proposed"
    page.locator("form[action$='/agree'] button").click()
    expect(page.locator("main")).to_have_attribute("data-state", "confirmed")


def counts(page):
    """On the telephone, after the visit: 14 newcomers, a teacher, nine loans."""
    page.locator("[name=total]").fill("15")
    page.locator("[name=loans]").fill("9")
    page.locator("main summary").first.click()
    page.locator("[name=heads-newcomer]").fill("14")
    page.locator("[name=shown]").fill("Sagohörnan")
    page.locator("main .save button").first.click()
    expect(page.locator("main")).to_contain_text("Besöket har varit")


def signs_in_again(visit, person, path):
    """Days later, in a browser of its own."""
    page = visit(path)
    staff_signs_in(page, person)
    return page


def test_a_proposal_is_agreed_held_and_counted_in_the_plan(visit, people, mail):
    asked = ask(offer(people))[1][0]

    proposes_another_time(visit, people)
    agrees_by_the_mailed_link(visit, mail)
    db.session.rollback()
    held = queries.get_visit(asked.code)
    with time_machine.travel(held.ends_at, tick=True):
        counts(signs_in_again(visit, people.lina, f"/sv/desk/visits/{asked.code}/outcome"))
        plan = signs_in_again(visit, people.kim, f"/sv/desk/reports/plan/2b.3?year={held.starts_at.year}")
        figures = " ".join(plan.locator("main table tbody").first.inner_text().split())

    for told in ("Antal grupper av nyanlända 1 ", "Antal besök av grupperna 1 ", "Utlånat material vid gruppbesök 9 "):
        assert told in figures
