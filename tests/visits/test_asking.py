"""How many come, when they may ask for, and how often."""

from datetime import date, timedelta

import pytest

from app.visits import asking
from app.visits.rules import TimeInPast
from tests.visits.plain import TUESDAY, offer, wall

TEN = wall(TUESDAY, "10:00", "11:00")
HALF_PAST_ELEVEN = wall(TUESDAY, "11:30", "12:30")
ONE = wall(TUESDAY, "13:00", "14:00")
NEXT_WEEK = wall(TUESDAY + timedelta(days=7), "10:00", "11:00")


@pytest.mark.parametrize(("learners", "adults"), [(5, 0), (3, 2), (1, 4), (30, 0), (28, 2)])
def test_adults_count(learners, adults):
    asking.check_people(offer(), learners, adults)

    assert asking.Asked(learners, adults).people == learners + adults


@pytest.mark.parametrize(
    ("learners", "adults", "refusal", "field"),
    [
        (0, 10, asking.LearnersMissing, "learners"),
        (-1, 10, asking.LearnersMissing, "learners"),
        (10, -1, asking.AdultsBelowZero, "adults"),
        (4, 0, asking.GroupTooSmall, "learners"),
        (2, 2, asking.GroupTooSmall, "learners"),
        (31, 0, asking.GroupTooLarge, "learners"),
        (29, 2, asking.GroupTooLarge, "learners"),
    ],
)
def test_a_group_that_does_not_fit_is_refused_at_its_field(learners, adults, refusal, field):
    with pytest.raises(refusal) as caught:
        asking.check_people(offer(), learners, adults)

    assert caught.value.field == field


def test_the_refusal_says_how_many_they_are_and_how_many_it_is_for():
    with pytest.raises(asking.GroupTooLarge, match=r"you are 31\. This visit has room for 30"):
        asking.check_people(offer(), 29, 2)
    with pytest.raises(asking.GroupTooSmall, match=r"you are 4\. This visit is for groups of 5 or more"):
        asking.check_people(offer(), 2, 2)


@pytest.mark.parametrize("today", [TUESDAY - timedelta(days=7), TUESDAY - timedelta(days=180)])
def test_the_first_and_the_last_day_can_be_asked_for(today):
    asking.check_moment(offer(), TEN, today)


def test_too_late_is_told_with_the_first_day_that_can_be_asked_for():
    with pytest.raises(asking.LeadTimePassed) as caught:
        asking.check_moment(offer(), TEN, date(2026, 11, 18))

    assert caught.value.params == {"day": date(2026, 11, 25)}


def test_too_early_is_told_with_the_last_day_that_can_be_asked_for():
    with pytest.raises(asking.BeyondHorizon) as caught:
        asking.check_moment(offer(), TEN, date(2026, 5, 27))

    assert caught.value.params == {"day": date(2026, 11, 23)}


def test_days_are_those_of_stockholm():
    just_after_midnight = wall(TUESDAY, "00:15", "01:15")

    asking.check_moment(offer(), just_after_midnight, TUESDAY - timedelta(days=7))


@pytest.mark.parametrize(
    ("spans", "refusal"),
    [
        ([], asking.SuggestionMissing),
        ([TEN, HALF_PAST_ELEVEN, ONE, NEXT_WEEK], asking.TooManyTimes),
        ([TEN, ONE, TEN], asking.TimeGivenTwice),
        ([NEXT_WEEK, wall(TUESDAY, "09:00", "10:00")], TimeInPast),
    ],
)
def test_a_group_suggests_one_to_three_different_times_ahead(spans, refusal):
    now = wall(TUESDAY, "09:00", "10:00").starts_at

    terms = offer(lead_days=0)

    asking.check_suggestions(terms, [TEN], now, TUESDAY)
    asking.check_suggestions(terms, [TEN, HALF_PAST_ELEVEN, ONE], now, TUESDAY)
    with pytest.raises(refusal) as caught:
        asking.check_suggestions(terms, spans, now, TUESDAY)
    assert caught.value.field == "suggestions"


@pytest.mark.parametrize(
    ("terms", "span", "refusal"),
    [
        (offer(lead_days=8), NEXT_WEEK, asking.LeadTimePassed),
        (offer(lead_days=0, horizon_days=6), NEXT_WEEK, asking.BeyondHorizon),
        (offer(lead_days=0), wall(TUESDAY, "10:00", "10:45"), asking.TooShort),
    ],
)
def test_what_a_group_suggests_is_what_the_library_has_promised(terms, span, refusal):
    now = wall(TUESDAY, "09:00", "10:00").starts_at

    with pytest.raises(refusal) as caught:
        asking.check_suggestions(terms, [span], now, TUESDAY)
    assert caught.value.field == "suggestions"


@pytest.mark.parametrize(
    ("alternatives", "refusal"),
    [
        ([ONE, HALF_PAST_ELEVEN, NEXT_WEEK], asking.TooManyTimes),
        ([TEN], asking.TimeGivenTwice),
        ([ONE, ONE], asking.TimeGivenTwice),
    ],
)
def test_alternatives_are_at_most_two_other_times(alternatives, refusal):
    asking.check_alternatives(TEN, [])
    asking.check_alternatives(TEN, [ONE, NEXT_WEEK])

    with pytest.raises(refusal) as caught:
        asking.check_alternatives(TEN, alternatives)

    assert caught.value.field == "alternatives"


@pytest.mark.parametrize(
    ("slots", "refusal"),
    [
        ([TEN, ONE, NEXT_WEEK, HALF_PAST_ELEVEN], asking.TooManyVisits),
        ([TEN, TEN], asking.VisitsTooClose),
        ([HALF_PAST_ELEVEN, wall(TUESDAY, "10:01", "11:01")], asking.VisitsTooClose),
        ([wall(TUESDAY, "10:30", "11:30"), TEN], asking.VisitsTooClose),
    ],
)
def test_visits_of_one_request_do_not_collide_and_are_not_too_many(slots, refusal):
    several = offer(most_visits=3)

    asking.check_number(several, [NEXT_WEEK, HALF_PAST_ELEVEN, TEN])
    with pytest.raises(refusal):
        asking.check_number(several, slots)


def test_who_joins_the_queue_asks_for_no_time():
    asking.check_number(offer(), [])


def test_one_request_keeps_to_the_visits_of_a_day():
    two_a_day = offer(most_visits=3, per_day=2)

    asking.check_number(two_a_day, [TEN, ONE, NEXT_WEEK])
    with pytest.raises(asking.TooManyThatDay):
        asking.check_number(two_a_day, [TEN, ONE, HALF_PAST_ELEVEN])
