"""What features above the places tell them of what stands there; ``factory`` fills these."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.schedule.spans import Span


@dataclass(frozen=True)
class Standing:
    """Something that is to be at a place: when, what it is called, and its page as (endpoint, values)."""

    span: Span
    title: Mapping[str, str]
    endpoint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


# (place id, spans) -> what is to be there at some instant of them; each feature adds its own.
standing: list[Callable[[int, Sequence[Span]], list[Standing]]] = []


def list_standing(place_id: int, spans: Sequence[Span]) -> list[Standing]:
    """What is to be at a place at some instant of these spans, by time."""
    found = [one for read in standing for one in read(place_id, spans)] if spans else []
    return sorted(found, key=lambda one: one.span)
