"""An organiser's own page: who they are, how to ask them, and their coming dates."""

from datetime import timedelta

import pytest

from app.db import transaction
from app.organisations.tables import Organisation
from tests.catalogue import build
from tests.client import words
from tests.counting import count_statements

DAY = timedelta(days=1)


def change(organisation_id, **facts):
    with transaction() as session:
        row = session.get_one(Organisation, organisation_id)
        for name, value in facts.items():
            setattr(row, name, value)


def page_of(client, people, lang="en", status=200):
    return client.get(f"/{lang}/organisations/{people.library.code}", status=status)


def test_an_organiser_shows_its_words_and_its_coming_dates_only(client, people):
    change(people.library.id, description={"sv": "Vi är *öppna* för alla."}, email="bibliotek@example.org")
    build.activity(people, [-DAY, DAY, 8 * DAY], title={"sv": "Bokcirkel"})
    build.activity(people, title={"sv": "Annat"}, organisation_id=people.association.id)

    page = page_of(client, people, "sv")

    assert page.h1 == "Stadsbiblioteket i Hässleholm"
    assert "Vi är öppna för alla." in page.text
    assert [words(item) for item in page.all("h3")] == ["Bokcirkel", "Bokcirkel"]
    assert "bibliotek@example.org" in page.links()


def test_a_date_and_a_series_lead_to_their_organiser(client, people):
    code, codes = build.activity(people)

    for path in (f"/en/occurrences/{codes[0]}", f"/en/activities/{code}"):
        address = client.get(path).links()["Stadsbiblioteket i Hässleholm"]
        assert client.get(address).h1 == "Stadsbiblioteket i Hässleholm"


def test_the_dates_of_an_organiser_can_be_followed(client, people):
    build.activity(people)

    links = page_of(client, people).links()

    assert links["Follow in this phone or computer"].endswith(f"organisation={people.library.code}&lang=en")


def test_an_organiser_without_dates_says_what_to_do(client, people):
    assert page_of(client, people).links()["See what others arrange"] == "/en/activities"


def test_who_is_not_approved_has_no_page_and_no_link(client, people):
    _code, codes = build.activity(people)
    change(people.library.id, state="applied")

    page_of(client, people, status=404)
    assert "Stadsbiblioteket i Hässleholm" not in client.get(f"/en/occurrences/{codes[0]}").links()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", ""])
def test_only_web_addresses_become_links(client, people, website):
    change(people.library.id, website=website)

    assert "On the web" not in page_of(client, people).text


def test_a_web_address_is_shown_short(client, people):
    change(people.library.id, website="https://www.example.org/bibliotek/")

    assert page_of(client, people).links()["www.example.org/bibliotek"] == "https://www.example.org/bibliotek/"


def test_an_organisers_page_asks_little(app, client, people):
    build.activity(people, [DAY * n for n in range(1, 40)], signup="optional")

    with count_statements(app) as counted:
        page_of(client, people)

    assert len(counted) <= 12, counted.statements
