"""What a change of a date tells the features above it."""

from tests.activities.conftest import moved

__all__ = ["moved"]
