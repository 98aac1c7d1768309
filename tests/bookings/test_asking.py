"""Asking for a room: the form, the look at every time, and the sending."""

from datetime import time, timedelta

import pytest

from app.bookings import queries
from app.schedule.hours import Hours, Window
from tests.bookings.rooms import another_room, asked, booked, change_room, span, tuesday
from tests.client import words
from tests.counting import count_statements

LOOK, SEND, CHANGE = ("step", "look"), ("step", "send"), ("step", "change")


def path(people):
    return f"/en/desk/rooms/{people.room.code}/ask"


def typed(**changed):
    once = {"purpose": "Study circle", "people": "8", "first_on": tuesday().isoformat(), "start": "17", "end": "19"}
    return {**once, **changed}


def weekly(number=4, **changed):
    return typed(every="weekly", count=str(number), **changed)


def made(people):
    """What the association has booked for its study circle, by start."""
    found, _number = queries.list_own(frozenset({people.association.id}))
    return [one for one in found if one.purpose == "Study circle"]


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


@pytest.fixture
def at_once(people):
    change_room(people.room.id, at_once=True)


@pytest.fixture
def look(eva, people):
    """The list of the times, looked at."""
    return lambda status=200, **facts: eva.submit(path(people), status, button=LOOK, **(facts or typed()))


@pytest.fixture
def send(eva, people):
    """Send a list as it stands, or with what is changed in it."""
    return lambda page, status=200, **facts: eva.submit_page(page, path(people), status, button=SEND, **facts)


def test_a_room_is_asked_for_after_a_look(look, send, people):
    seen = look()

    assert "1 time: is it right?" in seen.text
    assert "Available" in seen.text
    assert "1 time is asked for" in seen.text
    assert made(people) == []
    done = send(seen)
    assert "1 time is asked for. You get a mail when it is answered." in done.html
    assert "Waits for an answer" in done.text
    assert made(people)[0].people == 8


def test_a_room_that_is_booked_at_once_is(look, send, people, at_once):
    seen = look(**weekly())

    assert "4 times are booked at once." in seen.text
    assert "4 times are booked." in send(seen).html
    assert [one.state for one in made(people)] == ["approved"] * 4


def test_every_time_is_shown_with_what_stands_against_it(look, people):
    booked(people, span(weeks=1), by=people.other_association, who=people.olga)
    asked(people, span(weeks=2), by=people.other_association, who=people.olga)

    seen = look(**weekly(5, first_on=(tuesday() - timedelta(weeks=2)).isoformat()))

    tags = [words(tag) for tag in seen.all("span", class_="tag")]
    been = "That time has already been"
    assert tags == [been, been, "Available", "Taken", "Others have asked for it too"]
    assert "Stickfrämjandet" not in seen.html


def test_ones_own_request_is_not_that_of_others(look, people):
    asked(people)

    assert [words(tag) for tag in look().all("span", class_="tag")] == ["Available"]


def test_what_cannot_be_booked_is_shown_and_then_left_out(look, send, people):
    booked(people, span(weeks=1), by=people.other_association, who=people.olga)

    seen = look(**weekly())

    assert "1 time cannot be booked as it stands, and is skipped unless you change it." in seen.text
    assert [seen.fields()[f"t{row}-choice"] for row in range(4)] == ["book", "skip", "book", "book"]
    send(seen)
    assert [one.span for one in made(people)] == [span(), span(weeks=2), span(weeks=3)]


def test_a_closed_day_is_told(look, people):
    change_room(people.room.id, hours=Hours(((Window(time(8), time(18)),),) * 7, on_holidays=True))

    seen = look()

    assert "The room is closed then" in seen.text
    assert "Nothing is booked: every time is skipped." in seen.text


def test_a_time_is_changed_in_its_row_and_looked_at_before_it_is_sent(look, send, people):
    booked(people, span(weeks=1), by=people.other_association, who=people.olga)
    seen = look(**weekly())

    again = send(seen, t1__start="19:00", t1__end="20:30")

    assert "You have changed some of the times." in again.text
    assert again.fields()["t1-choice"] == "book"
    assert made(people) == []
    send(again)
    assert made(people)[1].span.ends_at == span(17, 19, 1).ends_at + timedelta(hours=1, minutes=30)


def test_another_room_of_the_place_is_chosen_for_one_time(look, send, people):
    other = another_room(people)
    booked(people, by=people.other_association, who=people.olga)

    again = send(look(), t0__place=other.code)

    assert "Available" in again.text
    send(again)
    assert [one.room_id for one in made(people)] == [other.id]


def test_another_room_must_hold_them_all(look, send, people):
    other = another_room(people)

    again = send(look(**typed(people="9")), 422, t0__place=other.code)

    assert "The room has space for 8 people." in again.text
    assert again.fields()["t0-place"] == other.code


def test_what_is_skipped_is_not_sent(look, send, people):
    done = send(look(**weekly()), t0__choice="skip", t2__choice="skip")

    assert "2 times are asked for." in done.html
    assert [one.span for one in made(people)] == [span(weeks=1), span(weeks=3)]


def test_nothing_is_sent_where_all_is_skipped(look, send, people):
    again = send(look(), 409, t0__choice="skip")

    assert "No time is left to book." in again.text
    assert made(people) == []


