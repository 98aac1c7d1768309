"""Days on which much is closed: Swedish public holidays with their eves, and school breaks (pure). They are offered as
exceptions; whether an activity takes place is its organiser's choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from app.languages import N_

COUNTRY = "SE"
# What the calendar of holidays calls our languages; it knows no others.
LANGUAGES = {"sv": "sv", "en": "en_US", "uk": "uk"}


class ClosureKind(StrEnum):
    HOLIDAY = "holiday"
    SCHOOL_BREAK = "school_break"


CLOSURE_NAMES = {ClosureKind.HOLIDAY: N_("Public holidays"), ClosureKind.SCHOOL_BREAK: N_("School breaks")}


@dataclass(frozen=True)
class Closure:
    """Why a day may be closed; ``names`` by language for a holiday, a catalogue text (``message``) for a break."""

    kind: ClosureKind
    names: tuple[tuple[str, str], ...] = ()
    message: str = ""


def closures_of(days: Iterable[date]) -> dict[date, Closure]:
    """Those of the days on which much is closed; a public holiday within a school break is a holiday."""
    found: dict[date, Closure] = {}
    for day in days:
        closure = _holidays(day.year).get(day) or _break_on(day)
        if closure:
            found[day] = closure
    return found


@lru_cache(maxsize=32)
def _holidays(year: int) -> dict[date, Closure]:
    """The holidays and eves of a year (lag 1989:253, and the eves that everybody keeps)."""
    from holidays import country_holidays

    named = {
        code: country_holidays(COUNTRY, years=year, language=name, categories=("public", "de_facto"))
        for code, name in LANGUAGES.items()
    }
    return {
        day: Closure(ClosureKind.HOLIDAY, tuple((code, names[day]) for code, names in named.items()))
        for day in named["sv"]
    }


def _break_on(day: date) -> Closure | None:
    """The usual weeks in Skåne; a school may differ, so a break is only ever offered."""
    week = day.isocalendar().week
    weekday = day.weekday() < 5
    if weekday and week == 8:
        return _break(N_("Winter break"))
    if weekday and week == 44:
        return _break(N_("Autumn break"))
    if weekday and _holy_week(day):
        return _break(N_("Easter break"))
    if (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 8):
        return _break(N_("Christmas break"))
    if (6, 15) <= (day.month, day.day) <= (8, 14):
        return _break(N_("Summer break"))
    return None


def _holy_week(day: date) -> bool:
    """Whether it is a day from Monday to Thursday before Good Friday."""
    friday = day + timedelta(days=4 - day.weekday())
    closure = _holidays(friday.year).get(friday)
    return day.weekday() < 4 and closure is not None and ("sv", "Långfredagen") in closure.names


def _break(message: str) -> Closure:
    return Closure(ClosureKind.SCHOOL_BREAK, message=message)
