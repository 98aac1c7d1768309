from datetime import date

import pytest

from app.demo import rules

TODAY = date(2026, 11, 22)


def test_the_usual_demo_is_as_large_as_the_bench_needs():
    asked = rules.options(1, TODAY, 2, None, None)

    assert (asked.occurrences, rules.coming_share(asked), asked.registrations) == (2500, 500, 5000)


def test_fewer_years_bring_fewer_dates():
    asked = rules.options(1, TODAY, 1, None, None)

    assert (asked.occurrences, rules.coming_share(asked)) == (1500, 500)


def test_a_single_date_lies_behind():
    asked = rules.options(1, TODAY, 2, 1, 0)

    assert rules.coming_share(asked) == 0


@pytest.mark.parametrize("years", [0, -1, 11])
def test_years_that_no_demo_has_are_refused(years):
    with pytest.raises(rules.NumberOutOfRange, match="--years"):
        rules.options(1, TODAY, years, None, None)


@pytest.mark.parametrize(("dates", "people"), [(0, 1), (-1, 1), (10**9, 1), (10, -1), (10, 10**9)])
def test_totals_that_no_demo_has_are_refused(dates, people):
    with pytest.raises(rules.NumberOutOfRange):
        rules.options(1, TODAY, 2, dates, people)


@pytest.mark.parametrize("today", [date(1999, 12, 31), date(2100, 1, 2)])
def test_a_day_far_away_is_refused(today):
    with pytest.raises(rules.DayOutOfRange):
        rules.options(1, today, 2, None, None)


@pytest.mark.parametrize(("seats", "count"), [(0, 5), (30, 0), (-3, 5), (10**9, 1), (1, 10**9)])
def test_races_that_cannot_be_run_are_refused(seats, count):
    with pytest.raises(rules.NumberOutOfRange):
        rules.check_races(seats, count)


def test_a_race_that_can_be_run_is_fine():
    assert rules.check_races(30, 5) is None


def test_production_refuses_invented_people():
    rules.check_place(production=False)

    with pytest.raises(rules.NotInProduction):
        rules.check_place(production=True)


def test_what_is_there_already_is_named():
    rules.check_empty([])

    with pytest.raises(rules.NotEmpty, match="activities, places"):
        rules.check_empty(["activities", "places"])


def test_another_plan_is_refused_with_what_it_lacks():
    rules.check_plan({"other"}, {"other", "more"})

    with pytest.raises(rules.PlanDoesNotFit, match="form_help"):
        rules.check_plan({"form_help", "other"}, {"other"})


def test_registrations_need_somewhere_to_go():
    rules.check_seats(pools=0, registrations=0)

    with pytest.raises(rules.NobodyCanSignUp):
        rules.check_seats(pools=0, registrations=1)


def test_now_is_the_beginning_of_the_day_in_stockholm():
    window = rules.window(rules.options(1, TODAY, 2, None, None))

    assert window.now.isoformat() == "2026-11-21T23:00:00+00:00"
    assert (window.first, window.last) == (date(2024, 11, 22), date(2027, 5, 23))
