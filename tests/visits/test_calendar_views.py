"""The month of visits, and the same for calendar programs under a secret address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from app import clock
from app.bookings.feeds import feed_token
from app.visits import queries, service
from app.visits.service.asking import Contact, GroupInput
from tests.counting import count_statements
from tests.visits.build import agreed, ask, offer, slot

MONTH = "/en/desk/visits/calendar"
CANARY = Contact("Kanarie", "kanarie@example.org", "+46701234567", "sv")


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def month_of(span):
    return f"{MONTH}?month={span.day:%Y-%m}"


def feed_of(people):
    return f"/visits/{people.library.code}/{feed_token(f'visits:{people.library.code}')}.ics"


def events(client, people):
    return list(Calendar.from_ical(client.raw(feed_of(people)).data).walk("VEVENT"))


def test_the_month_shows_agreed_visits_and_what_waits(app, lina, people):
    made = offer(people)
    visit = agreed(people, made, slot(number=2))
    ask(made, slot(number=2, hour=10), group=GroupInput("5B", "Linnéskolan", "school"))

    page = lina.get(month_of(slot(number=2)))
    with count_statements(app) as counted:
        lina.get(month_of(slot(number=2)))

    assert f"/en/desk/visits/{visit.code}" in page.links().values()
    assert "SFI 2B, 15 people" in page.text
    assert "5B, 15 people (not agreed yet)" in page.text
    assert len(counted) <= 12


@pytest.mark.parametrize("typed", ["", "2026-13", "1999-12", "9999-01", "x", "2026-1", "²026-11"])
def test_what_is_no_month_is_this_one(lina, typed):
    assert lina.get(f"{MONTH}?month={typed}").h1 == lina.get(MONTH).h1


def test_an_empty_month_says_so_and_leads_on(lina):
    page = lina.get(f"{MONTH}?month=2027-01")

    assert "No visits in this month" in page.text
    assert f"{MONTH}?month=2026-12" in page.links().values()
    assert f"{MONTH}?month=2027-02" in page.links().values()


def test_a_calendar_program_reads_who_comes_and_how_many(client, people):
    visit = agreed(people, offer(people), contact=CANARY)

    (event,) = events(client, people)

    assert (event["SUMMARY"], event["LOCATION"]) == ("SFI 2B (15 personer)", "Rum 2, Stadsbiblioteket")
    assert event["DTSTART"].dt == visit.starts_at
    assert event["URL"].endswith(f"/sv/desk/visits/{visit.code}")


def test_no_contact_and_no_note_stands_in_it(client, people):
    visit = agreed(people, offer(people), contact=CANARY)
    service.take_note(visit.code, "Kanarieanteckning", people.lina.id)

    body = client.raw(feed_of(people)).get_data(as_text=True)

    assert "SFI 2B" in body
    assert "anarie" not in body
    assert "701234567" not in body


def test_what_only_waits_is_not_in_it_and_what_is_cancelled_stays_for_a_month(client, people, time_machine):
    made = offer(people)
    ask(made, slot(number=3))
    visit = agreed(people, made)
    service.withdraw(visit.code, "Sjuk", people.lina.id)

    assert [event["STATUS"] for event in events(client, people)] == ["CANCELLED"]
    time_machine.move_to(visit.ends_at + timedelta(days=32))
    assert events(client, people) == []


def test_it_tells_when_nothing_has_changed(client, people):
    agreed(people, offer(people))
    first = client.raw(feed_of(people))

    again = client.raw(feed_of(people), headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304


def test_its_language_is_in_its_address(client, people):
    agreed(people, offer(people))

    assert b"15 people" in client.raw(f"{feed_of(people)}?lang=en").data
    assert client.raw(f"{feed_of(people)}?lang=xx").status_code == 200


def test_a_wrong_token_shows_nothing(client, people):
    agreed(people, offer(people))
    good = feed_of(people)

    bad = [
        good.replace(".ics", "0.ics"),
        f"/visits/{people.library.code}/0.ics",
        good.replace(people.library.code, people.association.code),
    ]

    assert {client.raw(path).status_code for path in bad} == {404}


def test_a_new_address_ends_the_old_one(lina, people):
    old = feed_of(people)
    page = lina.get(MONTH)
    path = next(href for href in page.links().values() if href.endswith("/address"))

    told = lina.submit(path)

    assert old in page.html
    assert "The old one shows nothing any more." in told.text
    assert (lina.raw(old).status_code, lina.raw(feed_of(people)).status_code) == (404, 200)


def test_only_who_works_there_sees_and_changes_the_address(client, people):
    path = f"{MONTH}/{people.library.code}/address"
    assert client.sign_in(people.lina.id).raw(f"{MONTH}/{people.association.code}/address").status_code == 404

    client.sign_in(people.kim.id)

    assert ".ics" not in client.get(MONTH).html
    assert client.raw(path).status_code == 403
    assert client.sign_in(people.eva.id).raw(MONTH).status_code == 403


def test_today_is_marked(lina, people, time_machine):
    visit = agreed(people, offer(people))
    time_machine.move_to(clock.day_start(visit.span.day) + timedelta(hours=7))
    lina.sign_in(people.lina.id)

    page = lina.get(MONTH)

    assert [e.get("id") for e in page.all("td", class_="today")] == ["today"]
    assert "#today" in page.links().values()
    assert queries.get_visit(visit.code) == replace(visit)
