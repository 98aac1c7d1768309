"""Weekly hours, their exceptions and holidays."""

from datetime import date, datetime, time

import pytest

from app import clock
from app.schedule.hours import (
    ExceptionBackwards,
    Hours,
    HoursUnreadable,
    Window,
    exception,
    in_words,
    read_windows,
)
from app.schedule.spans import Span

TEN_TO_SIX = (Window(time(10), time(18)),)
WEEKDAYS = (TEN_TO_SIX,) * 5 + ((), ())


def span(day: date, start: time, end: time, end_day: date | None = None) -> Span:
    return Span(clock.to_utc(datetime.combine(day, start)), clock.to_utc(datetime.combine(end_day or day, end)))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10–19", "10:00–19:00"),
        ("10-12, 13.30-16", "10:00–12:00, 13:30–16:00"),
        (" 8:05 — 9 ; 10-11", "08:05–09:00, 10:00–11:00"),
        ("", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed, read):
    assert in_words(read_windows(typed)) == read


@pytest.mark.parametrize(
    "typed",
    [
        "ten",
        "10",
        "19-10",
        "10-10",
        "10-12, 11-13",
        "10-12, 12-13",
        "24-25",
        "10-24",
        "9:7-10",
        "1-2,3-4,5-6,7-8,9-10",
        "-",
        "٣-٤",
    ],
)
def test_what_is_no_hours_is_refused(typed):
    with pytest.raises(HoursUnreadable):
        read_windows(typed)


def test_a_holiday_and_its_eve_are_closed():
    hours = Hours(WEEKDAYS)

    assert hours.on(date(2026, 5, 13)) == TEN_TO_SIX
    assert hours.on(date(2026, 5, 14)) == ()  # Ascension Day
    assert hours.on(date(2026, 12, 24)) == ()
    assert hours.on(date(2026, 5, 16)) == ()  # a Saturday


def test_who_keeps_open_on_holidays_does():
    assert Hours(WEEKDAYS, on_holidays=True).on(date(2026, 5, 14)) == TEN_TO_SIX


def test_an_exception_counts_before_holidays_and_the_last_one_before_others():
    short = (Window(time(10), time(14)),)
    summer = exception(date(2026, 6, 22), date(2026, 8, 9), (), "Sommarstängt")
    opened = exception(date(2026, 7, 1), None, short)
    ascension = exception(date(2026, 5, 14), None, short)
    hours = Hours(WEEKDAYS, (summer, opened, ascension))

    assert [hours.on(day) for day in (date(2026, 6, 22), date(2026, 8, 9), date(2026, 8, 10))] == [(), (), TEN_TO_SIX]
    assert hours.on(date(2026, 7, 1)) == short
    assert hours.on(date(2026, 5, 14)) == short
    assert hours.exception_on(date(2026, 6, 30)).why == "Sommarstängt"


def test_an_exception_ends_after_it_begins():
    with pytest.raises(ExceptionBackwards):
        exception(date(2026, 6, 2), date(2026, 6, 1), ())


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        (time(10), time(18), True),
        (time(12), time(13), True),
        (time(9, 59), time(11), False),
        (time(17), time(18, 1), False),
    ],
)
def test_a_span_lies_within_the_hours_or_not(start, end, inside):
    assert Hours(WEEKDAYS).holds(span(date(2026, 5, 13), start, end)) is inside


def test_what_ends_on_another_day_is_never_inside():
    all_day = ((Window(time(0), time(23, 59)),),) * 7

    assert not Hours(all_day).holds(span(date(2026, 5, 12), time(23), time(1), date(2026, 5, 13)))


def test_a_pause_splits_the_day():
    hours = Hours((read_windows("10–12, 13–16"), *((),) * 6))

    assert hours.holds(span(date(2026, 5, 11), time(13), time(16)))
    assert not hours.holds(span(date(2026, 5, 11), time(11), time(14)))


def test_hours_are_kept_and_read_again():
    hours = Hours(WEEKDAYS, (exception(date(2026, 6, 22), date(2026, 8, 9), (), "Sommar"),), on_holidays=True)

    assert Hours.from_plain(hours.as_plain()) == hours
    assert Hours().as_plain() == {}
    assert Hours.from_plain({}) == Hours()
    assert not Hours().known
