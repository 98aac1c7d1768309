"""How a figure stands to its target, or to the year before."""

import pytest

from app.reports.rules.development import Development, development_of


def test_a_target_is_what_the_bar_runs_towards():
    assert development_of("hours", 22.5, 10, {"at_least": 60}) == Development(0.375, of_target=37)


@pytest.mark.parametrize(("value", "reached"), [(59, False), (60, True), (80, True)])
def test_a_target_is_reached_from_its_own_number_on(value, reached):
    found = development_of("hours", value, None, {"at_least": 60})

    assert found.reached is reached
    assert found.part <= 1


def test_a_share_has_its_target_too():
    assert development_of("share", 0.85, None, {"share": 0.8}).reached


@pytest.mark.parametrize(
    ("kind", "value", "previous", "found"),
    [
        ("participants", 36, 6, Development(1, change=500)),
        ("participants", 6, 12, Development(0.5, change=-50)),
        ("participants", 6, 6, Development(1, change=0)),
        ("participants", 61, 0, Development(1)),
        ("share", 0.85, 0.71, Development(0.85, points=14)),
    ],
)
def test_without_a_target_it_stands_beside_the_year_before(kind, value, previous, found):
    assert development_of(kind, value, previous, {"by": 2020}) == found


@pytest.mark.parametrize(
    ("kind", "value", "previous"),
    [("participants", None, 6), ("participants", 6, None), ("participants", 0, 0), ("yes_no", 1, 1), ("text", 0, 1)],
)
def test_with_nothing_beside_it_there_is_no_bar(kind, value, previous):
    assert development_of(kind, value, previous, None) is None
