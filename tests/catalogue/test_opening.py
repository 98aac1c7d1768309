"""When a place is open, as residents read it: the week, and the days soon on which it is otherwise."""

from datetime import date, time

import pytest
import time_machine

from app.catalogue.opening import opening_of
from app.db import transaction
from app.places.tables import Place
from app.schedule.hours import Hours, Window, exception
from tests.client import words
from tests.counting import count_statements

MORNING = "2026-12-16T08:00:00Z"  # a Wednesday
TODAY = date(2026, 12, 16)
OPEN = (Window(time(10), time(12)), Window(time(13), time(18)))
WEEKDAYS = (OPEN,) * 5 + ((), ())
PLACE = "/places/stadsbiblioteket"


def told(hours, language="en"):
    """The days on which it is otherwise, with the reason."""
    opening = opening_of(hours, TODAY, language)
    return [(line.first_on.day, line.last_on.day, bool(line.windows), str(line.why)) for line in opening.other]


def tell(people, hours):
    """Let the place of the tests be open so."""
    with transaction() as session:
        session.get_one(Place, people.stadsbiblioteket.id).hours = hours


def test_nothing_is_told_of_hours_that_nobody_knows():
    assert opening_of(Hours(), TODAY, "en") is None


def test_the_week_begins_on_monday():
    opening = opening_of(Hours(WEEKDAYS), TODAY, "en")

    assert opening.week[0] == (date(2026, 12, 14), OPEN)
    assert opening.week[6] == (date(2026, 12, 20), ())


def test_holidays_are_told_where_it_would_be_open():
    assert told(Hours(WEEKDAYS)) == [
        (24, 24, False, "Christmas Eve"), (25, 25, False, "Christmas Day"), (31, 31, False, "New Year's Eve"),
        (1, 1, False, "New Year's Day"), (6, 6, False, "Epiphany"),
    ]  # fmt: skip


def test_a_place_that_is_open_on_holidays_tells_of_none():
    assert told(Hours(WEEKDAYS, on_holidays=True)) == []


def test_an_exception_is_told_whole_and_before_its_holidays():
    christmas = exception(date(2026, 12, 23), date(2027, 1, 7), (), "Jullov")

    assert told(Hours(WEEKDAYS, (christmas,))) == [(23, 7, False, "Jullov")]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("2026-12-01", "2026-12-15", False), ("2026-12-01", "2026-12-16", True), ("2027-01-15", None, True), ("2027-01-16", None, False)],
)  # fmt: skip
def test_exceptions_of_the_next_thirty_days_are_told(first, last, shown):
    one = exception(date.fromisoformat(first), last and date.fromisoformat(last), OPEN)

    assert bool(told(Hours(WEEKDAYS, (one,), on_holidays=True))) is shown


def test_an_exception_that_another_replaces_is_not_told():
    days = [exception(date(2026, 12, 17), None, windows) for windows in ((), OPEN)]

    assert told(Hours(WEEKDAYS, tuple(days), on_holidays=True)) == [(17, 17, True, "")]


def test_a_place_without_a_week_tells_its_days_only():
    opening = opening_of(Hours(exceptions=(exception(date(2026, 12, 19), None, OPEN),)), TODAY, "en")

    assert (opening.week, len(opening.other)) == ((), 1)


def test_a_holiday_has_a_swedish_name_where_the_readers_language_has_none():
    (eve, *_rest) = opening_of(Hours(WEEKDAYS), TODAY, "ti").other

    assert (eve.why.value, eve.why.language, eve.why.fallback) == ("Julafton", "sv", True)


@time_machine.travel(MORNING)
def test_the_page_of_a_place_says_when_it_is_open(client, people):
    tell(people, Hours(WEEKDAYS, (exception(date(2026, 12, 17), date(2026, 12, 18), (), "Vi målar"),)))

    page = client.get(f"/en{PLACE}")

    rows = [words(row) for row in page.all("tr")]
    assert rows[2:6] == [
        "Wednesday 10:00–12:00, 13:00–18:00", "Thursday 10:00–12:00, 13:00–18:00",
        "Friday 10:00–12:00, 13:00–18:00", "Saturday Closed all day",
    ]  # fmt: skip
    assert rows[7:9] == [
        "Thursday 17 December – Friday 18 December Closed all day Vi målar",
        "Thursday 24 December Closed all day Christmas Eve",
    ]
    assert words(page.all("tr", class_="now")[0]).startswith("Wednesday")
    assert "Open today 10:00–12:00, 13:00–18:00" in client.get("/en/places").text


@time_machine.travel(MORNING)
def test_hours_run_from_left_to_right_in_arabic(client, people):
    tell(people, Hours(WEEKDAYS))

    page = client.get(f"/ar{PLACE}")

    monday = page.all("tr")[0]
    assert words(monday).startswith("الاثنين")
    assert [(one.get("dir"), words(one)) for one in monday.iter("{http://www.w3.org/1999/xhtml}bdi")] == [
        ("ltr", "10:00–12:00"), ("ltr", "13:00–18:00"),
    ]  # fmt: skip
    assert "Julafton" in [words(one) for one in page.all("span", lang="sv")]


@time_machine.travel("2026-12-24T08:00:00Z")
def test_a_holiday_closes_the_place_in_the_list_too(client, people):
    tell(people, Hours(WEEKDAYS))

    assert "Closed today" in client.get("/en/places").text


def test_what_is_to_be_said_besides_is_kept(client, people):
    with transaction() as session:
        session.get_one(Place, people.stadsbiblioteket.id).opening_hours = {"en": "Ring the bell."}
    before = client.get(f"/en{PLACE}")

    tell(people, Hours(WEEKDAYS))

    assert [page.text.count("Ring the bell.") for page in (before, client.get(f"/en{PLACE}"))] == [1, 1]
    assert not before.all("table")


def test_hours_cost_no_statement(app, client, people):
    with count_statements(app) as without:
        client.get(f"/en{PLACE}")
    tell(people, Hours(WEEKDAYS))

    with count_statements(app) as sent:
        client.get(f"/en{PLACE}")

    assert len(sent) == len(without) > 0
