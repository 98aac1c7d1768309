"""Hours that close over visits: which are in the way, and that it must be said of each what becomes of it."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from app.schedule.hours import exception
from app.schedule.spans import Span
from app.visits.closing import ClosedOverVisits, check_decided, in_the_way
from tests.visits.plain import TUESDAY, wall, weekly

OPEN = weekly(*["9-12"] * 5)
CLOSED = replace(OPEN, exceptions=(exception(TUESDAY, None, ()),))
VISIT = wall(TUESDAY, "10:00", "11:00")
BEFORE = VISIT.starts_at - timedelta(days=3)


@dataclass(frozen=True)
class Standing:
    span: Span | None
    state: str = "confirmed"
    code: str = "A"


@pytest.mark.parametrize(
    ("visit", "now", "stands"),
    [
        (Standing(VISIT), BEFORE, True),
        (Standing(VISIT, "requested"), BEFORE, True),
        (Standing(VISIT, "cancelled"), BEFORE, False),
        (Standing(None, "requested"), BEFORE, False),
        (Standing(VISIT), VISIT.starts_at, False),
        (Standing(wall(TUESDAY + timedelta(days=1), "10:00", "11:00")), BEFORE, False),
        (Standing(wall(TUESDAY, "14:00", "15:00")), BEFORE, False),  # it was outside of the hours before, too
    ],
)
def test_what_is_in_the_way_of_a_closing(visit, now, stands):
    assert in_the_way([visit], OPEN, CLOSED, now) == ([visit] if stands else [])


def test_each_of_them_is_kept_or_cancelled():
    visits = [Standing(VISIT, code="A"), Standing(VISIT, code="B")]

    check_decided(visits, kept=["A"], cancelled=["B"])
    with pytest.raises(ClosedOverVisits) as refused:
        check_decided(visits, kept=["A"], cancelled=[])

    assert refused.value.params == {"number": 1}
