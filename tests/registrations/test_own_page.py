"""The participant's own page: by code, by link, and what the browser forgets."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.activities.tables import Occurrence
from app.db import transaction
from app.registrations import queries
from app.registrations.letters import LETTERS
from app.registrations.views.ticket import COOKIE
from tests.registrations.build import make_date, sign_up


def link(receipt):
    return f"/en/my/{LETTERS['confirmed']({'registration': receipt.code}).token}"


def test_the_code_opens_the_own_page_however_it_is_typed(client, people):
    code = sign_up(make_date(people).pool).own_code

    page = client.submit("/en/my", code=f" {code[:5].lower()}-{code[5:].lower()} ")

    assert page.main.get("data-state") == "confirmed"
    assert code in page.text


@pytest.mark.parametrize("code", ["", "0000000000", "x" * 30, "x" * 500, "💥", "%s' OR 1=1"])
def test_a_wrong_code_gets_the_same_answer_whatever_it_is(client, people, code):
    sign_up(make_date(people).pool)

    page = client.submit("/en/my", status=422, code=code)

    assert page.title.startswith("Error:")
    assert page.main.get("data-state") is None


def test_a_mailed_link_redirects_to_a_clean_address_and_does_nothing(client, people):
    receipt = sign_up(make_date(people).pool)

    answer = client.raw(link(receipt))

    cookie = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.location) == (302, "/en/my")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert queries.find_registration(receipt.code).state == "confirmed"


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "0", lambda t: "ABCD1234" + t[8:], lambda t: "-"])
def test_a_spoiled_link_is_not_found(client, people, spoil):
    receipt = sign_up(make_date(people).pool)
    token = LETTERS["confirmed"]({"registration": receipt.code}).token

    client.get(f"/en/my/{spoil(token)}", status=404)


def test_a_registration_is_not_opened_by_its_public_code_or_a_forged_cookie(client, people):
    receipt = sign_up(make_date(people).pool)
    client.browser.set_cookie(COOKIE, f'{{"code":"{receipt.code}","generation":0}}.sig.nature')

    assert client.get("/en/my").main.get("data-state") is None
    client.get(f"/en/my/{receipt.code}", status=404)


def test_the_party_is_changed_on_the_own_page(client, people):
    receipt = sign_up(make_date(people, capacity=3).pool, email="noor@example.org")
    client.get(link(receipt))

    page = client.submit("/en/my", party_size="3")

    assert "3 people" in page.text
    assert queries.find_registration(receipt.code).party_size == 3


@pytest.mark.parametrize(
    ("size", "words"), [("3", "not enough free"), ("4", "At most 3"), ("", "how many"), ("x", "digits")]
)
def test_a_party_that_does_not_fit_stays(client, people, size, words):
    date = make_date(people, capacity=3)
    receipt = sign_up(date.pool)
    sign_up(date.pool, "Ali")
    client.get(link(receipt))

    page = client.submit("/en/my", status=422, party_size=size)

    assert words in page.text
    assert page.title.startswith("Error:")
    assert queries.find_registration(receipt.code).party_size == 1


def test_cancelling_says_what_happens_and_then_does_it(client, people):
    receipt = sign_up(make_date(people).pool)
    client.get(link(receipt))

    client.get("/en/my/cancel")
    assert queries.find_registration(receipt.code).state == "confirmed"
    page = client.submit("/en/my/cancel")

    assert page.main.get("data-state") == "cancelled"
    assert queries.find_registration(receipt.code).state == "cancelled"


def test_finish_here_makes_the_browser_forget(client, people):
    page = client.submit(make_date(people).sign_up, name="Noor")

    client.submit_page(page, "/en/my/finish")

    assert client.get("/en/my").main.get("data-state") is None
    assert client.raw("/en/my/done").status_code == 302


@pytest.mark.parametrize(("ended", "opens"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_the_own_page_closes_a_day_after_the_end(client, people, ended, opens):
    date = make_date(people)
    receipt = sign_up(date.pool)
    path = link(receipt)
    with transaction() as session:
        moved = -(timedelta(days=1, hours=2) + ended)
        start = queries.get_pool(date.pool).state.closes_at
        values = {"starts_at": start + moved, "ends_at": start + moved + timedelta(hours=2)}
        session.execute(update(Occurrence).values(**values))

    assert client.raw(path).status_code == (302 if opens else 404)
    client.submit("/en/my", status=200 if opens else 422, code=receipt.own_code)


def test_a_cancelled_date_is_off_on_the_own_page(client, people):
    address = link(sign_up(make_date(people).pool))
    with transaction() as session:
        session.execute(update(Occurrence).values(state="cancelled"))

    assert client.get(address).main.get("data-state") == "off"


def test_without_a_ticket_nothing_is_changed(client, people):
    for path in ("/en/my/cancel", "/en/my/done"):
        assert client.get(path).response.request.path == "/en/my"


def test_a_ticket_of_somebody_already_there_behaves_like_any_other(client, people):
    date = make_date(people, capacity=5)
    first = sign_up(date.pool, "Noor", email="noor@example.org")
    client.submit(date.sign_up, name="Noor", email="noor@example.org")

    changed = client.submit("/en/my", party_size="2")
    client.submit("/en/my", status=422, party_size="6")
    cancelled = client.submit("/en/my/cancel")

    assert ("2 people" in changed.text, cancelled.main.get("data-state")) == (True, "cancelled")
    fact = queries.find_registration(first.code)
    assert (fact.state, fact.party_size) == ("confirmed", 1)


def test_no_address_that_the_browser_tells_others_carries_the_token(client, people):
    receipt = sign_up(make_date(people).pool)
    token = LETTERS["confirmed"]({"registration": receipt.code}).token

    page = client.get(f"/en/my/{token}")

    assert token not in page.html
    assert token not in page.response.request.path
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert page.response.headers["Cache-Control"] == "no-store"


def test_who_has_cancelled_is_led_to_something_else(client, people):
    client.submit(make_date(people).sign_up, name="Noor")

    page = client.submit("/en/my/cancel")

    assert page.links()["Find something else"] == "/en/activities"
