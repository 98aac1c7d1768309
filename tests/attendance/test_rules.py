"""What a count may say, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from app.attendance.rules import door, links, moments, refusals
from app.attendance.rules import statement as rules
from app.attendance.rules.statement import Statement
from app.plan.rules import IndicatorFact, TypeFact

START = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
DATE = moments.DateFacts(START, START + timedelta(hours=1.5), "scheduled", "published")
CAFE = TypeFact(
    key="language_cafe", title={}, counts_to=frozenset(), confirmed_only=False, signup="none",
    tally=("newcomer", "resident"), channels=(), outcome=(), group_is_series=False, listed=True,
)  # fmt: skip
HELP = replace(CAFE, key="digital_help", channels=("visit", "call"))
VISIT = replace(CAFE, key="library_visit", outcome=("loans",))
COURSE = replace(CAFE, key="civic_orientation", outcome=("hours",), group_is_series=True)
GROUPS = IndicatorFact("2b.3-a", "2b.3", {}, True, "groups", of=frozenset({"library_visit"}))
MEMBERS = IndicatorFact("4a.3-b", "4a.3", {}, True, "members", of=frozenset({"civic_orientation"}))


def check(statement, kind=CAFE, names_group=False, days=1):
    return rules.check_statement(statement, kind, names_group, days)


def test_twelve_of_whom_seven_newcomers_and_five_residents():
    assert check(Statement(12, {"newcomer": 7, "resident": 5})).not_stated == 0


def test_the_total_is_enough():
    assert check(Statement(12)).not_stated == 12


@pytest.mark.parametrize(
    ("wrong", "kind", "refusal"),
    [
        (Statement(-1), CAFE, refusals.CountBelowZero),
        (Statement(100_001), CAFE, refusals.CountTooHigh),
        (Statement(5, {"newcomer": -1}), CAFE, refusals.CountBelowZero),
        (Statement(5, {"employee": 1}), CAFE, refusals.UnknownCategory),
        (Statement(5, {"newcomer": 3, "resident": 3}), CAFE, refusals.CategoriesAboveTotal),
        (Statement(5, loans=1), CAFE, refusals.LoansNotCounted),
        (Statement(5, loans=-1), VISIT, refusals.CountBelowZero),
        (Statement(5, hours=Decimal(1)), CAFE, refusals.HoursNotCounted),
        (Statement(5, hours=Decimal("24.01")), COURSE, refusals.HoursOutOfRange),
        (Statement(5, hours=Decimal("-0.01")), COURSE, refusals.HoursOutOfRange),
        (Statement(5, hours=Decimal("NaN")), COURSE, refusals.HoursOutOfRange),
        (Statement(5, group_name="SFI 2B"), CAFE, refusals.GroupsNotCounted),
        (Statement(5, method="guessed"), CAFE, refusals.UnknownMethod),
        (Statement(5, visit_count=5), CAFE, refusals.ChannelsNotCounted),
        (Statement(5, call_count=5), CAFE, refusals.ChannelsNotCounted),
        (Statement(5), HELP, refusals.ChannelsMissing),
        (Statement(5, visit_count=2, call_count=2), HELP, refusals.ChannelsNotTotal),
        (Statement(5, visit_count=6), HELP, refusals.ChannelsNotTotal),
        (Statement(5, call_count=6), HELP, refusals.ChannelsNotTotal),
    ],
)
def test_a_statement_that_cannot_be_is_refused(wrong, kind, refusal):
    with pytest.raises(refusal):
        check(wrong, kind)


def test_the_refusal_names_both_numbers():
    with pytest.raises(refusals.CategoriesAboveTotal, match="add up to 6, but the total is 5"):
        check(Statement(5, {"newcomer": 3, "resident": 3}))


@pytest.mark.parametrize(
    ("said", "whole"),
    [((3, None), (3, 2)), ((None, 5), (0, 5)), ((None, 1), (4, 1)), ((5, 0), (5, 0))],
)
def test_calls_are_the_rest_of_the_visits(said, whole):
    made = check(Statement(5, visit_count=said[0], call_count=said[1]), HELP)

    assert (made.visit_count, made.call_count) == whole


@pytest.mark.parametrize(
    ("channels", "total", "whole"),
    [(("visit", "call"), 0, (0, 0)), (("visit",), 4, (4, 0)), (("call",), 4, (0, 4))],
)
def test_nothing_need_be_said_where_the_channel_is_clear(channels, total, whole):
    made = check(Statement(total), replace(HELP, channels=channels))

    assert (made.visit_count, made.call_count) == whole


def test_blank_loans_are_not_zero():
    assert check(Statement(5), VISIT).loans is None
    assert check(Statement(5, loans=0), VISIT).loans == 0


def test_hours_have_two_decimals_and_fit_the_days():
    assert check(Statement(5, hours=Decimal("1.005")), COURSE).hours == Decimal("1.01")
    assert check(Statement(5, hours=Decimal(30)), COURSE, days=2).hours == 30
    assert check(Statement(5), COURSE).hours is None


def test_a_group_has_a_name_of_reasonable_length():
    assert check(Statement(5, group_name="SFI 2B"), VISIT, names_group=True).group_name == "SFI 2B"
    with pytest.raises(refusals.GroupNameTooLong):
        check(Statement(5, group_name="x" * 121), VISIT, names_group=True)


def test_only_types_that_feed_the_indicator_name_groups_or_state_members():
    assert rules.counts_groups(VISIT, [GROUPS])
    assert not rules.counts_groups(CAFE, [GROUPS])
    assert not rules.counts_groups(COURSE, [replace(GROUPS, of=frozenset({"civic_orientation"}))])
    assert rules.counts_members(COURSE, [GROUPS, MEMBERS])
    assert not rules.counts_members(CAFE, [MEMBERS])
    assert not rules.counts_members(COURSE, [replace(MEMBERS, computed=False)])


def test_members_are_counted_in_the_categories_of_the_type():
    rules.check_members({"newcomer": 3}, CAFE)
    with pytest.raises(refusals.UnknownCategory):
        rules.check_members({"elected": 3}, CAFE)
    with pytest.raises(refusals.CountBelowZero):
        rules.check_members({"newcomer": -3}, CAFE)


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        ({}, 0),
        ({None: 12, "newcomer": 7, "resident": 5}, 12),
        ({None: 3, "newcomer": 7}, 7),
        ({None: 3, "newcomer": -2, "resident": 1}, 3),
        ({"visit": 3, "call": 2, "newcomer": 4}, 5),
    ],
)
def test_the_total_is_never_less_than_its_parts(sums, total):
    assert door.tally(sums, ("visit", "call")).total == total


def test_a_tally_knows_whether_anybody_was_counted():
    assert (door.tally({}).pressed, door.tally({None: 0}).pressed) == (False, True)


def test_an_offline_queue_may_come_in_any_order():
    presses = [(None, 1), (None, 1), ("newcomer", 1), ("newcomer", -1), ("resident", 1)]
    tallies = set()
    for order in permutations(presses):
        sums = {}
        for key, delta in order:
            sums[key] = sums.get(key, 0) + delta
        made = door.tally(sums)
        tallies.add((made.total, *sorted(made.categories.items())))

    assert len(tallies) == 1


@pytest.mark.parametrize(
    ("sums", "key", "delta", "stored"),
    [
        ({}, None, 1, [1]),
        ({None: 2, "newcomer": 1}, None, -1, [-1]),
        ({"newcomer": 2}, None, 1, [1, 1, 1]),
        ({"newcomer": 2}, "newcomer", -1, [-1]),
        ({"newcomer": -1}, "newcomer", 1, [1, 1]),
    ],
)
def test_a_press_moves_the_number_on_the_screen(sums, key, delta, stored):
    assert door.presses(sums, key, delta) == stored


@pytest.mark.parametrize(
    ("sums", "key", "refusal"),
    [
        ({}, None, refusals.NothingToTakeAway),
        ({None: 2}, "newcomer", refusals.NothingToTakeAway),
        ({"newcomer": 2}, None, refusals.TotalHoldsCategories),
        ({None: 2, "newcomer": 2}, None, refusals.TotalHoldsCategories),
    ],
)
def test_a_press_never_takes_away_what_is_not_there(sums, key, refusal):
    with pytest.raises(refusal):
        door.presses(sums, key, -1)


def test_only_what_the_type_counts_is_pressed():
    for key in (None, "newcomer", "visit"):
        door.check_category(HELP, key)
    with pytest.raises(refusals.UnknownCategory):
        door.check_category(CAFE, "visit")


def test_heads_are_counted_from_an_hour_before_and_signed_from_the_start():
    moments.check_countable(DATE, START - timedelta(minutes=60))
    moments.check_recordable(DATE, START)
    with pytest.raises(refusals.TooEarlyToCount, match="from 16:00"):
        moments.check_countable(DATE, START - timedelta(minutes=61))
    with pytest.raises(refusals.NotStartedYet, match="2026-11-24 17:00"):
        moments.check_recordable(DATE, START - timedelta(seconds=1))


@pytest.mark.parametrize("check_held", [moments.check_countable, moments.check_recordable])
def test_a_date_that_was_not_held_is_not_counted(check_held):
    with pytest.raises(refusals.CancelledDateNotCounted):
        check_held(replace(DATE, state="cancelled"), DATE.ends_at)
    with pytest.raises(refusals.NotPublishedYet):
        check_held(replace(DATE, activity_state="submitted"), DATE.ends_at)
    check_held(replace(DATE, activity_state="withdrawn"), DATE.ends_at)


@pytest.mark.parametrize(
    ("recorded", "days", "correcting", "wanted"),
    [(False, 30, False, False), (True, 7, False, False), (True, 7.01, False, True), (False, 0, True, True)],
)
def test_a_late_change_and_the_coordinator_give_a_reason(recorded, days, correcting, wanted):
    assert moments.wants_reason(recorded, START, START + timedelta(days=days), correcting) is wanted


def test_a_reason_is_more_than_blanks():
    moments.check_reason("", wanted=False)
    moments.check_reason("Found the sheet", wanted=True)
    with pytest.raises(refusals.ReasonWanted):
        moments.check_reason("  ", wanted=True)


def test_a_form_made_from_an_older_revision_is_refused():
    moments.check_revision(2, 2)
    with pytest.raises(refusals.RecordChanged):
        moments.check_revision(1, 2)


def test_the_fifth_wrong_pin_locks_for_an_hour():
    assert links.after_wrong_pin(3, START) == (4, None)
    assert links.after_wrong_pin(4, START) == (0, START + timedelta(hours=1))


def test_a_locked_link_says_until_when():
    links.check_unlocked(None, START)
    links.check_unlocked(START, START)
    with pytest.raises(refusals.LinkLocked, match="until 17:30"):
        links.check_unlocked(START + timedelta(minutes=30), START)


def test_hours_and_days_from_start_to_end():
    assert moments.proposed_hours(START, START + timedelta(minutes=100)) == Decimal("1.67")
    assert moments.days_of(START, START + timedelta(hours=6)) == 1
    assert moments.days_of(START, START + timedelta(hours=7)) == 2
