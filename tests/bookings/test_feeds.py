"""The calendar of a room for the programs of the house."""

from datetime import timedelta

import icalendar
import pytest

from app import clock
from app.bookings import feeds, service
from tests.bookings.rooms import asked, booked, span


def address(people):
    return f"/rooms/{people.room.code}/{feeds.feed_token(f'room:{people.room.code}')}.ics"


def events(answer):
    return {str(one["UID"]).split("@")[0]: one for one in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")}


def renewing(people):
    return f"/en/desk/rooms/{people.room.code}/calendar-address"


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def test_the_house_reads_what_the_room_is_booked_for(client, people):
    found = booked(people)[0]

    event = events(client.raw(address(people)))[found.code]

    assert str(event["SUMMARY"]) == "Board meeting (Föreningen Vänliga grannar)"
    assert event["STATUS"] == "CONFIRMED"
    assert event["DTSTART"].dt == found.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert str(event["LOCATION"]) == "Rum 2, Stadsbiblioteket"


def test_what_is_cancelled_stays_and_says_so(client, people):
    found = booked(people)[0]
    service.cancel([found.code], people.eva.id)

    event = events(client.raw(address(people)))[found.code]

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_what_nobody_has_answered_is_not_in_it(client, people):
    asked(people)

    assert events(client.raw(address(people))) == {}


def test_what_has_been_stays_for_thirty_days(client, people, time_machine):
    found = booked(people)[0]
    path = address(people)

    time_machine.move_to(found.ends_at + timedelta(days=29))
    assert found.code in events(client.raw(path))
    time_machine.move_to(clock.day_end(found.span.day) + timedelta(days=31))
    assert events(client.raw(path)) == {}


def test_the_same_calendar_is_not_sent_twice(client, people):
    booked(people)
    first = client.raw(address(people))

    again = client.raw(address(people), headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert "private" in first.headers["Cache-Control"]


def test_it_is_in_the_language_that_the_address_asks_for(client, people):
    service.block(people.room.id, [span()], "", ((), ""), people.lina.id)

    summary = str(next(iter(events(client.raw(f"{address(people)}?lang=en")).values()))["SUMMARY"])

    assert summary.startswith("Closed for bookings")
    assert client.raw(f"{address(people)}?lang=xx").status_code == 200


def test_a_new_address_ends_the_old_one_after_a_page_that_says_so(lina, people):
    old = address(people)
    page = lina.get(f"/en/desk/rooms/{people.room.code}")
    assert old in page.text

    asking = lina.get(renewing(people))
    assert "The address that you have now stops for everybody who follows it" in asking.text
    lina.submit_page(asking, renewing(people))

    assert lina.raw(old).status_code == 404
    assert lina.raw(address(people)).status_code == 200
    assert address(people) != old


@pytest.mark.parametrize("token", ["", "0" * 32, "x", "å", "../"])
def test_a_wrong_token_opens_nothing(client, people, token):
    assert client.raw(f"/rooms/{people.room.code}/{token}.ics").status_code == 404


def test_the_token_of_another_room_opens_nothing(client, people):
    token = feeds.feed_token("room:00000000")

    assert client.raw(f"/rooms/{people.room.code}/{token}.ics").status_code == 404
    assert client.raw(f"/rooms/00000000/{token}.ics").status_code == 404


def test_only_the_house_finds_the_address(client, people):
    for person in (people.eva, people.kim):
        client.sign_in(person.id)
        client.get(renewing(people), status=404)
        assert ".ics" not in client.get(f"/en/desk/rooms/{people.room.code}").html
