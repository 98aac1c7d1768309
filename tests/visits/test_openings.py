"""The free times of several offers are those that each has alone."""

from datetime import timedelta

from app import clock
from app.visits import openings, queries, service, slots
from app.visits.free import list_free_soon
from tests.bookings import build as booking
from tests.counting import count_statements
from tests.visits.build import agreed, ask, close_library, day, offer, slot


def alone(made, days):
    last_on = clock.today() + timedelta(days=days)
    busy = queries.find_busy(made, clock.day_start(clock.today()), clock.day_end(last_on))
    return slots.free_slots(made.terms, busy, clock.now(), clock.today(), last_on)


def test_several_offers_have_the_times_that_each_has_alone(app, people):
    shared, other, free = offer(people, per_day=1), offer(people, gap_minutes=30), offer(people, room_id=None)
    ask(shared, slot(number=1))
    booking.book(people, slot(number=2, hour=10))
    agreed(people, free, slot(number=3))
    close_library(people, day(4))

    with count_statements(app) as counted:
        found = list_free_soon([shared, other, free], 30)

    assert found == {made.id: alone(made, 30) for made in (shared, other, free)}
    assert len({len(spans) for spans in found.values()}) == 3
    assert len(counted) <= 3
    assert list_free_soon([], 30) == {}


def test_the_library_gives_a_visit_times_that_others_could_not_ask_for(people):
    made = offer(people, lead_days=1, per_day=1)
    visit = ask(made)[1][0]

    near = openings.list_nearest(made, visit, visit.starts_at, 3)

    assert slot(hour=10) in near
    assert visit.span not in near
    for span in near:
        service.propose(visit.code, span, "", people.lina.id)


def test_a_wish_is_free_where_nothing_else_is_in_its_way(people):
    made = offer(people)
    visit = ask(made, alternatives=(slot(number=1), slot(number=2)))[1][0]
    booking.book(people, slot(number=1))

    assert openings.which_are_free(made, visit, [visit.span, *visit.wishes]) == {visit.span, slot(number=2)}
    assert openings.which_are_free(made, visit, []) == set()
