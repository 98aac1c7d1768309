"""Opening hours as they are typed at a place and at a room: each day, the exceptions, and what is refused."""

from datetime import date, time

import pytest
import time_machine

from app.db import transaction
from app.places.queries import get_place, get_room, list_rooms, lock_rooms
from app.places.rules import NoSuchRoom
from app.schedule.hours import Hours, Window, exception

PLACE = "/en/desk/places/stadsbiblioteket"
TEN_TO_SIX = (Window(time(10), time(18)),)
ROW = "hours__exceptions__{row}__{field}"
NONE = {"first_on": "", "last_on": "", "hours": "", "why": ""}


def row(number, **typed):
    """The fields of an exception as the client types them."""
    return {ROW.format(row=number, field=name): value for name, value in {**NONE, **typed}.items()}


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def known():
    return get_place("stadsbiblioteket").hours


def test_the_week_and_its_exceptions_are_kept(lina):
    page = lina.submit(
        PLACE, hours__mon="10-18", hours__on_holidays="y",
        **row(0, first_on="2026-12-21", last_on="2026-12-23", why="Vi målar"), **row(2, first_on="2027-01-02", hours="10-18"),
    )  # fmt: skip

    painting = exception(date(2026, 12, 21), date(2026, 12, 23), (), "Vi målar")
    assert known() == Hours(
        (TEN_TO_SIX, *((),) * 6), (painting, exception(date(2027, 1, 2), None, TEN_TO_SIX)), on_holidays=True
    )
    assert page.fields()["hours-mon"] == "10:00–18:00"
    assert page.fields()["hours-exceptions-1-first_on"] == "2027-01-02"
    assert page.fields()["hours-exceptions-1-last_on"] == ""
    assert "hours-exceptions-4-why" in page.fields()


def test_an_exception_is_removed_by_emptying_it(lina):
    lina.submit(PLACE, hours__mon="10-18", **row(0, first_on="2026-12-21"), **row(1, first_on="2026-12-24"))

    lina.submit(PLACE, **row(0))

    assert [one.first_on for one in known().exceptions] == [date(2026, 12, 24)]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"hours__tue": "ten"}, "hours-tue", "Write hours like"),
        ({"hours__tue": "18-10"}, "hours-tue", "Write hours like"),
        (row(0, first_on="2026-02-31"), "hours-exceptions-0-first_on", "There is no such day: 2026-02-31"),
        (row(0, first_on="1926-12-24"), "hours-exceptions-0-first_on", "from the year 2000 to 2100"),
        (row(0, why="Vi målar"), "hours-exceptions-0-first_on", "Write the first day"),
        (row(0, first_on="2026-12-24", last_on="2026-12-23"), "hours-exceptions-0-last_on", "before the first"),
        (row(0, first_on="2026-12-24", hours="10-"), "hours-exceptions-0-hours", "Write hours like"),
        (row(0, first_on="2026-12-24", why="x" * 121), "hours-exceptions-0-why", "at most 120"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(lina, typed, field, words):
    page = lina.submit(PLACE, status=422, hours__mon="9–12, 13–16", **row(1, first_on="2027-01-02"), **typed)

    (told,) = [one for one in page.all("p", class_="error") if one.get("id") == f"{field}-error"]
    assert words in "".join(told.itertext())
    sent = {name.replace("__", "-"): value for name, value in typed.items()}
    assert sent.items() <= page.fields().items()
    assert (page.fields()["hours-mon"], page.fields()["hours-exceptions-1-first_on"]) == ("9–12, 13–16", "2027-01-02")
    assert not known().known


def test_a_place_that_would_never_be_open_is_asked_for_its_week(lina):
    page = lina.submit(PLACE, status=422, **row(0, first_on="2026-12-24"))

    assert "it would never be open" in page.text


def test_a_place_may_be_open_on_some_days_only(lina):
    lina.submit(PLACE, **row(0, first_on="2026-12-05", hours="10-18"))

    assert known().on(date(2026, 12, 5)) == TEN_TO_SIX


@time_machine.travel("2026-11-24T16:30:00Z")
def test_exceptions_that_are_over_are_folded_away_and_kept(lina):
    lina.submit(
        PLACE,
        hours__mon="10-18",
        **row(0, first_on="2026-07-01", last_on="2026-10-23"),
        **row(1, first_on="2026-10-24"),
    )

    page = lina.get(PLACE)
    lina.submit(PLACE, town="Hässleholm C")

    (folded,) = [one for one in page.all("details") if "1 exception that is over" in "".join(one.itertext())]
    assert [one.get("name") for one in folded.iter() if one.get("type") == "date"] == [
        "hours-exceptions-0-first_on", "hours-exceptions-0-last_on",
    ]  # fmt: skip
    assert len(known().exceptions) == 2


def test_rows_that_no_page_of_ours_has_are_not_read(lina):
    lina.submit(PLACE, hours__mon="10-18", **row("²", first_on="2026-12-24"), **row("60", first_on="2026-12-24"))

    assert known().exceptions == ()


def test_a_room_has_the_hours_of_its_place_until_it_has_its_own(lina, people):
    path = f"{PLACE}/rooms/{people.room.code}"
    lina.submit(PLACE, hours__mon="10-18")
    assert get_room(people.room.code).hours == known()

    lina.submit(path, own_hours__exceptions__0__first_on="2026-12-24")
    assert get_room(people.room.code).hours.weekly == known().weekly
    lina.submit(path, own_hours__sun="10-18")

    found = get_room(people.room.code)
    assert (found.hours, found.place_hours) == (found.own_hours, known())
    assert found.hours.weekly == ((),) * 6 + (TEN_TO_SIX,)


def test_a_room_whose_place_says_nothing_needs_a_week_to_be_closed_from(lina, people):
    path = f"{PLACE}/rooms/{people.room.code}"

    page = lina.submit(path, status=422, own_hours__exceptions__0__first_on="2026-12-24")

    assert "it would never be open" in page.text


def test_rooms_are_found_and_locked(app, people):
    with transaction():
        lock_rooms([people.room.id])

    assert get_room(people.room.code) == list_rooms(people.stadsbiblioteket.id)[0]
    with pytest.raises(NoSuchRoom):
        get_room("ZZZZZZZZ")
