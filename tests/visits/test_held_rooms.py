"""The room that a request holds: its date takes it over, and nobody gets in between."""

import pytest

from app.activities import queries as activities
from app.bookings import queries as bookings
from app.visits import queries, service
from tests.visits.build import ask, changed, offer, slot


def taken(people, span):
    return bookings.list_taken([people.room.id], span.starts_at, span.ends_at)


def date_of(visit):
    return activities.find_occurrence(queries.get_visit(visit.code).occurrence_id)


@pytest.fixture
def made(people):
    return offer(people)


def test_the_room_that_was_held_becomes_that_of_the_date(people, made):
    visit = ask(made)[1][0]
    (held,) = taken(people, visit.span)

    service.accept(visit.code, None, people.lina.id)

    (booked,) = taken(people, visit.span)
    assert (booked.id, held.kind, booked.kind) == (held.id, "visit", "occurrence")
    assert bookings.list_of_occurrences([date_of(visit).id])[date_of(visit).id].id == held.id


def test_the_room_is_where_the_offer_is_when_it_is_accepted(people, made):
    visit = ask(made)[1][0]
    changed(made, people, room_id=None)

    service.accept(visit.code, None, people.lina.id)

    assert taken(people, visit.span) == []
    assert date_of(visit).room_id is None


def test_a_time_that_overlaps_the_one_that_was_held_can_be_proposed_and_agreed(people, made):
    visit, half_past = ask(made)[1][0], slot(minutes=90)
    service.propose(visit.code, half_past, "", people.lina.id)

    service.agree(visit.code)

    (booked,) = taken(people, half_past)
    assert (booked.span, date_of(visit).ends_at) == (half_past, half_past.ends_at)


def test_another_of_the_times_gives_the_held_room_back(people, made):
    visit = ask(made, alternatives=(slot(number=1),))[1][0]

    service.accept(visit.code, slot(number=1), people.lina.id)

    assert (taken(people, slot()), len(taken(people, slot(number=1)))) == ([], 1)
