"""One tap on the own page signs the same party up for the next date."""

import pytest

from app.db import transaction
from app.registrations import queries
from app.registrations.tables import SeatPool
from app.registrations.views.ticket import COOKIE
from tests.counting import count_statements
from tests.registrations.build import make_date, make_next, sign_up


def press(client, page=None, status=200):
    page = page or client.get("/en/my")
    forms = [form.get("action") for form in page.main.iter("{http://www.w3.org/1999/xhtml}form")]
    return client.submit_page(page, "/en/my", status=status, form=forms.index("/en/my/again"))


def people_of(pool):
    return [
        (fact.name, fact.party_size, fact.state, fact.email)
        for fact in queries.list_registrations([queries.get_pool(pool).state.id])
    ]


def test_the_same_party_comes_to_the_next_date(client, people):
    date = make_date(people)
    coming = make_next(people, date)
    client.submit(date.sign_up, name="Noor", party_size="2", email="noor@example.org")

    page = press(client)

    assert page.main.get("data-state") == "confirmed"
    assert people_of(coming) == [("Noor", 2, "confirmed", "noor@example.org")]
    assert len(people_of(date.pool)) == 1


def test_pressed_twice_it_counts_once(client, people):
    date = make_date(people)
    coming = make_next(people, date)
    client.submit(date.sign_up, name="Noor")
    page = client.get("/en/my")
    code = page.all("button", type="button")[0].get("data-copy")

    press(client, page)
    client.browser.delete_cookie(COOKIE)
    press(client, client.submit("/en/my", code=code))

    assert len(people_of(coming)) == 1


def test_one_keeps_the_role(client, people):
    date = make_date(people, pools=({"role": "learner"}, {"role": "speaker"}))
    speakers = make_next(people, date, role="speaker")
    client.submit(date.sign_up, name="Noor", pool=date.pools[1])

    press(client)

    assert [person[0] for person in people_of(speakers)] == ["Noor"]


def test_where_the_next_date_is_full_one_waits(client, people):
    date = make_date(people)
    coming = make_next(people, date, capacity=1)
    sign_up(coming, "Ali")
    client.submit(date.sign_up, name="Noor")

    assert press(client).main.get("data-state") == "waiting"


@pytest.mark.parametrize("facts", [{"state": "cancelled"}, None])
def test_without_a_next_date_nothing_is_offered(client, people, facts):
    date = make_date(people)
    if facts:
        make_next(people, date, **facts)
    client.submit(date.sign_up, name="Noor")

    page = client.get("/en/my")

    assert "Come again" not in page.text


def test_a_next_date_that_has_gone_in_the_meantime_is_told(client, people):
    date = make_date(people)
    coming = make_next(people, date)
    client.submit(date.sign_up, name="Noor")
    page = client.get("/en/my")
    make_full(coming)

    refused = press(client, page, status=422)

    assert refused.title.startswith("Error:")
    assert people_of(coming)[0][0] == "Ali"


def make_full(pool):
    sign_up(pool, "Ali")
    with transaction() as session:
        row = session.query(SeatPool).filter_by(code=pool).one()
        row.capacity, row.waiting_capacity = 1, 0


def test_somebody_who_only_seems_signed_up_can_do_the_same(client, people):
    """The page must not tell that the name and the contact were known (CVE-2025-53640)."""
    date = make_date(people)
    coming = make_next(people, date)
    sign_up(date.pool, "Noor", email="noor@example.org")
    client.submit(date.sign_up, name="Noor", email="noor@example.org")

    page = press(client)

    assert page.main.get("data-state") == "confirmed"
    assert people_of(coming) == [("Noor", 1, "confirmed", "noor@example.org")]


def test_without_a_ticket_nothing_happens(client, people):
    date = make_date(people)
    coming = make_next(people, date)
    page = client.get("/en/my")

    client.raw("/en/my/again", method="POST", data=page.fields())

    assert people_of(coming) == []


def test_the_own_page_asks_little(app, client, people):
    date = make_date(people)
    make_next(people, date)
    client.submit(date.sign_up, name="Noor")

    with count_statements(app) as counted:
        client.get("/en/my")

    assert len(counted) <= 12, counted.statements
