"""What the tests of faults share: the program that dies, and the row that each test adds to the table at the end."""

import pytest

from tests.faults.dying import Dying


@pytest.fixture(scope="session")
def dying():
    program = Dying()
    yield program
    program.close()


@pytest.fixture
def told(record_property, database):
    """Add a row to the table of faults that the test run ends with (``tests/conftest.py``)."""

    def tell(**figures):
        record_property("faults", f"{_kind(database):10} {_words(figures)}")

    return tell


def _kind(database):
    return "postgresql" if database.url.startswith("postgresql") else "sqlite"


def _words(figures):
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
