"""What whoever looks after a room does: answering requests, and closing the room."""

from datetime import timedelta

import pytest

from app.bookings import queries, service
from app.db import reading
from app.messages.tables import Message
from tests.bookings.rooms import another_room, asked, booked, change_booking, change_room, span, states, tuesday
from tests.counting import count_statements
from tests.registrations.build import make_date

APPROVE, DECLINE, CLOSE, LOOK = ("decision", "approve"), ("decision", "decline"), ("step", "close"), ("step", "look")


def page_of(found):
    return f"/en/desk/rooms/requests/{found[0].series}"


def others(people, *spans, **facts):
    """What another association asks for."""
    return asked(people, *spans, by=people.other_association, who=people.olga, purpose="Knitting", **facts)


def mails(kind):
    found = reading().query(Message).filter_by(kind=kind).all()
    reading().rollback()
    return [one.recipient for one in found]


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def test_the_queue_has_the_oldest_first_and_what_was_asked_together_in_one(lina, people):
    asked(people, span(weeks=1), span(weeks=2))
    others(people)

    page = lina.get("/en/desk/rooms/requests")

    assert "2 requests, the oldest first" in page.text
    assert page.text.index("Board meeting") < page.text.index("Knitting")
    assert "2 times, the last on" in page.text


def test_an_empty_queue_says_when_something_comes(lina, people):
    asked(people, span(12, 13))
    service.approve([one.code for one in queries.list_requests([people.room.id])], [], "", people.lina.id)

    assert "Nothing waits for an answer" in lina.get("/en/desk/rooms/requests").text


def test_those_that_are_ticked_are_approved(lina, people):
    found = asked(people, span(), span(weeks=1), span(weeks=2))

    done = lina.submit(page_of(found), codes=[found[0].code, found[2].code], button=APPROVE)

    assert "Approved. Those who asked get a mail." in done.html
    assert states(found[0].series) == ["approved", "requested", "approved"]
    assert mails("room_approved") == [people.eva.email]


def test_those_that_are_ticked_are_declined_with_a_reason(lina, people):
    found = asked(people, span(), span(weeks=1))

    asked_first = lina.submit(page_of(found), codes=[found[0].code], reason="We paint.", button=DECLINE)
    before = states(found[0].series)
    lina.submit_page(asked_first, page_of(found), button=DECLINE)

    assert "Decline 1 time?" in asked_first.text
    assert before == ["requested", "requested"]

    assert states(found[0].series) == ["declined", "requested"]
    assert queries.list_series(found[0].series)[0].reason == "We paint."
    assert mails("room_declined") == [people.eva.email]


def test_declining_without_a_reason_keeps_the_ticks(lina, people):
    found = asked(people, span(), span(weeks=1))

    page = lina.submit(page_of(found), 422, codes=[found[1].code], button=DECLINE)

    assert "Write why, so that those who asked understand." in page.text
    assert page.fields()["codes"] == found[1].code
    assert states(found[0].series) == ["requested", "requested"]


@pytest.mark.parametrize("button", [APPROVE, DECLINE])
def test_nothing_ticked_is_told(lina, people, button):
    page = lina.submit(page_of(asked(people)), 422, codes=None, reason="No", button=button)

    assert "Tick at least one time." in page.text
    assert "No" in page.fields()["reason"]


def test_other_requests_for_the_same_time_are_told_and_declined_with_it(lina, people):
    found, rival = asked(people), others(people, span(18, 20))

    page = lina.get(page_of(found))
    lina.submit(page_of(found), declining=[rival[0].code], reason="One comes first.", button=APPROVE)

    assert "1 other request is for the same time." in page.text
    assert "Knitting · Stickfrämjandet" in page.text
    assert (states(found[0].series), states(rival[0].series)) == (["approved"], ["declined"])
    assert mails("room_declined") == [people.olga.email]


def test_rivals_that_are_not_ticked_go_on_waiting_and_cannot_be_had(lina, people):
    found, rival = asked(people), others(people)

    lina.submit(page_of(found), button=APPROVE)
    page = lina.get(page_of(rival))

    assert states(rival[0].series) == ["requested"]
    assert "The room is taken at all of these times. You can only decline them." in page.text
    assert "codes" not in page.fields()
    lina.submit_page(lina.submit(page_of(rival), reason="Taken.", button=DECLINE), page_of(rival), button=DECLINE)
    assert states(rival[0].series) == ["declined"]


def test_what_was_taken_meanwhile_is_told_and_not_approved(lina, people):
    found, rival = asked(people), others(people)
    page = lina.get(page_of(found))
    service.approve([rival[0].code], [], "", people.lina.id)

    again = lina.submit_page(page, page_of(found), 422, button=APPROVE)

    assert "The room is taken then" in again.text
    assert states(found[0].series) == ["requested"]


def test_what_another_has_answered_already_is_told(lina, people):
    found = asked(people, span(), span(weeks=1))
    page = lina.get(page_of(found))
    service.approve([found[0].code], [], "", people.lina.id)

    again = lina.submit_page(page, page_of(found), button=APPROVE)

    assert "Approved." in again.html
    assert states(found[0].series) == ["approved", "approved"]


def test_dates_of_activities_stand_with_their_title_and_what_declining_does(lina, people):
    date = make_date(people, title={"en": "Sewing", "sv": "Sömnad"})
    found = asked(people)
    change_booking(found[0].id, occurrence_id=date.ids[0], kind="occurrence")

    page = lina.get(page_of(found))

    assert page.h1 == "Sewing"
    assert "it takes place without the room, and those who come are told" in page.text


