"""When: a time that has gone, the waiting list, several visits, other times that suit, suggestions."""

import pytest
from sqlalchemy import update

from app.db import transaction
from app.schedule.hours import Hours
from app.visits import service
from app.visits.forms.times import value_of
from app.visits.free import list_free
from app.visits.slots import nearest
from app.visits.tables import VisitOffer
from tests.bookings import build as booking
from tests.visits.build import ask, day, offer, slot
from tests.visits.typed import ANSWERS, KEPT, count, path, visits


def suggested(number=0, **at):
    return {
        f"suggestion-1-{name}": value
        for name, value in {"day": day(number).isoformat(), "start": "13:00", **at}.items()
    }


def test_a_time_that_has_just_gone_offers_the_nearest_first_and_loses_nothing(client, people):
    made = offer(people)
    form = client.get(path(made, slot(number=1, hour=10)))
    ask(made, slot(number=1, hour=10))

    page = client.submit_page(form, path(made), status=422, **KEPT)

    assert page.main.get("data-state") == "full"
    assert "That time has just been taken. Choose another." in page.text
    options = [one.get("value") for one in page.all("select", name="slot")[0].iter() if "option" in one.tag]
    near = nearest(list_free(made), slot(number=1, hour=10).starts_at, 5)
    assert options[1:6] == [value_of(one) for one in near]
    assert page.fields()["slot"] == ""
    assert {name: page.fields()[name] for name in KEPT if name != "answer"} == {
        n: v for n, v in KEPT.items() if n != "answer"
    }
    assert count() == 1


