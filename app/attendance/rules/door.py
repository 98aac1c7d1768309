"""Heads pressed at the door: their tally, which does not depend on the order in which the presses arrive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.attendance.rules.refusals import NothingToTakeAway, TotalHoldsCategories, UnknownCategory
from app.plan.rules import TypeFact


@dataclass(frozen=True)
class Tally:
    """Heads pressed at the door: ``total`` is never less than what the categories or the channels add up to."""

    total: int
    categories: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    pressed: bool = False


def tally(sums: Mapping[str | None, int], channels: Iterable[str] = ()) -> Tally:
    """The heads behind sums of presses a category (None: the total itself; a channel: visits or calls).

    The order of the presses does not matter, so that a phone that was offline may send its queue in any order.
    """
    counted = {key: max(0, heads) for key, heads in sums.items() if key is not None}
    by_channel = {key: counted.pop(key) for key in channels if key in counted}
    total = max(sums.get(None, 0), sum(counted.values()), sum(by_channel.values()))
    return Tally(total, counted, by_channel, pressed=bool(sums))


def presses(sums: Mapping[str | None, int], key: str | None, delta: int, channels: Iterable[str] = ()) -> list[int]:
    """The presses to store so that the number ``key`` on the screen moves by ``delta`` (+1 or -1).

    The total shown may stand above its own presses, because categories lifted it: one more of it then catches up first.
    Raises NothingToTakeAway, TotalHoldsCategories.
    """
    shown, own = tally(sums, channels), sums.get(key, 0)
    number = shown.total if key is None else max(0, own)
    if delta < 0 and number == 0:
        raise NothingToTakeAway
    if delta < 0 and key is None and number == max(sum(shown.categories.values()), sum(shown.channels.values())):
        raise TotalHoldsCategories
    return [delta] * (number + 1 - own if delta > 0 else 1)


def check_category(activity_type: TypeFact, key: str | None) -> None:
    """Raises UnknownCategory unless ``key`` is the total (None), a category or a channel of the type."""
    if key is not None and key not in activity_type.tally and key not in activity_type.channels:
        raise UnknownCategory
