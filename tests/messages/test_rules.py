"""When people are told: gathered for some minutes, not at night, at once where it is soon."""

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.messages import rules

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)


def wall(text):
    return clock.to_utc(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("made", "soonest", "told"),
    [
        ("2026-11-26T12:00", "2026-11-28T17:00", "2026-11-26T12:05"),
        ("2026-11-26T12:00", "2026-11-26T14:30", "2026-11-26T12:00"),  # soon: at once
        ("2026-11-26T20:58", "2026-11-28T17:00", "2026-11-27T07:00"),  # five minutes later it is night
        ("2026-11-26T23:30", "2026-11-27T17:00", "2026-11-27T07:00"),
        ("2026-11-27T03:30", "2026-11-27T17:00", "2026-11-27T07:00"),
        ("2026-11-26T23:30", "2026-11-27T09:00", "2026-11-26T23:35"),  # in the morning it would be too late
        ("2026-11-27T03:30", "2026-11-27T06:00", "2026-11-27T03:30"),
        ("2026-11-27T06:59", "2026-11-27T17:00", "2026-11-27T07:04"),
        ("2027-03-27T23:30", "2027-03-28T17:00", "2027-03-28T07:00"),  # summer time begins that night
        ("2026-10-24T23:30", "2026-10-25T17:00", "2026-10-25T07:00"),  # and ends that one
    ],
)
def test_when_a_change_is_told(made, soonest, told):
    assert rules.tell_at(wall(made), wall(soonest)) == wall(told)


def test_every_further_edit_waits_some_minutes_but_not_for_ever():
    held = NOON + timedelta(minutes=5)
    later = NOON + timedelta(minutes=9)

    assert rules.due_with(later, held, timedelta(minutes=4)) == later
    assert rules.due_with(later, held, timedelta(minutes=20)) == held
    assert rules.due_with(NOON, held, timedelta(minutes=20)) == NOON


def test_what_was_noted_first_stays_at_every_depth():
    first = {"registrations": {"A": {"x": {"at": 1}}}}
    later = {"registrations": {"A": {"x": {"at": 2}, "y": {"at": 3}}, "B": {"x": {"at": 2}}}}

    assert rules.gathered(first, later) == {
        "registrations": {"A": {"x": {"at": 1}, "y": {"at": 3}}, "B": {"x": {"at": 2}}}
    }


def test_what_was_refused_for_a_while_waits_longer_each_time_and_ends():
    waits = [rules.wait_after(number) for number in range(1, 11)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
    assert waits[-1] is None
