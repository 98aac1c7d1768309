"""What a refusal says to its reader."""

from datetime import date
from typing import Any

from flask_babel import gettext

from app.errors import Refused
from app.schedule.spans import Span
from app.web.formats import day, time


def told(refusal: Refused) -> str:
    """Its message in the reader's language; days and times among its facts stand as the reader writes them."""
    return str(gettext(refusal.message, **{name: _shown(value) for name, value in refusal.params.items()}))


def _shown(value: Any) -> Any:
    if isinstance(value, Span):
        hours = f"{time(value.starts_at)}–{time(value.ends_at)}"
        return gettext("%(day)s, %(clock)s", day=day(value.starts_at), clock=hours)
    if isinstance(value, tuple):
        return "; ".join(str(_shown(one)) for one in value)
    return day(value) if isinstance(value, date) else value
