"""Other times, suggested by a group whose offer has none to choose from."""

import pytest

from app.bookings import queries as bookings
from app.db import reading
from app.messages.tables import Message
from app.schedule.hours import Hours
from app.visits import asking, queries, service
from app.visits.queries import count_to_answer
from app.visits.rules import NotPossibleNow
from tests.visits.build import ask, day, offer, slot

DESK = "/en/desk/visits"
OTHER = (slot(number=4, hour=13), slot(number=5))


@pytest.fixture
def made(people):
    return offer(people, hours=Hours())


@pytest.fixture
def requested(made):
    return ask(made, slots=(), suggestions=(slot(number=1), slot(number=2)))[1][0]


@pytest.fixture
def booked(people, requested):
    service.accept(requested.code, slot(number=1), people.lina.id)
    return requested


def again(visit):
    return queries.get_visit(visit.code)


def mails(kind):
    return [one.recipient for one in reading().query(Message).filter_by(kind=kind)]


def test_a_request_gets_other_suggestions(client, made):
    receipt, (visit,) = ask(made, slots=(), suggestions=(slot(number=1),))
    client.submit("/en/visits/my", code=receipt.own_code)
    typed = {"suggestion-1-day": day(4).isoformat(), "suggestion-1-start": "13:00"}

    page = client.submit(f"/en/visits/my/{visit.code}/suggest", **typed)

    assert "The library has your suggestions, and answers you." in page.text
    assert (again(visit).state, again(visit).wishes) == ("requested", [slot(number=4, hour=13)])
    assert len(mails("visit_changed_by_group")) == len(mails("visit_asked")) > 0


def test_an_agreed_visit_stands_until_the_library_moves_it(people, booked):
    service.suggest_again(booked.code, OTHER)

    assert (again(booked).state, again(booked).span) == ("confirmed", slot(number=1))
    assert count_to_answer(None) == 1
    service.move(booked.code, OTHER[1], people.lina.id)
    assert (again(booked).span, again(booked).wishes, count_to_answer(None)) == (OTHER[1], [], 0)


def test_the_library_sees_it_in_the_queue_and_leaves_it_as_it_is(client, people, booked):
    service.suggest_again(booked.code, OTHER)
    lina = client.sign_in(people.lina.id)

    queue, page = lina.get(DESK), lina.get(f"{DESK}/{booked.code}")
    after = lina.submit_page(page, f"{DESK}/{booked.code}", form=0)

    assert "suggests other times" in queue.text
    assert "The group suggests other times" in page.text
    assert "The time stays as it is." in after.text
    assert (again(booked).state, again(booked).wishes) == ("confirmed", [])


def test_what_was_suggested_stands_among_the_times_to_move_to(client, people, booked):
    service.suggest_again(booked.code, OTHER)

    page = client.sign_in(people.lina.id).get(f"{DESK}/{booked.code}/time")

    assert {one.get("value") for one in page.all("input", name="slot")} == {
        *(one.starts_at.isoformat() for one in OTHER),
        "own",
    }


def test_a_proposed_time_is_given_back(people, made, requested):
    service.propose(requested.code, slot(number=3), "", people.lina.id)

    service.suggest_again(requested.code, OTHER)

    held = slot(number=3)
    assert (again(requested).state, again(requested).span) == ("requested", None)
    assert bookings.list_taken([people.room.id], held.starts_at, held.ends_at) == []


def test_what_cannot_be_suggested(people, requested):
    with pytest.raises(asking.SuggestionMissing):
        service.suggest_again(requested.code, ())
    with pytest.raises(NotPossibleNow):
        service.suggest_again(ask(offer(people))[1][0].code, OTHER)
    with pytest.raises(NotPossibleNow):
        service.keep_time(requested.code, people.lina.id)


def test_where_there_are_times_one_of_them_is_chosen(client, people):
    receipt, (visit,) = ask(offer(people))
    client.submit("/en/visits/my", code=receipt.own_code)

    page = client.get(f"/en/visits/my/{visit.code}/suggest")

    assert "Ask for another time" in page.title
