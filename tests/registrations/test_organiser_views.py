"""The organiser's tools in the browser: a place out of turn, another role, the sheet for the door, the file, the history."""

import re

import pypdfium2
import pytest

from app.audit.queries import list_entries
from app.registrations import queries, service
from tests.registrations.build import make_date, sign_up

ROLES = ({"role": "learner", "capacity": 2}, {"role": "speaker", "capacity": 2})


@pytest.fixture
def date(people):
    return make_date(people, pools=ROLES)


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


def listed(date, rest=""):
    return f"/en/desk/occurrences/{date.code}/registrations{rest}"


def send(client, date, registration, form, status=200, **typed):
    """The n-th form of the page on which a party is changed."""
    return client.submit(listed(date, f"/{registration}/change"), status, form, **typed)


def test_the_list_leads_to_everything(eva, date):
    sign_up(date.pools[0], "Noor")
    links = eva.get(listed(date)).links()

    assert {"Attendance sheet", "History of the list", "Change Noor"} <= links.keys()


def test_somebody_is_moved_up_with_a_reason(eva, date):
    ali = sign_up(date.pools[0], "Ali", 2)
    noor = sign_up(date.pools[0], "Noor")
    page = send(eva, date, noor.code, 0, 422, reason="Helps to make coffee")
    assert "There are not enough free places" in page.text
    assert page.fields()["reason"] == "Helps to make coffee"
    send(eva, date, noor.code, 0, 422, reason="")
    service.change_party(ali.code, 1)

    assert queries.find_registration(noor.code).state == "confirmed"


def test_a_party_and_a_role_are_changed(eva, date):
    noor = sign_up(date.pools[0], "Noor")
    send(eva, date, noor.code, 0, party_size="2")
    send(eva, date, noor.code, 1, pool=date.pools[1])
    send(eva, date, noor.code, 1, 422, pool="NOWHERE1")

    fact = queries.find_registration(noor.code)
    assert (fact.party_size, queries.get_pool(date.pools[1]).state.taken) == (2, 2)


def test_the_sheet_has_first_names_and_empty_rows_and_no_contact(eva, date):
    sign_up(date.pools[0], "Noor Haddad", 2, phone="+46701234567")
    page = eva.get(listed(date, "/sheet"))

    assert "Noor" in page.text
    assert "Haddad" not in page.text
    assert "701234567" not in page.html
    assert len([row for row in page.all("tr") if row.get("class") == "open"]) == 15


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_the_sheet_is_a_pdf_too_with_the_address_as_it_is_written(eva, date, code):
    sign_up(date.pools[0], "Noor Haddad", 2, phone="+46701234567")

    answer = eva.raw(listed(date, "/sheet.pdf").replace("/en/", f"/{code}/"))

    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (
        200,
        "application/pdf",
        "no-store",
    )
    document = pypdfium2.PdfDocument(answer.data)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) <= 2
    assert "Noor" in text
    assert "Haddad" not in text
    assert re.search(r"281\s38\s+Hässleholm", text)


def test_the_file_holds_the_list_without_formulas_and_is_logged(eva, date):
    sign_up(date.pools[0], "=1+1", email="noor@example.org")
    page = eva.get(listed(date))
    token = page.fields()["csrf_token"]

    answer = eva.raw(listed(date, "/file.csv"), method="POST", data={"csrf_token": token})

    assert "'=1+1" in answer.text
    assert "noor@example.org" not in answer.text
    assert list_entries("occurrence", date.code)[0].after == {"format": "csv", "rows": 1}


def test_the_history_tells_in_words_and_forgets_with_the_names(eva, people, date):
    noor = sign_up(date.pools[0], "Noor")
    service.change_role(noor.code, date.pools[1], people.eva.id)
    service.cancel(noor.code)
    text = eva.get(listed(date, "/history")).text

    told = "Noor cancelled.", "Eva changed the role of Noor", "Noor signed up."
    assert [text.index(one) for one in told] == sorted(text.index(one) for one in told)


@pytest.mark.parametrize("who", ["olga", "lina"])
def test_others_reach_none_of_it(client, people, date, who):
    noor = sign_up(date.pools[0], "Noor")
    client.sign_in(getattr(people, who).id)

    for rest in ("/sheet", "/sheet.pdf", "/history", f"/{noor.code}/change"):
        client.get(listed(date, rest), status=404)
