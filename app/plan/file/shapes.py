"""Building blocks of the file's shape. A shape looks at one value and complains; it never stops at the first problem."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.languages import LANGUAGES
from app.plan.file.source import UNREADABLE, Source, join, kind_of

Shape = Callable[[Source, str, Any], None]
CODE = re.compile(r"[0-9A-Za-zÅÄÖåäö]([0-9A-Za-zÅÄÖåäö.-]*[0-9A-Za-zÅÄÖåäö])?")
KEY = re.compile(r"[a-z][a-z0-9_-]*")
YEARS = range(1900, 2201)


def mapping(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None, texts: bool = False) -> Shape:
    """A map with these keys and no other; with ``texts`` the languages stand among them, at least one."""
    known = {**required, **(optional or {}), **dict.fromkeys(LANGUAGES if texts else (), words())}

    def look(source: Source, path: str, value: Any) -> None:
        if not _is(source, path, value, dict):
            return
        for name in value.keys() - known.keys():
            source.complain(join(path, name), _unknown(known, texts))
        for name in required:
            if value.get(name) is None:
                source.complain(path, f"{name} is missing")
        if texts and not value.keys() & LANGUAGES.keys():
            source.complain(path, f"a text is missing (one or more of {', '.join(LANGUAGES)})")
        for name in [name for name in known if value.get(name) is not None]:
            known[name](source, join(path, name), value[name])

    return look


def named(shape: Shape, longest: int = 40) -> Shape:
    """A map from keys that the writer chooses (small letters, digits, _ and -) to ``shape``."""

    def look(source: Source, path: str, value: Any) -> None:
        if not _is(source, path, value, dict):
            return
        for name, item in value.items():
            key(longest)(source, join(path, name), name)
            shape(source, join(path, name), item)

    return look


def many(shape: Shape, least: int = 0) -> Shape:
    """A list of ``shape``, with at least ``least`` items."""

    def look(source: Source, path: str, value: Any) -> None:
        if not _is(source, path, value, list):
            return
        if len(value) < least:
            source.complain(path, "the list is empty")
        for place, item in enumerate(value):
            shape(source, join(path, place), item)

    return look


def words(longest: int = 2000) -> Shape:
    """A text that is not empty."""

    def look(source: Source, path: str, value: Any) -> None:
        if not _is(source, path, value, str):
            return
        if not value:
            source.complain(path, "the text is empty")
        elif len(value) > longest:
            source.complain(path, f"longer than {longest} characters")

    return look


def code(longest: int = 20) -> Shape:
    """A code such as 2a.1-b: letters and digits, with points and hyphens inside."""
    return _matching(CODE, longest, "a code has letters, digits, points and hyphens")


def key(longest: int = 40) -> Shape:
    """A readable key such as language_cafe."""
    return _matching(KEY, longest, "a key has small letters a-z, digits, _ and -, and begins with a letter")


def one_of(choices: type[StrEnum] | tuple[str, ...]) -> Shape:
    """One of the given words."""
    allowed = tuple(str(choice) for choice in choices)

    def look(source: Source, path: str, value: Any) -> None:
        if value is not UNREADABLE and value not in allowed:
            source.complain(path, f"{_shown(value)} is not one of {', '.join(allowed)}")

    return look


def day(source: Source, path: str, value: Any) -> None:
    """A date that exists, 2019-11-20."""
    if value is not UNREADABLE and (not isinstance(value, date) or isinstance(value, datetime)):
        source.complain(path, f"expected a date such as 2019-11-20, found {kind_of(value)} ({_shown(value)})")


def flag(source: Source, path: str, value: Any) -> None:
    """true or false."""
    _is(source, path, value, bool)


def year(source: Source, path: str, value: Any) -> None:
    """A year, 2020."""
    if _is(source, path, value, int) and value not in YEARS:
        source.complain(path, f"{value} is not a year")


def number(least: float = 0, most: float = math.inf, whole: bool = False) -> Shape:
    """A number within its limits."""

    def look(source: Source, path: str, value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool) and not whole:
            value = float(value)
        if not _is(source, path, value, int if whole else float):
            return
        if not (least <= value <= most and math.isfinite(value)):
            limits = f"at least {least:g}" if math.isinf(most) else f"{least:g} to {most:g}"
            source.complain(path, f"{value} is out of range ({limits})")

    return look


def _matching(pattern: re.Pattern[str], longest: int, meaning: str) -> Shape:
    def look(source: Source, path: str, value: Any) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            source.complain(path, f'expected a text, found {kind_of(value)}; write it in quotes: "{value}"')
        elif _is(source, path, value, str):
            if not pattern.fullmatch(value):
                source.complain(path, f"{_shown(value)}: {meaning}")
            elif len(value) > longest:
                source.complain(path, f"longer than {longest} characters")

    return look


def _is(source: Source, path: str, value: Any, wanted: type) -> bool:
    if value is UNREADABLE:
        return False
    if type(value) is wanted:
        return True
    source.complain(path, f"expected {kind_of(wanted() if wanted is not date else date.min)}, found {kind_of(value)}")
    return False


def _unknown(known: Mapping[str, Shape], texts: bool) -> str:
    if texts and known.keys() == LANGUAGES.keys():
        return f"unknown language (known: {', '.join(LANGUAGES)})"
    return f"unknown key (known: {', '.join(known)})"


def _shown(value: object) -> str:
    return repr(value) if len(str(value)) <= 60 else f"{str(value)[:60]!r}..."
