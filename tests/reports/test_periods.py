"""The periods of a year, and what each is compared with."""

from datetime import date

import pytest

from app.reports.rules.periods import PERIODS, Span, UnknownPeriod, UnknownYear, a_year_before, period_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("year", (1, 1), (12, 31)),
        ("q1", (1, 1), (3, 31)),
        ("q4", (10, 1), (12, 31)),
        ("t2", (5, 1), (8, 31)),
        ("vt", (1, 1), (6, 30)),
        ("ht", (7, 1), (12, 31)),
        ("d8", (1, 1), (8, 31)),
        ("02", (2, 1), (2, 28)),
        ("12", (12, 1), (12, 31)),
    ],
)
def test_a_period_is_whole_months(key, first, last):
    period = period_of(2025, key, TODAY)

    assert period.span == Span(date(2025, *first), date(2025, *last))
    assert not period.running


def test_february_of_a_leap_year_has_29_days():
    period = period_of(2028, "02", TODAY)

    assert period.span.last == date(2028, 2, 29)
    assert period.previous.last == date(2027, 2, 28)


def test_a_running_period_is_compared_up_to_the_same_date():
    assert period_of(2026, "year", TODAY).previous == Span(date(2025, 1, 1), date(2025, 11, 24))
    assert period_of(2026, "11", TODAY).previous == Span(date(2025, 11, 1), date(2025, 11, 24))


def test_a_finished_period_is_compared_with_the_whole_of_the_one_before():
    assert period_of(2026, "q1", TODAY).previous == Span(date(2025, 1, 1), date(2025, 3, 31))
    assert period_of(2026, "11", date(2026, 11, 30)).previous == Span(date(2025, 11, 1), date(2025, 11, 30))


def test_the_last_day_of_february_in_a_leap_year_compares_with_the_whole_month():
    assert period_of(2028, "02", date(2028, 2, 29)).previous == Span(date(2027, 2, 1), date(2027, 2, 28))
    assert period_of(2028, "year", date(2028, 2, 29)).previous == Span(date(2027, 1, 1), date(2027, 2, 28))
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_a_period_has_a_code_and_a_name():
    assert [period_of(2026, key, TODAY).code for key in ("year", "q1", "11")] == ["2026", "2026-q1", "2026-11"]
    assert period_of(2026, "ht", TODAY).name == "Autumn term (July to December)"
    assert len(PERIODS) == 23


@pytest.mark.parametrize("year", [0, 1999, 2101, 20266])
def test_a_year_out_of_reach_is_refused(year):
    with pytest.raises(UnknownYear, match=f"no report for the year {year}"):
        period_of(year, "year", TODAY)


@pytest.mark.parametrize("key", ["", "q5", "13", "1", "Q1", "../x"])
def test_a_period_that_does_not_exist_is_refused(key):
    with pytest.raises(UnknownPeriod, match="Choose one of q1, q2"):
        period_of(2026, key, TODAY)
