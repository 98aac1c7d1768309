"""What features beside the catalogue tell it; ``factory`` fills these."""

from collections.abc import Callable


def _nowhere(_place_id: int) -> bool:
    """Before anybody is connected, no place takes groups."""
    return False


# place id -> whether groups can ask for visits there now.
takes_groups: list[Callable[[int], bool]] = [_nowhere]
