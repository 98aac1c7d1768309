"""The bookings of dates: they are where and when the dates are, in the same transaction or not at all."""

from datetime import time, timedelta

import pytest

from app.activities import queries as activities
from app.activities import service as series
from app.activities.rules import DateChange
from app.activities.shifting import SeriesChange, Times
from app.bookings import queries, rules, service
from app.bookings.rules import Wish
from app.schedule.spans import Span
from tests.activities.build import THIRTY, cafe, next_monday, weekly
from tests.bookings.build import book, set_room, span

WEEK = timedelta(days=7)


def in_room(people, by=None, schedule=None, **changed):
    """A café in the library's room, of the library unless said otherwise; its dates."""
    draft = cafe(people, by or people.library, place_id=people.stadsbiblioteket.id, room_id=people.room.id, **changed)
    code = series.create_activity(draft, schedule or weekly(), THIRTY, people.lina.id, publish=True)
    return code, activities.list_occurrences(activities.get_activity(code).id)


def bookings_of(dates):
    return queries.list_of_occurrences([date.id for date in dates])


def standing(dates):
    return {(one.starts_at, one.ends_at, one.state) for one in bookings_of(dates).values()}


def test_the_dates_of_the_house_book_their_room(people):
    _code, dates = in_room(people)

    assert standing(dates) == {(date.starts_at, date.ends_at, "approved") for date in dates}


def test_the_dates_of_others_ask_for_it(people):
    _code, dates = in_room(people, people.association)

    assert {one.state for one in bookings_of(dates).values()} == {"requested"}


def test_a_series_that_collides_is_not_made(people):
    book(people, span(next_monday() + WEEK))

    with pytest.raises(rules.RoomTaken) as refused:
        in_room(people)
    assert [one.day for one in refused.value.params["when"]] == [next_monday() + WEEK]
    assert not activities.list_activities()[0]


def test_a_moved_date_takes_its_room_along(people):
    _code, dates = in_room(people)
    hour = timedelta(hours=1)

    series.move(dates[0].code, dates[0].starts_at + hour, dates[0].ends_at + hour, people.lina.id)

    booked = bookings_of(dates)[dates[0].id]
    assert (booked.span, booked.state) == (Span(dates[0].starts_at + hour, dates[0].ends_at + hour), "approved")


def test_a_date_that_cannot_have_its_room_stays_where_it_is(people):
    _code, dates = in_room(people)
    book(people, span(start=19, end=21))

    with pytest.raises(rules.RoomTaken):
        series.move(
            dates[0].code,
            dates[0].starts_at + timedelta(hours=1),
            dates[0].ends_at + timedelta(hours=1),
            people.lina.id,
        )

    assert activities.get_occurrence(dates[0].code) == dates[0]
    assert bookings_of(dates)[dates[0].id].span == Span(dates[0].starts_at, dates[0].ends_at)


def test_a_date_in_another_place_gives_its_room_back(people):
    _code, dates = in_room(people)
    span_of = Span(dates[0].starts_at, dates[0].ends_at)

    series.edit_date(dates[0].code, DateChange(span_of, people.magneteten.id, None, {}, frozenset()), people.lina.id)

    assert bookings_of(dates)[dates[0].id].state == "cancelled"
    assert book(people, span_of)


def test_cancelled_and_withdrawn_dates_give_their_rooms_back(people):
    code, dates = in_room(people)
    series.cancel_date(dates[0].code, people.lina.id)
    assert [bookings_of(dates)[date.id].state for date in dates] == ["cancelled", "approved", "approved", "approved"]

    series.withdraw(code, people.lina.id)

    assert {one.state for one in bookings_of(dates).values()} == {"cancelled"}


def test_a_series_moves_by_a_week_upon_its_own_dates(people):
    code, dates = in_room(people)

    series.change_series(code, "", SeriesChange(times=Times(0, time(18), time(20))), people.lina.id)

    moved = activities.list_occurrences(activities.get_activity(code).id)
    assert standing(moved) == {(date.starts_at, date.ends_at, "approved") for date in moved}
    assert [date.starts_at - old.starts_at for date, old in zip(moved, dates, strict=True)] == [timedelta(hours=1)] * 4


def test_a_series_that_moves_into_a_taken_room_does_not(people):
    code, dates = in_room(people, schedule=weekly(start=time(9), end=time(10)))
    book(people, span(next_monday() + WEEK))

    with pytest.raises(rules.RoomTaken):
        series.change_series(code, "", SeriesChange(times=Times(0, time(18), time(20))), people.lina.id)
    assert activities.list_occurrences(activities.get_activity(code).id) == dates


def test_a_series_that_changes_its_place_gives_all_rooms_back(people):
    code, dates = in_room(people)

    series.change_series(code, "", SeriesChange(place=(people.magneteten.id, None)), people.lina.id)

    assert {one.state for one in bookings_of(dates).values()} == {"cancelled"}


def test_a_declined_date_has_no_room_and_those_who_come_are_told(people, moved):
    _code, dates = in_room(people, people.association)
    asked = bookings_of(dates)

    service.decline([asked[dates[0].id].code], "Vi har en föreläsning.", people.lina.id)

    after = activities.get_occurrence(dates[0].code)
    assert (after.place_id, after.room_id) == (people.stadsbiblioteket.id, None)
    assert moved == [dates[0].id]
    assert bookings_of(dates)[dates[0].id].state == "declined"


def test_a_room_that_is_for_the_house_is_not_for_dates_of_others(people):
    set_room(people, open_to="house")

    with pytest.raises(rules.RoomNotForYou):
        in_room(people, people.association)


def test_two_dates_of_one_series_never_share_a_room(people):
    _code, dates = in_room(people)
    span_of = Span(dates[1].starts_at + timedelta(minutes=30), dates[1].ends_at)

    with pytest.raises(rules.RoomTaken):
        series.move(dates[0].code, span_of.starts_at, span_of.ends_at, people.lina.id)


def test_a_booking_of_an_activity_is_not_cancelled_beside_it(people):
    _code, dates = in_room(people)
    code = bookings_of(dates)[dates[0].id].code

    with pytest.raises(rules.NotPossibleNow):
        service.cancel([code], people.lina.id)
    with pytest.raises(rules.NotPossibleNow):
        service.move(code, Wish(people.room.id, span(start=8, end=9)), people.lina.id)


def test_where_rooms_are_booked_elsewhere_nothing_is_booked(app, people, monkeypatch):
    monkeypatch.setitem(
        app.extensions,
        "samspel_settings",
        app.extensions["samspel_settings"].model_copy(update={"room_booking": False}),
    )
    _code, dates = in_room(people)

    assert bookings_of(dates) == {}
