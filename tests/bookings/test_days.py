"""Which days a calendar shows, and what is free in them."""

from datetime import date, time, timedelta

import pytest

from app import clock
from app.bookings import days
from app.bookings.days import View
from app.schedule.hours import Hours, HoursException, Window
from app.schedule.recurrence import span_of
from app.schedule.spans import Span

TUESDAY = date(2026, 11, 24)
OPEN = Hours(((Window(time(10), time(12)), Window(time(13), time(18))),) * 7)


def hours(start, end, day=TUESDAY):
    return span_of(day, time(start), time(end))


def free(hours, taken=(), day=TUESDAY):
    found = days.gaps(day, hours, taken)
    return [(clock.local(one.starts_at).hour, clock.local(one.ends_at).hour) for one in found]


def test_what_is_free_lies_between_what_is_booked_while_the_room_is_open():
    assert free(OPEN, [hours(9, 11), hours(14, 15), hours(17, 20)]) == [(11, 12), (13, 14), (15, 17)]


def test_a_day_without_bookings_is_free_while_the_room_is_open():
    assert free(OPEN) == [(10, 12), (13, 18)]


def test_where_no_hours_are_written_down_a_usual_day_is_offered():
    assert free(Hours()) == [(7, 22)]


def test_a_closed_day_has_nothing_free():
    assert free(Hours(OPEN.weekly, (HoursException(TUESDAY, TUESDAY),))) == []


def test_bookings_that_overlap_or_stand_in_each_other_leave_no_gap_between():
    assert free(Hours(), [hours(8, 12), hours(9, 10), hours(11, 13)]) == [(7, 8), (13, 22)]


def test_a_window_that_begins_in_the_hour_that_summer_time_skips_offers_nothing():
    night = Hours((((Window(time(2, 30), time(5)), Window(time(10), time(12))),) * 7), on_holidays=True)

    assert free(night, day=date(2026, 3, 29)) == [(10, 12)]


@pytest.mark.parametrize(
    ("typed", "view"), [("day", View.DAY), ("week", View.WEEK), ("", View.MONTH), ("year", View.MONTH)]
)
def test_a_view_that_we_do_not_know_is_the_month(typed, view):
    assert days.read_view(typed) == view


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-02-30", "1999-12-31", "2101-01-01", "9999-12-31", "1" * 5000])
def test_a_day_that_cannot_be_shown_is_today(typed):
    assert days.read_day(typed, TUESDAY) == TUESDAY


def test_a_week_begins_on_monday_and_a_month_has_whole_weeks():
    week, month = days.weeks_of(View.WEEK, TUESDAY), days.weeks_of(View.MONTH, TUESDAY)

    assert (week[0][0], week[0][-1], len(week)) == (date(2026, 11, 23), date(2026, 11, 29), 1)
    assert (month[0][0], month[-1][-1], len(month)) == (date(2026, 10, 26), date(2026, 12, 6), 6)
    assert days.weeks_of(View.DAY, TUESDAY) == [[TUESDAY]]


def test_the_way_on_ends_with_the_years_that_can_be_booked():
    assert days.beside(View.MONTH, date(2026, 12, 31)) == (date(2026, 11, 1), date(2027, 1, 1))
    assert days.beside(View.WEEK, TUESDAY) == (date(2026, 11, 17), date(2026, 12, 1))
    assert days.beside(View.DAY, date(2000, 1, 1)) == (None, date(2000, 1, 2))
    assert days.beside(View.MONTH, date(2100, 12, 5))[1] is None


def test_nothing_is_free_where_all_of_it_is_taken():
    whole = Span(clock.day_start(TUESDAY), clock.day_start(TUESDAY) + timedelta(days=1))

    assert free(OPEN, [whole]) == []
