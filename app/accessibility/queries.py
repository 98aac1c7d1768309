"""Reads of shortcomings that people told of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accessibility.rules import LISTED
from app.accessibility.tables import Shortcoming
from app.db import fetch


@dataclass(frozen=True)
class ShortcomingFact:
    """What somebody told; ``handled_at`` (UTC) is empty while it waits."""

    code: str
    page: str
    text: str
    language: str
    created_at: datetime
    handled_at: datetime | None


def list_shortcomings() -> list[ShortcomingFact]:
    """The last ones, those that wait first, then the newest."""
    s = Shortcoming
    columns = select(s.code, s.page, s.text, s.language, s.created_at, s.handled_at)
    ordered = columns.order_by(s.handled_at.is_not(None), s.created_at.desc(), s.id.desc()).limit(LISTED)
    return [ShortcomingFact(*row) for row in fetch(ordered)]


def count_open() -> int:
    """How many wait."""
    return fetch(select(func.count()).select_from(Shortcoming).where(Shortcoming.handled_at.is_(None))).scalar_one()
