"""A builder of dates and records; today is Tuesday 24 November 2026."""

import pytest
import time_machine

from tests.reports.build import Builder


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24T11:00:00Z", tick=False):
        yield


@pytest.fixture
def build(people) -> Builder:
    return Builder(people)
