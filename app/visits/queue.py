"""The queue of a full offer: who has waited longest gets the first time (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.errors import Refused
from app.languages import N_
from app.visits.rules import NotPossibleNow


class QueueBefore(Refused):
    message = N_("Other groups wait for this visit. Join the waiting list, and the library offers you a time in turn.")


class NotTheirTurn(Refused):
    """``code`` is that of the visit whose turn it is."""

    message = N_("Another group has waited longer. Offer the first on the waiting list a time before this one.")


@dataclass(frozen=True)
class Waiting:
    """A visit that waits; ``asked_at`` is when its group first asked, and stays when it refuses a proposal."""

    id: int
    code: str
    asked_at: datetime


def in_turn(waiting: Iterable[Waiting]) -> list[Waiting]:
    """The queue, who has waited longest first."""
    return sorted(waiting, key=lambda one: (one.asked_at, one.id))


def next_in_queue(waiting: Iterable[Waiting]) -> Waiting | None:
    """The one whose turn it is, if anybody waits."""
    return next(iter(in_turn(waiting)), None)


def check_turn(waiting: Iterable[Waiting], code: str) -> None:
    """Whether the visit ``code`` may be offered a time now. Raises NotTheirTurn (with the code of the one before all others),
    NotPossibleNow where it does not wait."""
    queue = in_turn(waiting)
    if code not in {one.code for one in queue}:
        raise NotPossibleNow
    if queue[0].code != code:
        raise NotTheirTurn(code=queue[0].code)


def check_nobody_waits(waiting: Iterable[Waiting], code: str = "") -> None:
    """Whether somebody may take a free time by themselves: new, or from the queue as the visit ``code``. Raises QueueBefore
    where another group waits before them."""
    first = next_in_queue(waiting)
    if first is not None and first.code != code:
        raise QueueBefore
