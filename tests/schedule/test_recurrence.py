"""The dates that a rule makes, in Stockholm wall time."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.schedule import recurrence as r
from app.schedule.recurrence import Every, Schedule, dates_of

MONDAY = date(2026, 11, 23)
FOUR = Schedule(Every.WEEKLY, MONDAY, time(17), time(19), count=4)


def days(schedule):
    return [span.day.isoformat() for span in dates_of(schedule)]


def test_once_makes_one_date_whatever_else_is_said():
    assert days(replace(FOUR, every=Every.ONCE, count=None)) == ["2026-11-23"]


def test_every_week_by_number():
    assert days(FOUR) == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"]


def test_every_second_week_until_a_day_that_is_included():
    schedule = replace(FOUR, every=Every.SECOND_WEEK, count=None, until_on=date(2026, 12, 21))

    assert days(schedule) == ["2026-11-23", "2026-12-07", "2026-12-21"]


def test_a_day_that_is_left_out_makes_no_further_date():
    assert days(FOUR.without([date(2026, 11, 30)])) == ["2026-11-23", "2026-12-07", "2026-12-14"]


@pytest.mark.parametrize("year", range(2026, 2031))
def test_a_weekly_five_o_clock_stays_five_o_clock_over_every_summer_time_change(year):
    schedule = Schedule(Every.WEEKLY, date(year, 1, 4), time(17), time(19), until_on=date(year, 12, 31))

    walls = [(clock.wall(span.starts_at).time(), clock.wall(span.ends_at).time()) for span in dates_of(schedule)]

    assert set(walls) == {(time(17), time(19))}
    assert len({span.starts_at.hour for span in dates_of(schedule)}) == 2


@pytest.mark.parametrize("day", ["2026-03-29", "2027-03-28", "2028-03-26", "2029-03-25", "2030-03-31"])
def test_the_hour_that_summer_time_skips_is_refused_with_its_day(day):
    with pytest.raises(r.TimeSkipped, match=f"02:30 on {day}") as caught:
        r.span_of(date.fromisoformat(day), time(2, 30), time(4))

    assert caught.value.field == "start"


@pytest.mark.parametrize("day", ["2026-10-25", "2027-10-31", "2028-10-29", "2029-10-28", "2030-10-27"])
def test_the_hour_that_summer_time_repeats_is_refused_with_its_day(day):
    with pytest.raises(r.TimeTwice, match=f"02:30 on {day}") as caught:
        r.span_of(date.fromisoformat(day), time(1), time(2, 30))

    assert caught.value.field == "end"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"count": None}, r.EndMissing),
        ({"until_on": date(2027, 1, 1)}, r.EndTwice),
        ({"count": None, "until_on": date(2026, 11, 22)}, r.LastBeforeFirst),
        ({"count": 0}, r.NoDates),
        ({"count": 401}, r.TooManyDates),
        ({"end": time(17)}, r.EndBeforeStart),
        ({"end": time(1)}, r.EndBeforeStart),
        ({"first_on": date(1999, 12, 31)}, r.YearOutside),
        ({"first_on": date(2101, 1, 1)}, r.YearOutside),
        ({"first_on": date(2100, 12, 28)}, r.YearOutside),
        ({"excluded": frozenset({date(2026, 11, 24)})}, r.NotOneOfTheDates),
        ({"excluded": frozenset(MONDAY + timedelta(weeks=n) for n in range(4))}, r.NoDates),
    ],
)
def test_what_makes_no_sense_is_refused(changed, refusal):
    with pytest.raises(refusal):
        dates_of(replace(FOUR, **changed))


def test_a_single_date_needs_a_year_within_reach():
    with pytest.raises(r.YearOutside):
        r.span_of(date(2200, 1, 1), time(17), time(19))


def test_too_many_dates_are_refused_with_their_number():
    with pytest.raises(r.TooManyDates, match="makes 522 dates"):
        dates_of(replace(FOUR, count=None, until_on=date(2036, 11, 20)))


def test_a_day_that_is_none_of_the_dates_is_named():
    with pytest.raises(r.NotOneOfTheDates, match="2026-11-24"):
        dates_of(FOUR.without([date(2026, 11, 24)]))


@settings(deadline=None)
@given(
    first=st.dates(date(2000, 1, 1), date(2080, 1, 1)),
    every=st.sampled_from([Every.WEEKLY, Every.SECOND_WEEK]),
    count=st.integers(1, 400),
    hour=st.integers(4, 22),
)
def test_any_rule_makes_its_number_of_dates_on_one_weekday_at_one_time(first, every, count, hour):
    spans = dates_of(Schedule(every, first, time(hour), time(hour + 1), count=count))

    step = 7 if every == Every.WEEKLY else 14
    assert [span.day for span in spans] == [first + timedelta(days=step * index) for index in range(count)]
    assert {clock.wall(span.starts_at).time() for span in spans} == {time(hour)}


@settings(deadline=None)
@given(until=st.dates(MONDAY, date(2034, 1, 1)), every=st.sampled_from([Every.WEEKLY, Every.SECOND_WEEK]))
def test_a_last_day_is_never_passed_and_nothing_before_it_is_missed(until, every):
    spans = dates_of(replace(FOUR, every=every, count=None, until_on=until))

    step = timedelta(days=7 if every == Every.WEEKLY else 14)
    assert spans[-1].day <= until < spans[-1].day + step


def test_a_rule_is_kept_as_plain_values():
    assert FOUR.without([MONDAY]).as_plain() == {
        "every": "weekly", "first_on": "2026-11-23", "start": "17:00", "end": "19:00", "until_on": None, "count": 4,
        "excluded": ["2026-11-23"],
    }  # fmt: skip


def test_monthly_keeps_the_weekday_and_its_place_in_the_month():
    schedule = replace(FOUR, every=Every.MONTHLY, first_on=date(2026, 11, 10))

    assert days(schedule) == ["2026-11-10", "2026-12-08", "2027-01-12", "2027-02-09"]


def test_monthly_on_a_fifth_weekday_means_the_last_one():
    schedule = replace(FOUR, every=Every.MONTHLY, first_on=date(2026, 12, 29), count=3)

    assert days(schedule) == ["2026-12-29", "2027-01-26", "2027-02-23"]


@pytest.mark.parametrize(("until", "number"), [("2027-01-11", 2), ("2027-01-12", 3), ("2027-02-08", 3)])
def test_monthly_until_a_day_that_is_included(until, number):
    schedule = replace(
        FOUR, every=Every.MONTHLY, first_on=date(2026, 11, 10), count=None, until_on=date.fromisoformat(until)
    )

    assert len(days(schedule)) == number


@given(first=st.dates(date(2000, 1, 1), date(2060, 1, 1)), number=st.integers(1, 40))
def test_every_month_has_one_of_the_same_weekday(first, number):
    found = [r.nth_day(Every.MONTHLY, first, index) for index in range(number)]

    assert found[0] == first
    assert {day.weekday() for day in found} == {first.weekday()}
    assert [(day.year * 12 + day.month) for day in found] == list(
        range(first.year * 12 + first.month, first.year * 12 + first.month + number)
    )
    assert {(day.day - 1) // 7 for day in found} <= {
        (first.day - 1) // 7,
        3 if first.day > 28 else (first.day - 1) // 7,
    }


def test_a_monthly_rule_that_leaves_the_calendar_is_refused():
    with pytest.raises(r.YearOutside):
        dates_of(replace(FOUR, every=Every.MONTHLY, first_on=date(2099, 12, 1), count=14))


@pytest.mark.parametrize(
    ("every", "later"),
    [(Every.WEEKLY, date(2027, 5, 11)), (Every.MONTHLY, date(2027, 5, 11)), (Every.ONCE, date(2027, 5, 11))],
)
def test_the_next_term_begins_on_the_same_weekday(every, later):
    assert r.half_a_year_later(every, date(2026, 11, 10)) == later