def test_a_request_is_answered_only_where_one_looks_after_the_room(client, people):
    found = asked(people)

    for person in (people.eva, people.olga):
        client.sign_in(person.id)
        client.get(page_of(found), status=404)
        assert "Board meeting" not in client.get("/en/desk/rooms/requests").text
    assert "Board meeting" in client.sign_in(people.alma.id).get(page_of(found)).text
    assert client.sign_in(people.kim.id).raw(page_of(found)).status_code == 403


def test_the_codes_of_other_rooms_are_not_answered_by_the_way(client, people):
    elsewhere = another_room(people, "Verkstan", place_id=people.magneteten.id)
    change_room(elsewhere.id, at_once=False)
    found, foreign = asked(people), others(people)
    change_booking(foreign[0].id, room_id=elsewhere.id)

    page = client.sign_in(people.lina.id).submit(
        page_of(found), 422, codes=[foreign[0].code], declining=[foreign[0].code], reason="x", button=DECLINE
    )

    assert "Tick at least one time." in page.text
    assert states(foreign[0].series) == ["requested"]


def test_a_wish_of_four_hundred_times_takes_few_statements(app, lina, people):
    found = asked(people, *[span(weeks=week) for week in range(200)])
    others(people, *[span(weeks=week) for week in range(200)])

    with count_statements(app) as counted:
        lina.get(page_of(found))
    with count_statements(app) as of_queue:
        lina.get("/en/desk/rooms/requests")

    assert len(counted) <= 12
    assert len(of_queue) <= 12


def close(people):
    return f"/en/desk/rooms/{people.room.code}/close"


def days(number=1, **more):
    last = tuesday() + timedelta(days=number - 1)
    return {"first_on": tuesday().isoformat(), "last_on": last.isoformat(), "purpose": "We paint", **more}


def test_a_room_is_closed_after_a_look(lina, people):
    seen = lina.submit(close(people), **days(3), button=LOOK)

    assert "Close the room on 3 days?" in seen.text
    assert "Nothing is booked then, so nobody is told." in seen.text
    done = lina.submit_page(seen, close(people), button=CLOSE)
    assert "The room is closed then." in done.html
    assert done.h1 == "We paint"
    assert "00:00–23:59" in done.text


def test_what_is_booked_then_is_cancelled_with_a_message(lina, people):
    found = booked(people, span(), span(weeks=3))
    seen = lina.submit(close(people), **days(), start="16:00", button=LOOK)

    assert "1 booking is in the way." in seen.text
    lina.submit_page(seen, close(people), codes=[found[0].code], reason="We must paint.", button=CLOSE)

    assert states(found[0].series) == ["cancelled", "approved"]
    assert mails("room_cancelled") == [people.eva.email]


def test_what_is_not_ticked_stops_it(lina, people):
    found = booked(people)
    seen = lina.submit(close(people), **days(), button=LOOK)

    again = lina.submit_page(seen, close(people), 422, reason="We must paint.", button=CLOSE)

    assert "What is booked then is in the way (1)." in again.text
    assert again.fields()["reason"] == "We must paint."
    assert again.fields()["purpose"] == "We paint"
    assert states(found[0].series) == ["approved"]


def test_whoever_loses_a_booking_is_told_why(lina, people):
    found = booked(people)
    seen = lina.submit(close(people), **days(), button=LOOK)

    again = lina.submit_page(seen, close(people), 422, codes=[found[0].code], button=CLOSE)

    assert "Write why, so that those who asked understand." in again.text
    assert again.fields()["codes"] == found[0].code


def test_a_group_visit_is_not_cancelled_by_the_way(lina, people):
    found = booked(people)
    change_booking(found[0].id, kind="visit")
    seen = lina.submit(close(people), **days(), button=LOOK)

    again = lina.submit_page(seen, close(people), 422, codes=[found[0].code], reason="x", button=CLOSE)

    assert "1 group visit is in the room then." in seen.text
    assert "That cannot be done with the booking" in again.text
    assert states(found[0].series) == ["approved"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first_on": ""}, "Choose a day."),
        ({"last_on": "2020-01-01"}, "The last day is before the first date."),
        ({"last_on": "2099-01-01"}, "One rule can make at most 366."),
        ({"start": "18", "end": "17"}, "The end must be later than the start"),
        ({"first_on": "2027-03-28", "last_on": "2027-03-28", "start": "02:10"}, "summer time begins"),
        ({"purpose": "x" * 201}, "Write at most 200 characters."),
    ],
)
def test_what_is_wrong_with_the_days_is_told_at_its_field(lina, people, changed, words):
    page = lina.submit(close(people), 422, **{**days(), **changed}, button=LOOK)

    assert words in page.text
    assert page.all("div", class_="wrong")


def test_going_back_keeps_the_days(lina, people):
    seen = lina.submit(close(people), **days(3), button=LOOK)

    fields = lina.submit_page(seen, close(people), button=("step", "change")).fields()

    assert (fields["first_on"], fields["purpose"]) == (tuesday().isoformat(), "We paint")


def test_only_the_house_and_the_administrator_close_a_room(client, people):
    client.sign_in(people.eva.id).get(close(people), status=404)
    assert "Close the room" in client.sign_in(people.alma.id).get(close(people)).text


def test_a_room_of_a_place_that_nobody_looks_after_is_closed_by_the_administrator_alone(client, people):
    workshop = another_room(people, "Verkstan", place_id=people.magneteten.id)
    path = f"/en/desk/rooms/{workshop.code}/close"

    client.sign_in(people.lina.id).get(path, status=404)
    seen = client.sign_in(people.alma.id).submit(path, **days(), button=LOOK)
    done = client.submit_page(seen, path, button=CLOSE)

    assert done.h1 == "We paint"
