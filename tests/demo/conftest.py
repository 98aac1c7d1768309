"""A small demo, loaded into the fresh database."""

from datetime import date

import pytest
from flask import Flask

from app.demo.generator import Demo
from app.demo.rules import options
from app.demo.service import load_demo

TODAY = date(2026, 11, 22)
DATES, REGISTRATIONS = 420, 500
SECRET = "a secret of the tests"


def load(seed: int = 7, occurrences: int = DATES, registrations: int = REGISTRATIONS) -> Demo:
    """Load a demo that stands on one November day."""
    return load_demo(options(seed, TODAY, 2, occurrences, registrations), SECRET, lambda *_: None)


@pytest.fixture
def demo(app: Flask) -> Demo:
    return load()