def test_a_room_that_has_just_been_booked_is_a_time_that_has_gone(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    booking.book(people, slot())

    page = client.submit_page(form, path(made), status=422, **ANSWERS)

    assert page.main.get("data-state") == "full"
    assert "That time has just been taken." in page.text


def test_nobody_lands_in_the_queue_unasked(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    ask(made, slots=())

    page = client.submit_page(form, path(made), status=422, **ANSWERS)
    waits = client.submit_page(page, path(made))

    assert "Other groups wait for this visit." in page.text
    assert page.all("button", class_="button")[-1].text == "Join the waiting list"
    assert page.fields()["group_name"] == "SFI 2B"
    assert (page.main.get("data-state"), waits.main.get("data-state")) == ("full", "waiting")


def test_who_waited_for_the_form_is_told_that_a_time_is_free_again(client, people):
    made = offer(people)
    (first,) = ask(made, slots=())[1]
    form = client.get(path(made))
    service.cancel(first.code)

    page = client.submit_page(form, path(made), status=422, **ANSWERS)

    assert "Choose a time." in page.text
    assert count() == 1


def test_the_waiting_list(client, people):
    made = offer(people)
    ask(made, slots=())

    form = client.get(path(made))
    page = client.submit_page(form, path(made), **ANSWERS)

    assert "slot" not in form.fields()
    assert "1 group waits for a time." in form.text
    assert page.main.get("data-state") == "waiting"
    assert "When it is your turn" in page.text


def test_several_visits_at_one_go(client, people):
    made = offer(people, most_visits=3)

    page = client.submit(
        path(made, slot()), slot__1=value_of(slot(number=2)), slot__2=value_of(slot(number=1)), **ANSWERS
    )

    assert [one.span for one in visits()] == [slot(), slot(number=1), slot(number=2)]
    assert page.text.count("Rum 2") == 3


def test_no_more_visits_than_the_offer_says(client, people):
    made = offer(people, most_visits=2)

    form = client.get(path(made, slot()))
    client.submit_page(form, path(made), slot__2=value_of(slot(number=1)), **ANSWERS)
    twice = client.submit_page(
        client.get(path(made, slot(number=2))), path(made), status=422, slot__1=value_of(slot(number=2)), **ANSWERS
    )

    assert "slot-2" not in form.fields()
    assert [one.span for one in visits()] == [slot()]
    assert "too close to each other" in twice.text


def test_other_times_that_suit_are_kept(client, people):
    client.submit(path(offer(people), slot()), alternative__1=value_of(slot(number=3)), **ANSWERS)

    assert visits()[0].wishes == [slot(number=3)]


def test_the_same_time_twice_is_said_at_the_second(client, people):
    page = client.submit(path(offer(people), slot()), status=422, alternative__1=value_of(slot()), **ANSWERS)

    assert page.all("select", name="alternative-1")[0].get("aria-invalid") == "true"
    assert "You have given the same time twice." in page.text


def test_without_hours_one_suggests_times(client, people):
    made = offer(people, hours=Hours())

    page = client.submit(
        path(made), **ANSWERS, **suggested(end="14:30"), **{"suggestion-2-day": f"{day(1)}", "suggestion-2-start": "9"}
    )

    (visit,) = visits()
    assert page.main.get("data-state") == "requested"
    assert "Times that suit you" in page.text
    assert visit.span is None
    assert visit.wishes == [slot(0, 13, 90), slot(1, 9)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Suggest at least one time."),
        ({"suggestion-1-day": ""}, "Choose a day."),
        ({"suggestion-1-start": ""}, "Write a time like 17:00."),
        ({"suggestion-1-start": "25"}, "Write a time like 17:00."),
        ({"suggestion-1-day": "2026-02-31"}, "There is no such day"),
        ({"suggestion-1-end": "12:00"}, "The end must be later than the start"),
        (
            {"suggestion-1-day": "2027-03-28", "suggestion-1-start": "02:30", "suggestion-1-end": "04:00"},
            "Choose a time.",
        ),
        ({"suggestion-1-day": "9999-12-31"}, "Choose a time."),
        ({"suggestion-1-day": "2020-01-07"}, "Choose a time that has not been yet."),
    ],
)
def test_suggestions_that_are_none_are_said_at_their_fields(client, people, typed, words):
    made = offer(people, hours=Hours())
    sent = {**ANSWERS, **(suggested() if typed else {}), **typed}

    page = client.submit(path(made), status=422, **sent)

    assert words in page.text
    assert page.title.startswith("Error:")
    assert page.all("div", class_="error-summary")[0].find(".//*[@href]").get("href").startswith("#suggestion-1-")
    assert {name: page.fields()[name] for name in sent} == sent
    assert count() == 0


def test_lead_time_and_horizon_are_said_with_their_days_in_words(client, people, time_machine):
    time_machine.move_to("2026-11-23T08:00Z")
    made = offer(people)
    form = client.get(path(made))
    with transaction() as session:
        session.execute(update(VisitOffer).values(lead_days=14, horizon_days=20))

    soon = client.submit_page(form, path(made), status=422, **{**ANSWERS, "slot": "2026-11-26T09:00"})
    late = client.submit_page(form, path(made), status=422, **{**ANSWERS, "slot": "2027-01-25T09:00"})

    assert "The first day that you can ask for is Monday 7 December." in soon.text
    assert "The last day that you can ask for is Sunday 13 December." in late.text


def test_a_stale_link_says_that_the_time_is_taken(client, people):
    made = offer(people)
    ask(made)

    page = client.get(path(made, slot()))

    assert "That time has just been taken. Choose another." in page.text
    assert not page.title.startswith("Error:")
    assert page.fields()["slot"] == ""


def test_visits_that_are_far_apart_keep_their_times_when_something_else_is_wrong(client, people):
    made = offer(people, most_visits=2)
    far = {"slot": value_of(slot(number=20)), "slot-1": value_of(slot()), "alternative-1": value_of(slot(number=40))}

    page = client.submit(path(made), 422, **{**ANSWERS, "group_name": ""}, **far)

    assert "just been taken" not in page.text
    assert {name: page.fields()[name] for name in far} == far


def test_a_time_that_has_gone_is_told_once_at_its_field(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    ask(made)

    page = client.submit_page(form, path(made), status=422, **ANSWERS)

    assert page.text.count("That time has just been taken.") == 2  # above the form, and at the field
