"""It is Tuesday afternoon: dates that began half an hour ago are today's, whenever the tests run."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture(autouse=True)
def tuesday_afternoon() -> Iterator[None]:
    with time_machine.travel("2026-11-24T16:30:00Z"):
        yield
