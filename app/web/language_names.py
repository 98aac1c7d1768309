"""What languages are called in the reader's language, and lists in words."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from babel.lists import format_list

from app.languages import LANGUAGES


@lru_cache(maxsize=512)
def language_name(code: str, reader: str) -> str:
    """What ``code`` (BCP 47) is called in the language of ``reader`` (a Babel locale), else in its own."""
    names = Locale.parse(reader).languages
    found = names.get(code.replace("-", "_"))
    if found is None and code in LANGUAGES:
        return LANGUAGES[code].name
    return str(found or names.get(code.split("-", maxsplit=1)[0], code))


@lru_cache(maxsize=512)
def language_names(codes: frozenset[str], reader: str) -> str:
    """Those languages as a list in words, in a fixed order."""
    return listed([language_name(code, reader) for code in in_order(codes)], reader)


def listed(words: list[str], reader: str) -> str:
    """ "a, b and c" in the language of ``reader`` (a Babel locale)."""
    return str(format_list(words, locale=reader))


@lru_cache(maxsize=1)
def every_language() -> frozenset[str]:
    """Every language code that has a name: ours and those that Babel knows."""
    return frozenset({*LANGUAGES, *(str(code).replace("_", "-") for code in Locale.parse("sv").languages)})


def in_order(codes: Iterable[str]) -> list[str]:
    """Codes in the order of our languages, then by code."""
    known = list(LANGUAGES)
    return sorted(codes, key=lambda code: (known.index(code) if code in known else len(known), code))
