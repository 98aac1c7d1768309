"""A full date: the next one waits, and gets the place that somebody gives back."""

import pytest

from app.messages.service import deliver_due
from tests.journeys.build import cafe, sign_up, state
from tests.messages.build import read_all, text

pytestmark = pytest.mark.journey


def join_the_queue(visit, made):
    """Somebody who reads Arabic asks for a place at a full date, with an e-mail address."""
    page = visit(f"/ar/occurrences/{made.date}", javascript=False)
    page.locator("aside a.button.wide").first.click()
    page.locator("input[name=name]").fill("نور")
    page.locator("input[name=email]").fill("noor@example.org")
    page.locator("form.fields button[type=submit]").first.click()
    return page


def cancel(visit, code):
    """The own page by its code, then the two steps of cancelling."""
    page = visit("/sv/my", javascript=False)
    page.locator("[name=code]").fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.locator("main a.button.danger").click()
    page.locator("main button.danger").click()
    return page


def test_the_next_one_for_a_full_date_waits(visit, people):
    made = cafe(people, capacity=1)
    sign_up(made.pool, "Ali")

    page = join_the_queue(visit, made)

    assert state(page) == "waiting"


def test_a_cancel_promotes_the_first_who_waits_and_mails_both(visit, people, mail):
    made = cafe(people, capacity=1)
    first = sign_up(made.pool, "Ali", "ali@example.org")
    waiting = join_the_queue(visit, made)
    sign_up(made.pool, "Sara", "sara@example.org")

    assert state(cancel(visit, first.own_code)) == "cancelled"

    waiting.goto("/ar/my")
    assert state(waiting) == "confirmed"
    deliver_due()
    told = {letter["To"]: letter for letter in read_all(mail)}
    assert "Språkkafé på Magneteten" in text(told["ali@example.org"])
    assert "avan" in text(told["ali@example.org"]).lower()
    assert "مقهى اللغة" in text(told["noor@example.org"])
    assert told["noor@example.org"]["Content-Language"] == "ar"
