"""What was booked together: how it stands, giving times back, and moving one."""

from datetime import timedelta

import pytest

from app.bookings import queries, service
from app.db import reading
from app.messages.tables import Message
from tests.bookings.rooms import another_room, asked, booked, change_booking, change_room, span, states, tuesday
from tests.counting import count_statements
from tests.registrations.build import make_date


def shown(found):
    return f"/en/desk/rooms/bookings/{found[0].series}"


def moving(found, number=0):
    return f"/en/desk/rooms/times/{found[number].code}/move"


def mails(kind):
    number = reading().query(Message).filter_by(kind=kind).count()
    reading().rollback()
    return number


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def test_each_time_stands_with_its_state_and_the_reason(eva, people):
    found = asked(people, span(), span(weeks=1), span(weeks=2))
    service.approve([found[0].code], [], "", people.lina.id)
    service.decline([found[1].code], "We paint.", people.lina.id)

    page = eva.get(shown(found))

    assert page.h1 == "Board meeting"
    for word in ("Booked", "Declined", "We paint.", "Waits for an answer", "2 coming times"):
        assert word in page.text
    assert len(page.all("input", name="time")) == 2


def test_what_has_been_is_told_and_cannot_be_given_back(eva, people, time_machine):
    found = booked(people, span(), span(weeks=1))
    time_machine.move_to(found[0].ends_at + timedelta(minutes=1))
    eva.sign_in(people.eva.id)

    page = eva.get(shown(found))

    assert "1 time that has been" in page.text
    assert len(page.all("input", name="time")) == 1


def test_what_nobody_answered_in_time_says_so(eva, people, time_machine):
    (one,) = asked(people)
    time_machine.move_to(one.ends_at + timedelta(hours=1))
    eva.sign_in(people.eva.id)

    assert "The time passed without an answer" in eva.get(f"/en/desk/rooms/bookings/{one.series}").text


def test_the_times_that_are_ticked_are_given_back_after_a_page_that_says_so(eva, people):
    found = booked(people, span(), span(weeks=1), span(weeks=2))
    path = f"{shown(found)}/cancel?time={found[0].code}&time={found[2].code}"

    page = eva.get(path)

    assert page.h1 == "Cancel 2 times?"
    assert page.fields()["codes"] == [found[0].code, found[2].code]
    assert "Others can book the room" in page.text
    done = eva.submit_page(page, path)
    assert "2 times are cancelled." in done.html
    assert states(found[0].series) == ["cancelled", "approved", "cancelled"]
    assert mails("room_cancelled") == 0


def test_nothing_ticked_is_told(eva, people):
    found = booked(people)

    page = eva.submit(f"{shown(found)}/cancel", 422)

    assert "Tick at least one time." in page.text


def test_the_house_takes_a_booking_back_with_a_reason(lina, people):
    found = booked(people)
    path = f"{shown(found)}/cancel?time={found[0].code}"

    without = lina.submit(path, 422)
    lina.submit(path, reason="We need it.")

    assert "lose the room" in without.text
    assert "Write why" in without.text
    assert states(found[0].series) == ["cancelled"]
    assert mails("room_cancelled") == 1


def test_the_house_takes_the_room_from_a_date_and_its_organiser_does_not(client, people):
    date = make_date(people, title={"en": "Sewing", "sv": "Sömnad"})
    found = booked(people)
    change_booking(found[0].id, occurrence_id=date.ids[0], kind="occurrence")

    own = client.sign_in(people.eva.id).get(shown(found))
    assert own.links()["Sewing"].endswith(f"/occurrences/{date.code}")
    assert not own.all("input", name="time")
    client.get(f"{shown(found)}/cancel", status=409)
    house = client.sign_in(people.lina.id).get(f"{shown(found)}/cancel?time={found[0].code}")
    assert "Dates of activities take place all the same" in house.text
    client.submit_page(house, f"{shown(found)}/cancel", reason="We need it.")
    assert states(found[0].series) == ["cancelled"]


def test_a_closed_room_is_opened_again_without_a_reason(lina, people):
    series = service.block(people.room.id, [span()], "We paint", ((), ""), people.lina.id)
    found = queries.list_series(series)

    lina.submit(f"{shown(found)}/cancel?time={found[0].code}")

    assert states(series) == ["cancelled"]


def test_what_cannot_be_given_back_any_more_is_told(eva, people):
    found = booked(people)
    service.cancel([found[0].code], people.eva.id)

    assert "Reload the page" in eva.get(f"{shown(found)}/cancel", status=409).text


def test_a_time_is_moved(eva, people):
    change_room(people.room.id, at_once=True)
    found = asked(people)

    done = eva.submit(moving(found), day=(tuesday() + timedelta(days=1)).isoformat(), start="10", end="11:30")

    assert "Moved." in done.html
    assert "10:00–11:30" in done.text


def test_where_the_house_answers_a_moved_time_is_asked_for_anew(eva, people):
    found = booked(people)

    done = eva.submit(moving(found), start="10", end="11")

    assert "The new time is asked for." in done.html
    assert states(found[0].series) == ["requested"]
    assert mails("room_requested") == 2


def test_a_time_is_moved_to_another_room_of_the_place(eva, people):
    other = another_room(people)
    found = booked(people)

    eva.submit(moving(found), place=other.code)

    assert queries.get_booking(found[0].code).room_id == other.id


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start": "19", "end": "17"}, "The end must be later than the start"),
        ({"day": "2026-02-30"}, "There is no such day"),
        ({"start": " "}, "Write when it begins"),
        ({"day": "2020-01-01"}, "That time has already been."),
        ({"start": "20", "end": "21"}, "The room is taken then"),
        ({"place": "00000000"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_with_the_new_time_is_told_and_kept(eva, people, typed, words):
    found = booked(people)
    booked(people, span(20, 22), by=people.other_association, who=people.olga)

    page = eva.submit(moving(found), 422, **typed)

    assert words in page.text
    assert page.fields()["start"] == typed.get("start", "17:00").strip()
    assert states(found[0].series) == ["approved"]


def test_a_room_that_is_too_small_is_told(eva, people):
    other = another_room(people)
    found = booked(people, number=9)

    assert "The room has space for 8 people." in eva.submit(moving(found), 422, place=other.code).text


def test_what_is_over_or_given_back_is_not_moved(eva, people):
    found = booked(people)
    service.cancel([found[0].code], people.eva.id)

    eva.get(moving(found), status=409)


def test_others_find_nothing_of_it(client, people):
    found = booked(people)
    paths = [shown(found), f"{shown(found)}/cancel", moving(found)]

    client.sign_in(people.olga.id)

    assert [client.raw(path).status_code for path in paths] == [404, 404, 404]
    assert client.sign_in(people.lina.id).raw(moving(found)).status_code == 404
    assert client.raw("/en/desk/rooms/bookings/00000000").status_code == 404
    assert client.raw("/en/desk/rooms/times/00000000/move").status_code == 404


def test_the_coordinator_reads_it_and_changes_nothing(client, people):
    found = booked(people)

    page = client.sign_in(people.kim.id).get(shown(found))

    assert "Board meeting" in page.text
    assert not page.all("input", name="time")
    assert "Move" not in page.text
    client.get(f"{shown(found)}/cancel", status=409)


def test_a_long_series_takes_few_statements(app, eva, people):
    found = asked(people, *[span(weeks=week) for week in range(100)])

    with count_statements(app) as counted:
        eva.get(shown(found))
    with count_statements(app) as of_cancelling:
        eva.get(f"{shown(found)}/cancel")

    assert len(counted) <= 12
    assert len(of_cancelling) <= 12
