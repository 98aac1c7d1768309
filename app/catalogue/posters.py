"""What is printed: which languages stand on a paper, the week that a programme shows, and the square that telephones read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from app.errors import NotFound, Refused
from app.languages import N_

MOST_LANGUAGES = 3
MOST_DATES = 6
WEEK = timedelta(days=7)
SIZES = range(7, 23)  # points of the ordinary letters of a poster
LINE_POINTS = 490  # how wide a line of its A4 is
HEIGHT_POINTS = 580  # what is left for the words between the band and the foot
# How high a line and how wide a letter is, in sizes of the letter; Ethiopic letters are syllables, wide and few.
LINE, TITLE_LINE, WIDTH, WIDTHS = {"sv": 1.4, "en": 1.4, "so": 1.4, "uk": 1.4}, 1.35, 0.52, {"ti": 0.72}
HIGHEST_LINE = 1.6
BETWEEN = 2.5  # lines of space in and around a block
TITLE = 2.2  # of the ordinary size; long titles are smaller
LONG, LONG_TITLE = 60, 1.4


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


@dataclass(frozen=True)
class Block:
    """What one language has to say: letters of the title, and of each of the paragraphs and lines below it."""

    code: str
    title: int
    paragraphs: tuple[int, ...]

    def height(self, size: int) -> float:
        """In points, where ordinary letters have ``size`` points; an estimate from above."""
        large = size * (LONG_TITLE if self.title > LONG else TITLE)
        lines = sum(self._lines(letters, size) for letters in self.paragraphs) + BETWEEN
        return self._lines(self.title, large) * large * TITLE_LINE + lines * size * LINE.get(self.code, HIGHEST_LINE)

    def _lines(self, letters: int, size: float) -> int:
        return math.ceil(letters * size * WIDTHS.get(self.code, WIDTH) / LINE_POINTS)


def letter_size(blocks: Sequence[Block]) -> int:
    """The largest size of ordinary letters, in points, with which the blocks stand on one A4 together."""
    fitting = [size for size in SIZES if sum(block.height(size) for block in blocks) <= HEIGHT_POINTS]
    return max(fitting, default=SIZES[0])


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
