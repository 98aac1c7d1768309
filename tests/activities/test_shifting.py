"""What the dates of a series become when it moves, and what a date keeps of its own."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app import clock
from app.activities.shifting import Times, shifted, times_of
from app.schedule.recurrence import EndBeforeStart, Every, Schedule, TimeSkipped, dates_of, span_of
from app.schedule.spans import Span

TUESDAY = Times(1, time(17), time(19))


def wall(span):
    begin, end = clock.local(span.starts_at), clock.local(span.ends_at)
    return begin.date().isoformat(), f"{begin:%H:%M}", f"{end:%H:%M}"


@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        (Times(1, time(18), time(19, 30)), ("2026-12-01", "18:00", "19:30")),
        (Times(3, time(17), time(19)), ("2026-12-03", "17:00", "19:00")),
        (Times(0, time(9), time(10)), ("2026-11-30", "09:00", "10:00")),
        (Times(6, time(17), time(19)), ("2026-12-06", "17:00", "19:00")),
        (TUESDAY, ("2026-12-01", "17:00", "19:00")),
    ],
)
def test_a_date_moves_with_its_series(wanted, becomes):
    usual = span_of(date(2026, 12, 1), time(17), time(19))

    assert wall(shifted(usual, times_of(usual), wanted)) == becomes


@pytest.mark.parametrize(
    ("own", "becomes"),
    [
        ((date(2026, 12, 2), time(17), time(19)), ("2026-12-02", "18:00", "20:00")),  # on another day
        ((date(2026, 12, 1), time(10), time(12)), ("2026-12-03", "10:00", "12:00")),  # at another hour
        ((date(2026, 12, 1), time(17), time(21)), ("2026-12-03", "18:00", "22:00")),  # longer
        ((date(2026, 12, 1), time(16), time(19)), ("2026-12-03", "16:00", "19:00")),  # begins earlier
    ],
)
def test_a_date_that_was_moved_for_itself_keeps_what_differs(own, becomes):
    assert wall(shifted(span_of(*own), TUESDAY, Times(3, time(18), time(20)))) == becomes


def test_the_wall_time_is_kept_over_summer_time():
    weekly = dates_of(Schedule(Every.WEEKLY, date(2027, 3, 2), time(17), time(19), count=40))

    moved = [wall(shifted(span, TUESDAY, Times(4, time(18), time(20)))) for span in weekly]

    assert {(begin, end) for _day, begin, end in moved} == {("18:00", "20:00")}
    assert moved[0][0] == "2027-03-05"


def test_a_date_is_not_moved_into_the_hour_that_summer_time_skips():
    saturday = span_of(date(2027, 3, 27), time(17), time(19))

    with pytest.raises(TimeSkipped) as refusal:
        shifted(saturday, times_of(saturday), Times(6, time(2, 30), time(4)))
    assert refusal.value.params["date"] == "2027-03-28"


def test_a_longer_date_that_would_pass_midnight_is_refused():
    with pytest.raises(EndBeforeStart):
        shifted(span_of(date(2026, 12, 1), time(17), time(22)), TUESDAY, Times(1, time(20), time(21)))


def test_a_date_that_stays_may_stand_in_the_hour_that_comes_twice():
    twice = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    span = Span(twice, twice + timedelta(hours=3))

    assert shifted(span, TUESDAY, Times(2, time(18), time(20))) is span
