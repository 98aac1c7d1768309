"""Days and clock times as people type them, refused in words that say what is wrong."""

import re
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, TimeField
from wtforms.validators import InputRequired, Optional, ValidationError

MAX_EXCEPTIONS = 400
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?(?::00)?")


class NotADay(ValidationError):
    """What was typed names no day."""


def parse_day(typed: str) -> date:
    """A day from "2026-11-24"; also "20261124". Raises NotADay, as for 31 February."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise NotADay(
            _("There is no such day: %(typed)s. Write a day like 2026-11-24.", typed=typed.strip()[:20])
        ) from None


class DayField(DateField):
    """A day; empty is None unless ``required`` (a message)."""

    data: Any
    raw_data: Any

    def __init__(self, label: Any, *, required: Any = None, **kw: Any) -> None:
        super().__init__(label, [InputRequired(required) if required else Optional()], **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = parse_day(valuelist[0])
        else:
            self.raw_data = []  # spaces alone are nothing typed


class ClockField(TimeField):
    """A time of day on a 24-hour clock: "17:00", "17.00" or "17"; empty is None unless ``required`` (a message)."""

    data: Any
    raw_data: Any

    def __init__(self, label: Any, *, required: Any = None, **kw: Any) -> None:
        super().__init__(label, [InputRequired(required) if required else Optional()], **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.raw_data = []
            return
        found = _CLOCK.fullmatch(typed)
        if found is None:
            raise ValueError(_("Write a time like 17:00."))
        self.data = time(int(found[1]), int(found[2] or 0))


def parse_days(typed: str) -> frozenset[date]:
    """Days written one a line, or with commas or spaces between. Raises NotADay."""
    words = re.split(r"[\s,;]+", typed.strip())[: MAX_EXCEPTIONS + 1]
    return frozenset(parse_day(word) for word in words if word)
