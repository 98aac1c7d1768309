"""Which times can be asked for."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.schedule.hours import Hours, exception, read_windows
from app.schedule.spans import Span
from app.visits.slots import Busy, SlotTaken, check_free, free_slots, is_slot, nearest, slots_on
from tests.visits.plain import TUESDAY, offer, shown, wall, weekly, window

WEEK_BEFORE = datetime(2026, 11, 17, 8, tzinfo=UTC)
FREE = Busy()
SUMMER_TIME_BEGINS = ["2026-03-29", "2027-03-28", "2028-03-26", "2029-03-25", "2030-03-31"]
SUMMER_TIME_ENDS = ["2026-10-25", "2027-10-31", "2028-10-29", "2029-10-28", "2030-10-27"]


def at_night(minutes, typed):
    return offer(minutes=minutes, gap_minutes=0, hours=Hours((read_windows(typed),) * 7, on_holidays=True))


def free_on(day, terms, busy=FREE, now=WEEK_BEFORE):
    return shown(free_slots(terms, busy, now, day, day))


@pytest.mark.parametrize(
    ("minutes", "gap", "slots"),
    [
        (60, 30, ["10:00-11:00", "13:00-14:00"]),
        (60, 0, ["10:00-11:00", "11:00-12:00", "13:00-14:00", "14:00-15:00"]),
        (45, 30, ["10:00-10:45", "11:15-12:00", "13:00-13:45", "14:15-15:00"]),
        (45, 31, ["10:00-10:45", "13:00-13:45"]),
        (120, 0, ["10:00-12:00", "13:00-15:00"]),
        (121, 0, []),
    ],
)
def test_slots_follow_each_other_in_each_window_as_long_as_a_whole_visit_fits(minutes, gap, slots):
    assert shown(slots_on(offer(minutes=minutes, gap_minutes=gap), TUESDAY)) == slots


def test_a_closed_day_has_no_slots():
    assert slots_on(offer(), date(2026, 11, 28)) == []
    assert slots_on(offer(), date(2026, 12, 24)) == []


def test_an_exception_has_slots_of_its_own():
    short = exception(TUESDAY, None, [window("12:00", "13:30")])

    assert shown(slots_on(offer(hours=Hours(offer().hours.weekly, (short,))), TUESDAY)) == ["12:00-13:00"]


@pytest.mark.parametrize("day", SUMMER_TIME_BEGINS + SUMMER_TIME_ENDS)
def test_no_slot_begins_or_ends_in_the_hour_that_summer_time_skips_or_repeats(day):
    hourly = at_night(60, "0-6")

    slots = slots_on(hourly, date.fromisoformat(day))

    assert shown(slots) == ["00:00-01:00", "03:00-04:00", "04:00-05:00", "05:00-06:00"]
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(hours=1)}


@pytest.mark.parametrize("day", SUMMER_TIME_BEGINS + SUMMER_TIME_ENDS)
def test_no_slot_holds_that_hour(day):
    long_ = at_night(150, "1-6")

    assert shown(slots_on(long_, date.fromisoformat(day))) == ["03:30-06:00"]
    assert shown(slots_on(long_, date.fromisoformat(day) - timedelta(days=1))) == ["01:00-03:30", "03:30-06:00"]


def test_a_span_is_a_slot_or_it_is_not():
    assert is_slot(offer(), wall(TUESDAY, "13:00", "14:00"))
    assert not is_slot(offer(), wall(TUESDAY, "13:00", "13:59"))
    assert not is_slot(offer(), wall(TUESDAY, "13:30", "14:30"))
    assert not is_slot(offer(), wall(date(2026, 11, 28), "13:00", "14:00"))


def test_a_taken_room_takes_the_slots_that_it_overlaps_and_no_others():
    terms = offer(gap_minutes=0)
    room = wall(TUESDAY, "10:59", "12:00"), wall(TUESDAY, "14:00", "18:00"), wall(TUESDAY, "14:30", "15:00")

    assert free_on(TUESDAY, terms, Busy(taken=room)) == ["13:00-14:00"]
    assert free_on(TUESDAY, terms, Busy(taken=[wall(TUESDAY, "12:00", "13:00")])) == free_on(TUESDAY, terms)


@pytest.mark.parametrize(
    ("visit", "free"),
    [
        (("11:30", "12:30"), ["10:00-11:00", "13:00-14:00"]),
        (("11:29", "12:29"), ["13:00-14:00"]),
        (("11:31", "12:31"), ["10:00-11:00"]),
        (("14:29", "15:29"), ["10:00-11:00"]),
    ],
)
def test_around_a_visit_the_gap_is_kept(visit, free):
    assert free_on(TUESDAY, offer(), Busy(visits=[wall(TUESDAY, *visit)])) == free


def test_a_day_with_as_many_visits_as_are_allowed_is_full():
    at_noon = Busy(visits=[wall(TUESDAY, "12:00", "12:30")])
    terms = offer(gap_minutes=0)

    assert free_on(TUESDAY, offer(gap_minutes=0, per_day=1), at_noon) == []
    assert free_on(TUESDAY, offer(gap_minutes=0, per_day=2), at_noon) == free_on(TUESDAY, terms)
    assert free_on(TUESDAY + timedelta(days=1), offer(gap_minutes=0, per_day=1), at_noon) != []


def test_only_days_between_lead_time_and_horizon_are_free():
    terms = offer(lead_days=7, horizon_days=9, per_day=5)

    slots = free_slots(terms, FREE, WEEK_BEFORE, date(2026, 1, 1), date(2027, 12, 31))

    assert {slot.day for slot in slots} == {TUESDAY, date(2026, 11, 25), date(2026, 11, 26)}


def test_today_in_stockholm_begins_at_midnight_there():
    terms = offer(lead_days=1, horizon_days=2)

    assert free_on(TUESDAY, terms, now=datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) != []
    assert free_on(date(2026, 11, 25), terms, now=datetime(2026, 11, 22, 23, 1, tzinfo=UTC)) != []
    assert free_on(date(2026, 11, 25), terms, now=datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == []


@pytest.mark.parametrize(("at", "free"), [("09:59", 2), ("10:00", 1), ("12:59", 1), ("13:00", 0)])
def test_what_has_begun_is_free_no_more(at, free):
    now = wall(TUESDAY, at, "23:00").starts_at

    assert len(free_on(TUESDAY, offer(lead_days=0), now=now)) == free


def test_an_offer_without_windows_has_no_slots():
    assert free_slots(offer(hours=Hours()), FREE, WEEK_BEFORE, TUESDAY, date(2027, 11, 24)) == []


def test_days_the_wrong_way_round_have_no_slots():
    assert free_slots(offer(), FREE, WEEK_BEFORE, TUESDAY, TUESDAY - timedelta(days=1)) == []


TEN, HALF_PAST_ELEVEN, ONE = (wall(TUESDAY, *at) for at in (("10:00", "11:00"), ("11:30", "12:30"), ("13:00", "14:00")))


def test_several_visits_are_had_together_or_not_at_all():
    check_free(offer(), FREE, [])
    check_free(offer(per_day=3), FREE, [ONE, TEN, HALF_PAST_ELEVEN])


@pytest.mark.parametrize(
    ("changed", "busy", "wanted"),
    [
        ({}, Busy(taken=[ONE]), [TEN, ONE]),
        ({}, Busy(visits=[wall(TUESDAY, "11:01", "11:29")]), [TEN]),
        ({}, FREE, [TEN, TEN]),
        ({}, FREE, [HALF_PAST_ELEVEN, wall(TUESDAY, "10:01", "11:01")]),
        ({"per_day": 1}, FREE, [TEN, ONE]),
        ({"per_day": 1}, Busy(visits=[ONE]), [TEN]),
    ],
)
def test_a_time_that_was_taken_meanwhile_is_refused(changed, busy, wanted):
    with pytest.raises(SlotTaken) as caught:
        check_free(offer(**changed), busy, wanted)

    assert caught.value.field == "slot"


def test_the_nearest_free_slots_are_told_in_order_of_time():
    free = [wall(TUESDAY + timedelta(days=days), "13:00", "14:00") for days in range(10)]

    assert nearest(free, free[4].starts_at, 3) == free[3:6]
    assert nearest(free, free[0].starts_at) == free[:5]
    assert nearest(reversed(free), free[9].starts_at + timedelta(days=99)) == free[5:]
    assert nearest([], free[0].starts_at) == []


def test_of_two_slots_as_near_the_earlier_is_nearer():
    free = [wall(TUESDAY, "10:00", "11:00"), wall(TUESDAY, "12:00", "13:00")]

    assert nearest(free, wall(TUESDAY, "11:00", "12:00").starts_at, 1) == free[:1]


WINDOWS = st.sampled_from(["", "10-12", "10-18", "9-11:45, 13-16", "0-6", "8-9, 9:30-10:15, 20-23:59"])
WEEKS = st.lists(WINDOWS, min_size=7, max_size=7)
# Around both changes of summer time, Easter, Midsummer and the turn of the year.
INSTANTS = st.sampled_from([
    datetime(2026, 3, 20, 7, tzinfo=UTC), datetime(2026, 6, 10, tzinfo=UTC), datetime(2026, 10, 18, 22, 30, tzinfo=UTC),
    datetime(2026, 12, 20, 23, 30, tzinfo=UTC), datetime(2027, 3, 21, 12, tzinfo=UTC),
])  # fmt: skip


@st.composite
def situations(draw):
    """An offer, what is in its way, and when somebody looks at it."""
    lead = draw(st.integers(0, 8))
    terms = offer(
        minutes=draw(st.integers(15, 200)),
        gap_minutes=draw(st.sampled_from([0, 1, 15, 30, 60])),
        lead_days=lead,
        horizon_days=lead + draw(st.integers(1, 20)),
        per_day=draw(st.none() | st.integers(1, 3)),
        hours=Hours(weekly(*draw(WEEKS)).weekly, on_holidays=draw(st.booleans())),
    )
    now = draw(INSTANTS)
    span = st.builds(
        lambda start, length: Span(now + timedelta(minutes=start), now + timedelta(minutes=start + length)),
        st.integers(-600, 28 * clock.DAY_MINUTES),
        st.integers(1, 600),
    )
    slots = [slot for days in range(28) for slot in slots_on(terms, clock.local(now).date() + timedelta(days=days))]
    visit = span | st.sampled_from(slots) if slots else span
    return terms, Busy(draw(st.lists(span, max_size=12)), draw(st.lists(visit, max_size=12))), now


def free_of(situation, first=-5, last=60):
    terms, busy, now = situation
    today = clock.local(now).date()
    return free_slots(terms, busy, now, today + timedelta(days=first), today + timedelta(days=last))


@given(situations())
def test_free_slots_lie_in_the_windows_and_take_their_whole_length(situation):
    terms = situation[0]

    for slot in free_of(situation):
        assert terms.hours.holds(slot)
        assert slot.ends_at - slot.starts_at == timedelta(minutes=terms.minutes)
        assert is_slot(terms, slot)


@given(situations())
def test_free_slots_overlap_nothing_that_is_taken_and_not_each_other(situation):
    free = free_of(situation)

    assert free == sorted(free)
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(free))
    assert not any(slot.overlaps(span) for slot in free for span in situation[1].taken)


@given(situations())
def test_free_slots_keep_the_gap_to_every_visit(situation):
    terms, busy, _ = situation

    for slot in free_of(situation):
        assert all(
            slot.starts_at - visit.ends_at >= terms.gap or visit.starts_at - slot.ends_at >= terms.gap
            for visit in busy.visits
        )


@given(situations())
def test_free_slots_keep_to_lead_time_horizon_and_the_visits_of_a_day(situation):
    terms, busy, now = situation
    today = clock.local(now).date()
    days = [visit.day for visit in busy.visits]

    for slot in free_of(situation):
        assert slot.starts_at > now
        assert terms.lead_days <= (slot.day - today).days <= terms.horizon_days
        assert terms.per_day is None or days.count(slot.day) < terms.per_day


@settings(max_examples=200)
@given(situations())
def test_a_slot_that_is_not_free_has_something_in_its_way(situation):
    terms, busy, now = situation
    today = clock.local(now).date()
    free = set(free_of(situation))

    for slot in (slot for ahead in range(60) for slot in slots_on(terms, today + timedelta(days=ahead))):
        asked_for = terms.lead_days <= (slot.day - today).days <= terms.horizon_days and slot.starts_at > now
        around = [Span(visit.starts_at - terms.gap, visit.ends_at + terms.gap) for visit in busy.visits]
        met = any(slot.overlaps(span) for span in [*busy.taken, *around])
        full = terms.per_day is not None and [visit.day for visit in busy.visits].count(slot.day) >= terms.per_day
        assert (slot in free) is (asked_for and not met and not full)


@given(situations(), st.integers(0, 20), st.integers(0, 20))
def test_a_part_of_the_days_shows_that_part_of_the_slots(situation, first, more):
    today = clock.local(situation[2]).date()

    part = free_of(situation, first, first + more)

    assert part == [slot for slot in free_of(situation) if first <= (slot.day - today).days <= first + more]


@given(situations())
def test_every_free_slot_can_be_had(situation):
    terms, busy, _ = situation

    for slot in free_of(situation):
        check_free(terms, busy, [slot])


@given(situations(), st.integers(-2000, 40000), st.integers(1, 8))
def test_no_free_slot_is_nearer_than_the_nearest(situation, minutes, number):
    free, wanted = free_of(situation), situation[2] + timedelta(minutes=minutes)

    chosen = nearest(free, wanted, number)

    assert set(chosen) <= set(free)
    assert chosen == sorted(chosen)
    assert len(chosen) == min(number, len(free))
    farthest = max((abs(slot.starts_at - wanted) for slot in chosen), default=timedelta.max)
    assert all(abs(slot.starts_at - wanted) >= farthest for slot in set(free) - set(chosen))
