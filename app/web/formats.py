"""How templates show dates, times, numbers and texts: Babel's words, 24-hour times, Stockholm's clock, Gregorian days."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_translations
from jinja2 import pass_context
from jinja2.runtime import Context

from app import clock
from app.languages import Text, pick
from app.web.locale import current_language


def init_app(app: Flask) -> None:
    for function in (
        text,
        day,
        day_year,
        day_month,
        weekday,
        weekday_short,
        day_number,
        month_short,
        month,
        time,
        number,
        decimal,
        iso,
    ):
        app.template_filter(function.__name__)(function)
    app.template_filter("clock")(time)
    _group_numbers_in_sentences(app)
    app.template_filter("relative_day")(relative_day)


def _group_numbers_in_sentences(app: Flask) -> None:
    """%(num)s of a sentence in the plural is written as all numbers are: "2 000 deltagare"."""
    words: Any = app.jinja_env.globals["ngettext"]

    @pass_context
    def ngettext(context: Context, one: str, many: str, count: int, **more: Any) -> Any:
        return words(context, one, many, count, **{"num": number(count), **more})

    app.jinja_env.globals["ngettext"] = ngettext


def ngettext(one: str, many: str, count: int, **words: Any) -> str:
    """Flask-Babel's, with %(num)s written as in templates."""
    found: str = get_translations().ungettext(one, many, count)
    return found % {"num": number(count), **words}


def text(texts: dict[str, str] | Text) -> Text:
    """A text in several languages, in the reader's (asked, sv, en, any)."""
    return texts if isinstance(texts, Text) else pick(texts, current_language().code)


def day(moment: datetime | date, with_year: bool | None = None) -> str:
    """ "tisdag 24 november"; with the year where it is not this one, unless it is said (``with_year``)."""
    other = _date(moment).year != clock.today().year
    pattern = "EEEE d MMMM y" if (other if with_year is None else with_year) else "EEEE d MMMM"
    return _format(_date(moment), pattern, current_language().babel)


def day_year(moment: datetime | date) -> str:
    """ "24 november 2026"."""
    return _format(_date(moment), "d MMMM y", current_language().babel)


def day_month(moment: datetime | date) -> str:
    """ "24 november"; with the year where it is not this one."""
    return _format(
        _date(moment), "d MMMM" if _date(moment).year == clock.today().year else "d MMMM y", current_language().babel
    )


def weekday(moment: datetime | date) -> str:
    return _format(_date(moment), "EEEE", current_language().babel)


def weekday_short(moment: datetime | date) -> str:
    return _format(_date(moment), "EEE", current_language().babel)


def day_number(moment: datetime | date) -> str:
    return str(_date(moment).day)


def month_short(moment: datetime | date) -> str:
    return _format(_date(moment), "MMM", current_language().babel)


def month(moment: datetime | date) -> str:
    return _format(_date(moment), "LLLL y", current_language().babel)


def time(moment: datetime) -> str:
    """ "17:00", in every language."""
    return clock.local(moment).strftime("%H:%M")


def iso(moment: datetime | date) -> str:
    """What ``<time datetime>`` wants, with Stockholm's offset."""
    return clock.local(moment).isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def number(value: int) -> str:
    """A whole number with its thousands apart, in the digits that prices and times are written in."""
    if 0 <= value < 1000:
        return str(value)
    return format_decimal(value, locale=current_language().babel, numbering_system="latn")


def decimal(value: Decimal | float) -> str:
    return format_decimal(value, format="#,##0.##", locale=current_language().babel, numbering_system="latn")


def relative_day(moment: datetime | date) -> str:
    """ "today" or "tomorrow" as a key, else an empty string."""
    return {clock.today(): "today", clock.today() + timedelta(days=1): "tomorrow"}.get(_date(moment), "")


@lru_cache(maxsize=4096)
def _format(moment: date, pattern: str, locale: str) -> str:
    return format_date(moment, pattern, locale=locale)


def _date(moment: datetime | date) -> date:
    return clock.local(moment).date() if isinstance(moment, datetime) else moment
