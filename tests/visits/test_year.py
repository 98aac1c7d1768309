"""Three years of a library's opening hours, counted a second time by hand: another calendar, other arithmetic."""

from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import pytest

from app.schedule.hours import Hours, exception
from app.visits.slots import Busy, free_slots, slots_on
from tests.visits.plain import offer, weekly, window

YEARS = (2026, 2027, 2028)
# Public holidays (lag 1989:253) without the Sundays that every week has, and the three eves that everybody keeps.
HOLIDAYS = {
    2026: {
        "01-01": "New Year", "01-06": "Epiphany", "04-03": "Good Friday", "04-05": "Easter Day", "04-06": "Easter Monday",
        "05-01": "May Day", "05-14": "Ascension", "05-24": "Whit Sunday", "06-06": "National Day", "06-19": "Midsummer Eve",
        "06-20": "Midsummer", "10-31": "All Saints", "12-24": "Christmas Eve", "12-25": "Christmas", "12-26": "Boxing Day",
        "12-31": "New Year's Eve",
    },
    2027: {
        "01-01": "New Year", "01-06": "Epiphany", "03-26": "Good Friday", "03-28": "Easter Day", "03-29": "Easter Monday",
        "05-01": "May Day", "05-06": "Ascension", "05-16": "Whit Sunday", "06-06": "National Day", "06-25": "Midsummer Eve",
        "06-26": "Midsummer", "11-06": "All Saints", "12-24": "Christmas Eve", "12-25": "Christmas", "12-26": "Boxing Day",
        "12-31": "New Year's Eve",
    },
    2028: {
        "01-01": "New Year", "01-06": "Epiphany", "04-14": "Good Friday", "04-16": "Easter Day", "04-17": "Easter Monday",
        "05-01": "May Day", "05-25": "Ascension", "06-04": "Whit Sunday", "06-06": "National Day", "06-23": "Midsummer Eve",
        "06-24": "Midsummer", "11-04": "All Saints", "12-24": "Christmas Eve", "12-25": "Christmas", "12-26": "Boxing Day",
        "12-31": "New Year's Eve",
    },
}  # fmt: skip
# This library closes on Easter Saturday too, which is a Saturday like others to the law and to the calendar of holidays.
EASTER_SATURDAYS = {date(2026, 4, 4), date(2027, 3, 27), date(2028, 4, 15)}
# From Monday on: minutes of the day at which it opens and closes.
ORDINARY = [(600, 1080), (600, 1140), (600, 1080), (600, 1080), (600, 1020), (600, 840), None]
SUMMER = (600, 900)
# Days on which summer time begins and ends.
SUMMER_TIME = {
    2026: (date(2026, 3, 29), date(2026, 10, 25)),
    2027: (date(2027, 3, 28), date(2027, 10, 31)),
    2028: (date(2028, 3, 26), date(2028, 10, 29)),
}
# With a pencil: 52 or 53 of each weekday, less nine in summer, less holidays and Easter Saturday outside of it; and the short
# weekdays: three weeks and two, less Midsummer Eve.
OPEN_DAYS = [
    (2026, (43 - 1, 43 - 1, 43, 44 - 4, 43 - 3, 43 - 4), 25 - 1),
    (2027, (43 - 1, 43, 43 - 1, 43 - 1, 44 - 4, 43 - 4), 25 - 1),
    (2028, (43 - 3, 43 - 2, 43, 43 - 2, 43 - 1, 44 - 3), 25 - 1),
]


def days_of(year):
    return [date(year, 1, 1) + timedelta(days=number) for number in range(366 if year % 4 == 0 else 365)]


def in_summer(day):
    return (6, 15) <= (day.month, day.day) <= (8, 16)


def in_holiday_weeks(day):
    return (7, 6) <= (day.month, day.day) <= (8, 2)


def exceptions_of(year):
    """Short weekdays from 15 June to 16 August and no weekends, closed from 6 July to 2 August; then, as the last word, what
    short hours would have opened: Midsummer Eve; and Easter Saturday."""
    found = []
    for weekday, run in groupby(filter(in_summer, days_of(year)), lambda day: day.weekday() < 5):
        days = list(run)
        found.append(exception(days[0], days[-1], [window("10:00", "15:00")] if weekday else []))
    found.append(exception(date(year, 7, 6), date(year, 8, 2), [], "Sommarstängt"))
    midsummer_eve = next(day for day, name in HOLIDAYS[year].items() if name == "Midsummer Eve")
    closed = [date.fromisoformat(f"{year}-{midsummer_eve}"), *(day for day in EASTER_SATURDAYS if day.year == year)]
    return [*found, *(exception(day, None, []) for day in closed)]


def library(year):
    hours = weekly("10-18", "10-19", "10-18", "10-18", "10-17", "10-14")
    return Hours(hours.weekly, tuple(exceptions_of(year)))


def open_minutes(day):
    """When the library opens and closes on a day, by hand."""
    if f"{day:%m-%d}" in HOLIDAYS[day.year] or day in EASTER_SATURDAYS or in_holiday_weeks(day):
        return None
    if in_summer(day):
        return SUMMER if day.isoweekday() <= 5 else None
    return ORDINARY[day.isoweekday() - 1]


