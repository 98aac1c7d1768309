"""How a figure stands to its target, or to the year before where the plan sets none."""

from dataclasses import dataclass
from typing import Any

from app.plan.rules import ReportedKind

WITHOUT_SIZE = frozenset({ReportedKind.YES_NO, ReportedKind.TEXT})


@dataclass(frozen=True)
class Development:
    """``part`` of the bar that is filled, 0 to 1. ``of_target``: percent of the target; since the year before: ``points`` of
    a share, else percent ``change``, None where that year was nought."""

    part: float
    of_target: int | None = None
    change: int | None = None
    points: int | None = None

    @property
    def reached(self) -> bool:
        return self.of_target is not None and self.part >= 1


def development_of(kind: str, value: Any, previous: Any, target: dict[str, float] | None) -> Development | None:
    """None where the figure has no size or is not known, or where nothing stands beside it: no target, no year before."""
    if value is None or kind in WITHOUT_SIZE:
        return None
    now, aim = float(value), _size(target or {})
    if aim:
        return Development(min(now / aim, 1), of_target=int(100 * now / aim))
    if previous is None:
        return None
    if kind == ReportedKind.SHARE:
        return Development(min(now, 1), points=round(100 * (now - float(previous))))
    return _since(now, float(previous))


def _size(target: dict[str, float]) -> float:
    """What a target wants at least; 0 where it names only a year."""
    return float(target.get("at_least") or target.get("share") or 0)


def _since(now: float, before: float) -> Development | None:
    if not before:
        return Development(1) if now else None
    return Development(now / max(now, before), change=round(100 * now / before) - 100)