def test_what_is_taken_meanwhile_is_told_and_nothing_is_lost(look, send, people):
    seen = look(**weekly())
    booked(people, span(weeks=1), by=people.other_association, who=people.olga)

    again = send(seen, 409)

    assert "Something has changed since you looked." in again.text
    assert again.fields()["t1-choice"] == "skip"
    assert again.fields()["purpose"] == "Study circle"
    assert made(people) == []
    send(again)
    assert len(made(people)) == 3


def test_who_insists_on_what_is_taken_is_told_at_that_time(look, send, people):
    booked(people, by=people.other_association, who=people.olga)

    again = send(look(), 422, t0__choice="book")

    assert "This cannot be booked as it stands." in again.text


def test_two_times_that_are_made_to_overlap_are_told(look, send, people):
    first = tuesday().isoformat()

    again = send(look(**weekly(2)), t1__day=first, t1__start="18", t1__end="20")

    assert "Two of your own times overlap" in again.text
    assert made(people) == []


def test_a_bad_time_in_a_row_is_told_and_kept(look, send, people):
    again = send(look(), 422, t0__day="2026-02-30", t0__start="half past")

    assert "There is no such day" in again.text
    assert "Write a time like 17:00." in again.text
    assert again.fields()["t0-start"] == "half past"
    wrong = send(look(), 422, t0__end="16:00")
    assert "The end must be later than the start" in wrong.text


def test_looking_again_tells_how_it_stands_now(eva, look, people):
    seen = look(**weekly(2))
    booked(people, by=people.other_association, who=people.olga)

    again = eva.submit_page(seen, path(people), button=LOOK, t1__choice="skip")

    assert again.fields()["t0-choice"] == "skip"
    assert again.fields()["t1-choice"] == "skip"
    assert "Nothing is booked" in again.text


def test_going_back_keeps_what_was_typed(eva, look, people):
    form = eva.submit_page(look(**weekly()), path(people), button=CHANGE)

    fields = form.fields()
    assert (fields["purpose"], fields["every"], fields["count"], fields["people"]) == (
        "Study circle",
        "weekly",
        "4",
        "8",
    )


def test_a_form_that_is_sent_twice_asks_once(look, send, people):
    seen = look()

    send(seen)
    send(seen)

    assert len(made(people)) == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"every": "weekly", "count": "1000"}, "That makes 1000 dates."),
        ({"every": "weekly"}, "Say when the dates end"),
        ({"every": "weekly", "count": "3", "until_on": "2027-06-01"}, "Give either a last day or a number"),
        ({"every": "monthly", "until_on": "2020-01-01"}, "The last day is before the first date."),
        ({"start": "19", "end": "17"}, "The end must be later than the start, on the same day."),
        ({"start": "22", "end": "01"}, "The end must be later than the start, on the same day."),
        ({"first_on": "2027-03-28", "start": "02:30", "end": "04"}, "02:30 on 2027-03-28 does not exist"),
        ({"first_on": "2027-10-31", "start": "01:00", "end": "02:30"}, "02:30 on 2027-10-31 comes twice"),
        ({"people": "21"}, "The room has space for 20 people."),
        ({"people": "lots"}, "Write a whole number"),
        ({"purpose": ""}, "Write what the room is for"),
        ({"purpose": "x" * 201}, "Write at most 200 characters."),
        ({"first_on": ""}, "Choose a day."),
        ({"start": ""}, "Write when it begins"),
        ({"first_on": "2200-01-01"}, "Choose dates from the year 2000 to 2100."),
        ({"every": "daily"}, "Not a valid choice"),
        ({"organisation": "00000000"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_everything_typed_is_kept(look, changed, told):
    page = look(422, **typed(**changed))

    assert told in page.text
    assert page.all("div", class_="wrong") or "Not a valid choice" in told
    assert page.fields()["purpose"] == changed.get("purpose", "Study circle")


def test_a_link_fills_in_the_time_and_leaves_out_what_it_cannot_read(eva, people):
    fields = eva.get(f"{path(people)}?day=2026-12-01&start=9&end=25:00&people=x").fields()

    assert (fields["first_on"], fields["start"], fields["end"], fields["people"]) == ("2026-12-01", "09:00", "", "")


@pytest.mark.parametrize("open_to", ["house", "some"])
def test_a_room_that_is_not_for_them_is_refused(eva, people, open_to):
    change_room(people.room.id, open_to=open_to)

    assert "Your organisation cannot book that room." in eva.get(path(people), status=409).text


def test_whoever_looks_after_the_room_books_it_at_once_and_at_any_hour(client, people):
    change_room(people.room.id, open_to="house", hours=Hours(((Window(time(8), time(10)),),) * 7))
    client.sign_in(people.lina.id)

    seen = client.submit(path(people), button=LOOK, **typed())
    client.submit_page(seen, path(people), button=SEND)

    found, _number = queries.list_own(frozenset({people.library.id}))
    assert [one.state for one in found] == ["approved"]


def test_four_hundred_times_are_looked_at_in_few_statements(app, eva, people, at_once):
    form = eva.get(path(people))

    with count_statements(app) as counted:
        seen = eva.submit_page(form, path(people), button=LOOK, **weekly(400, first_on="2027-01-05"))

    assert len(counted) <= 12
    assert "400 times are booked at once." in seen.text


def test_a_tampered_list_is_no_error_of_ours(eva, look, people):
    sent = {**look(**weekly(2)).fields(), "step": "send", "t0-seen": "x|y", "t1-choice": "yes", "t0-place": "00000000"}

    answer = eva.raw(path(people), "POST", data={**sent, "t1-day": "\x00", "t9-day": "2026-01-01"})

    assert answer.status_code == 422
    assert made(people) == []