def utc(day, minute):
    """An instant from a minute of a day in Sweden after the night's change of time, by hand: an hour before UTC in winter, two
    in summer."""
    begins, ends = SUMMER_TIME[day.year]
    ahead = 120 if begins <= day < ends else 60
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute - ahead)


def by_hand(day, gap):
    """The visits of an hour that fit into a day, as starts and ends in UTC."""
    hours = open_minutes(day)
    if hours is None:
        return []
    opens, closes = hours
    number = (closes - opens + gap) // (60 + gap)
    starts = [opens + nth * (60 + gap) for nth in range(number)]
    return [(utc(day, start), utc(day, start + 60)) for start in starts]


def easter(year):
    """Easter Day by the anonymous Gregorian algorithm (Meeus, Jones, Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def saturday_from(day):
    return next(day + timedelta(days=number) for number in range(7) if (day + timedelta(days=number)).weekday() == 5)


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_are_those_of_the_law(year):
    midsummer, easter_day = saturday_from(date(year, 6, 20)), easter(year)
    computed = {
        "Good Friday": easter_day - timedelta(days=2), "Easter Day": easter_day, "Easter Monday": easter_day + timedelta(days=1),
        "Ascension": easter_day + timedelta(days=39), "Whit Sunday": easter_day + timedelta(days=49),
        "Midsummer Eve": midsummer - timedelta(days=1), "Midsummer": midsummer,
        "All Saints": saturday_from(date(year, 10, 31)),
        "New Year": date(year, 1, 1), "Epiphany": date(year, 1, 6), "May Day": date(year, 5, 1),
        "National Day": date(year, 6, 6), "Christmas Eve": date(year, 12, 24), "Christmas": date(year, 12, 25),
        "Boxing Day": date(year, 12, 26), "New Year's Eve": date(year, 12, 31),
    }  # fmt: skip

    assert {name: f"{day:%m-%d}" for name, day in computed.items()} == {n: d for d, n in HOLIDAYS[year].items()}
    assert {day for day in EASTER_SATURDAYS if day.year == year} == {easter_day - timedelta(days=1)}


@pytest.mark.parametrize(("year", "day"), [(1818, (3, 22)), (1943, (4, 25)), (2000, (4, 23)), (2038, (4, 25))])
def test_easter_is_computed_right(year, day):
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize("year", YEARS)
def test_summer_time_begins_and_ends_on_the_last_sundays_of_march_and_october(year):
    for day, month in zip(SUMMER_TIME[year], (3, 10), strict=True):
        assert (day.month, day.isoweekday()) == (month, 7)
        assert (day + timedelta(days=7)).month == month + 1


@pytest.mark.parametrize("gap", [0, 30])
@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_has_the_slots_that_a_hand_count_finds(year, gap):
    terms = offer(gap_minutes=gap, hours=library(year))

    counted = {day: [(one.starts_at, one.ends_at) for one in slots_on(terms, day)] for day in days_of(year)}

    assert counted == {day: by_hand(day, gap) for day in days_of(year)}


@pytest.mark.parametrize(("year", "monday_to_saturday", "short"), OPEN_DAYS)
def test_the_hours_of_a_year_are_those_that_a_pencil_finds(year, monday_to_saturday, short):
    terms = offer(gap_minutes=0, hours=library(year))

    hours = sum(len(slots_on(terms, day)) for day in days_of(year))

    pencil = sum(days * long for days, long in zip(monday_to_saturday, (8, 9, 8, 8, 7, 4), strict=True))
    assert hours == pencil + 5 * short


@pytest.mark.parametrize("year", YEARS)
def test_a_year_that_nobody_has_asked_for_is_free_but_for_lead_time_and_horizon(year):
    terms = offer(gap_minutes=0, lead_days=14, horizon_days=300, hours=library(year))
    now = utc(date(year, 1, 10), 600)

    free = free_slots(terms, Busy(), now, date(year, 1, 1), date(year, 12, 31))

    days = [date(year, 1, 24) + timedelta(days=number) for number in range(287)]
    assert [(one.starts_at, one.ends_at) for one in free] == [slot for day in days for slot in by_hand(day, 0)]


@pytest.mark.parametrize("begins_or_ends", [0, 1])
@pytest.mark.parametrize("year", YEARS)
def test_a_sunday_on_which_summer_time_changes_is_right_to_the_hour(year, begins_or_ends):
    sunday = SUMMER_TIME[year][begins_or_ends]
    terms = offer(gap_minutes=0, hours=Hours(weekly(*["10-16"] * 7).weekly, on_holidays=True))

    for day in (sunday - timedelta(days=1), sunday, sunday + timedelta(days=1)):
        slots = [(one.starts_at, one.ends_at) for one in slots_on(terms, day)]
        assert slots == [(utc(day, minute), utc(day, minute + 60)) for minute in range(600, 960, 60)]
