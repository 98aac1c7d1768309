"""Anybody tells what is in their way, without saying who they are; it reaches the admin's list, and is erased when handled."""

import pytest
from sqlalchemy import select

from app.accessibility.rules import page_told
from app.accessibility.tables import Shortcoming
from app.audit.queries import list_entries
from app.db import reading
from tests.client import Page

REPORT = "/ar/accessibility/report"


def rows():
    reading().rollback()
    return reading().scalars(select(Shortcoming)).all()


def test_what_somebody_tells_reaches_the_admins_desk_and_list(client, people):
    page = client.get(REPORT, headers={"Referer": "http://localhost/ar/places/magneteten?x=1"})
    assert page.fields()["page"] == "/ar/places/magneteten"

    done = client.submit_page(page, REPORT, text="لا أستطيع قراءة النص.")

    assert done.main.get("data-state") is None
    assert "شكرًا" in done.h1
    alma = client.sign_in(people.alma.id)
    assert "1 person has told what is in their way." in alma.get("/en/desk/").text
    listed = alma.get("/en/desk/accessibility/")
    assert "لا أستطيع قراءة النص." in listed.text
    assert "/ar/places/magneteten" in listed.text


def test_handled_it_is_erased_and_stays_so(client, people):
    client.submit(REPORT, text="Maria 070 123 45 67")
    code = rows()[0].code
    client.sign_in(people.alma.id)

    client.submit("/en/desk/accessibility/")
    token = client.get("/en/desk/").all("input", name="csrf_token")[0].get("value")
    client.raw(f"/en/desk/accessibility/{code}/handle", method="POST", data={"csrf_token": token})

    assert rows()[0].text == ""
    assert [entry.action for entry in list_entries("shortcoming", code)] == ["handled"]


def test_the_same_form_sent_twice_counts_once(client, people):
    page = client.get(REPORT)

    for _time in range(2):
        client.submit_page(page, REPORT, text="Too small")

    assert len(rows()) == 1


def test_nothing_written_is_a_fault_that_keeps_the_page(client, people):
    typed = {**client.get("/en/accessibility/report").fields(), "page": "/en/plan", "text": " "}

    answer = client.raw("/en/accessibility/report", method="POST", data=typed)

    assert answer.status_code == 422
    assert "Write what you could not do." in answer.get_data(as_text=True)
    assert Page(answer).fields()["page"] == "/en/plan"


def test_the_list_is_the_admins_alone(client, people):
    client.sign_in(people.kim.id).get("/sv/desk/accessibility/", status=403)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("http://localhost/sv/activities?q=secret", "/sv/activities"),
        ("/sv/plan", "/sv/plan"),
        ("https://evil.example/sv/", ""),
        ("//evil.example/", ""),
        ("", ""),
        ("http://localhost/" + "x" * 400, "/" + "x" * 199),
    ],
)
def test_only_a_page_of_ours_is_told(address, page):
    assert page_told(address, "http://localhost/") == page
