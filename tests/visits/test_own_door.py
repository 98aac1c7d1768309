"""Who gets into the own page: by code, by link, and nobody else."""

import pytest
from sqlalchemy import update

from app.db import transaction
from app.visits.tables import VisitRequest
from app.visits.views.ticket import COOKIE
from tests.registrations.build import make_date, sign_up
from tests.visits.build import ask, offer, slot
from tests.visits.typed import OWN, again, link, opened


def test_the_code_opens_the_page_however_it_is_typed(client, people):
    code = ask(offer(people))[0].own_code

    page = client.submit(OWN, code=f" {code[:5].lower()}-{code[5:].lower()} ")

    assert (page.response.request.path, page.main.get("data-state")) == (OWN, "requested")
    assert code in page.text


@pytest.mark.parametrize("code", ["", "0000000000", "x" * 30, "x" * 500, "💥", "%s' OR 1=1"])
def test_a_wrong_code_gets_the_same_answer_whatever_it_is(client, people, code):
    ask(offer(people))

    page = client.submit(OWN, status=422, code=code)

    assert page.title.startswith("Error:")
    assert page.main.get("data-state") is None


def test_either_field_opens_a_registration_and_a_visit(client, people):
    visit, registration = ask(offer(people))[0].own_code, sign_up(make_date(people).pool).own_code

    for field in ("/en/my", OWN):
        for code, leads_to in ((visit, OWN), (registration, "/en/my")):
            client.browser._cookies.clear()
            assert client.submit(field, code=code).response.request.path == leads_to


def test_a_mailed_link_redirects_to_a_clean_address_and_does_nothing(client, people):
    (visit,) = ask(offer(people))[1]

    answer = client.raw(link(visit))

    cookie = answer.headers["Set-Cookie"]
    assert (answer.status_code, answer.location) == (303, OWN)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert again(visit) == visit


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "0", lambda t: "ABCD1234" + t[8:], lambda t: "-"])
def test_a_spoiled_link_is_not_found(client, people, spoil):
    token = link(ask(offer(people))[1][0]).rpartition("/")[2]

    client.get(f"{OWN}/{spoil(token)}", status=404)


def test_a_visit_is_not_opened_by_its_codes_or_a_forged_cookie(client, people):
    (visit,) = ask(offer(people))[1]
    client.browser.set_cookie(COOKIE, f'{{"request":"{visit.request_code}","generation":0}}.sig.nature')

    assert client.get(OWN).main.get("data-state") is None
    for code in (visit.code, visit.request_code):
        client.get(f"{OWN}/{code}", status=404)


def test_an_older_generation_opens_nothing(client, people):
    (visit,) = ask(offer(people))[1]
    opened(client, visit)
    with transaction() as session:
        session.execute(update(VisitRequest).values(generation=1))

    assert client.get(OWN).main.get("data-state") is None
    client.get(link(visit), status=404)


def test_nobody_reaches_the_visit_of_another(client, people):
    made = offer(people)
    (mine,), (theirs,) = ask(made)[1], ask(made, slot(number=1))[1]
    opened(client, mine)
    token = client.get(OWN).fields()["csrf_token"]

    for step in ("people", "again", "cancel"):
        client.get(f"{OWN}/{theirs.code}/{step}", status=404)
    for step in ("agree", "refuse", "cancel", "people", "again"):
        assert client.raw(f"{OWN}/{theirs.code}/{step}", "POST", data={"csrf_token": token}).status_code == 404
    assert again(theirs) == theirs


def test_without_a_ticket_nothing_is_changed_and_no_file_is_given(client, people):
    (visit,) = ask(offer(people))[1]

    for path in (f"{OWN}/done", *(f"{OWN}/{visit.code}/{step}" for step in ("people", "again", "cancel"))):
        assert client.get(path).response.request.path == OWN
    assert client.raw(f"{OWN}.ics").status_code == 404


def test_finish_here_makes_the_browser_forget(client, people):
    (visit,) = ask(offer(people))[1]
    page = opened(client, visit)

    client.submit_page(page, f"{OWN}/finish", form=len(list(page.main.iter("{http://www.w3.org/1999/xhtml}form"))) - 1)

    assert client.get(OWN).main.get("data-state") is None


def test_no_address_that_the_browser_tells_others_carries_the_token(client, people):
    (visit,) = ask(offer(people))[1]
    token = link(visit).rpartition("/")[2]

    page = opened(client, visit)

    assert token not in page.html
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    assert page.response.headers["Cache-Control"] == "no-store"
