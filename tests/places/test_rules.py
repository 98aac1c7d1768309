"""How near is near."""

import pytest

from app.places import rules

HERE = (56.159, 13.766)


@pytest.mark.parametrize(
    ("other", "near"),
    [((56.165, 13.775), True), ((56.203, 13.766), True), ((56.21, 13.766), False), ((56.1, 13.6), False)],
)
def test_near_is_within_five_kilometres(other, near):
    assert rules.is_near(HERE, other) is near
