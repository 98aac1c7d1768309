"""Days that a place closes over what is to be there: it is listed, and nothing is cancelled without a word."""

from datetime import timedelta

from app.activities.queries import get_occurrence, list_occurrences
from app.places.queries import get_place
from tests.activities.build import publish_cafe

PAGE = "/en/desk/places/stadsbiblioteket"


def cafe_in_the_library(people):
    series = publish_cafe(people, people.library, place_id=people.stadsbiblioteket.id)
    return list_occurrences(series.id)


def closing(day, until=None):
    return {
        "hours-mon": "10–19", "hours-exceptions-0-first_on": day.isoformat(),
        "hours-exceptions-0-last_on": (until or day).isoformat(), "hours-exceptions-0-why": "Sommar",
    }  # fmt: skip


def test_what_is_to_be_there_is_listed_before_the_place_closes(client, people):
    first, second, *_rest = cafe_in_the_library(people)
    client.sign_in(people.lina.id)

    page = client.submit(PAGE, **closing(first.starts_on, second.starts_on))

    assert "2 dates, visits and bookings" in page.text
    assert not get_place("stadsbiblioteket").hours.exceptions


def test_it_is_closed_all_the_same_and_nothing_is_cancelled(client, people):
    first = cafe_in_the_library(people)[0]
    client.sign_in(people.lina.id)

    client.submit(PAGE, **closing(first.starts_on), seen="1")

    assert get_place("stadsbiblioteket").hours.exceptions[0].why == "Sommar"
    assert get_occurrence(first.code).state == "scheduled"


def test_days_on_which_nothing_happens_are_closed_at_once(client, people):
    first = cafe_in_the_library(people)[0]
    client.sign_in(people.lina.id)

    page = client.submit(PAGE, **closing(first.starts_on + timedelta(days=1)))

    assert "Saved." in page.text
