"""What a record lets happen above the attendance, and what is known there of a date; ``factory`` fills these."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session


def _nothing(_session: Session, _occurrence_id: int) -> None:
    """Before ``factory`` connects it, nothing happens."""


def _nobody(_occurrence_id: int) -> str:
    return ""


@dataclass
class Hooks:
    """``recorded(session, occurrence_id)``: somebody has signed who came; in the command's transaction.
    ``group_of(occurrence_id)``: what the group is called that stands behind a date, so that nobody needs to type it."""

    recorded: Callable[[Session, int], None] = _nothing
    group_of: Callable[[int], str] = _nobody


hooks = Hooks()
