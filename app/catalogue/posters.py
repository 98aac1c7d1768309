"""What is printed: which languages stand on a paper, the week that a programme shows, and the square that telephones read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from app.errors import NotFound, Refused
from app.languages import N_

MOST_LANGUAGES = 3
MOST_DATES = 6
WEEK = timedelta(days=7)


class TooManyLanguages(Refused):
    message = N_("Choose at most three languages, so that people can read it from afar.")
    status = 422
    field = "in"


class NoSuchWeek(NotFound):
    message = N_("There is no such week. Write it as 2026-W48.")


@dataclass(frozen=True)
class Span:
    """A date on a paper (UTC)."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Poster:
    """What stands on it besides the texts: ``spans`` are the next dates, ``more`` how many follow them."""

    short_url: str
    type_key: str
    type_title: dict[str, str]
    title: dict[str, str]
    summary: dict[str, str]
    spans: tuple[Span, ...]
    more: int
    place: str
    address: str
    organiser: str
    cost_kr: int
    children_welcome: bool
    phrases: tuple[str, ...]
    spoken: frozenset[str]
    signup: str


def read_languages(asked: Sequence[str], offered: Sequence[str]) -> list[str]:
    """The languages to print, in the order of asking; the first offered where none is asked for. Raises
    TooManyLanguages."""
    chosen = [code for code in dict.fromkeys(asked) if code in offered]
    if len(chosen) > MOST_LANGUAGES:
        raise TooManyLanguages
    return chosen or [offered[0]]


def read_week(typed: str, today: date) -> date:
    """The Monday of "2026-W48" (ISO 8601), or of this week where nothing is typed. Raises NoSuchWeek."""
    if not typed:
        return today - timedelta(days=today.weekday())
    try:
        monday = date.fromisoformat(f"{typed}-1")
    except ValueError as error:
        raise NoSuchWeek from error
    if "W" not in typed or not 2000 <= monday.year <= 2100:
        raise NoSuchWeek
    return monday


def week_name(monday: date) -> str:
    """ "2026-W48"."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def square(address: str) -> Markup:
    """``address`` as a QR code, an SVG that takes the size of what it stands in."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True))  # noqa: S704  # drawn from modules, not from what is typed
