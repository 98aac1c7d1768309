"""Months as they stand in addresses, and the weeks that a calendar of one shows (pure)."""

import calendar
import re
from datetime import date, timedelta

from app.schedule.recurrence import FIRST_YEAR, LAST_YEAR

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def read_month(typed: str, today: date) -> date:
    """The first day of a month from "2026-11"; of today's, where nothing else can be read."""
    found = _MONTH.fullmatch(typed)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return today.replace(day=1)
    return date(int(found[1]), int(found[2]), 1)


def beside(first: date) -> tuple[date, date]:
    """The first days of the month before and of the month after."""
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)


def weeks_of(first: date) -> list[list[date]]:
    """The weeks that touch a month, from Monday to Sunday."""
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


def read_year(typed: str, today: date) -> int:
    """A year from its four digits; today's, where nothing else can be read."""
    known = typed.isascii() and typed.isdigit() and len(typed) == 4 and FIRST_YEAR <= int(typed) <= LAST_YEAR
    return int(typed) if known else today.year
