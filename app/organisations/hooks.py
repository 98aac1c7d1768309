"""What organisations must ask of a feature above them; ``factory`` fills it."""

from collections.abc import Callable


def _none(_organisation_id: int) -> int:
    """Before ``factory`` connects the hook there is nothing to count."""
    return 0


# How many coming dates residents can see of an organisation (its id), suspended or not.
count_coming_dates: list[Callable[[int], int]] = [_none]
