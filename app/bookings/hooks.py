"""What features above the bookings tell them, and let happen; ``factory`` fills these."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Named:
    """What a booking is for: a title in its languages, and the address of its page as (endpoint, values)."""

    title: dict[str, str]
    endpoint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def _nothing(_session: Session, _ids: Sequence[int], _reason: str) -> None:
    """Before ``factory`` connects it, nothing happens."""


def _nobody(_ids: Collection[int]) -> dict[int, Named]:
    return {}


@dataclass
class Hooks:
    """``name_occurrences(occurrence_ids)`` and ``name_visits(booking_ids)``: what they are called, by those ids.
    ``room_lost(session, occurrence_ids, reason)``: these dates have their room no longer, because the house declined or
    took it back; in the command's transaction."""

    name_occurrences: Callable[[Collection[int]], dict[int, Named]] = _nobody
    name_visits: Callable[[Collection[int]], dict[int, Named]] = _nobody
    room_lost: Callable[[Session, Sequence[int], str], None] = _nothing


hooks = Hooks()
