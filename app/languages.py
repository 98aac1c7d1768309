"""The languages that Samspel speaks, and texts that people write in several of them (pure).

A new language is one line in ``LANGUAGES``, a catalogue in ``translations/`` and its code in ``SAMSPEL_LANGUAGES``
(``docs/languages.md``).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What no page may hold (WHATWG HTML 13.2.3.5) and PostgreSQL refuses: control characters and what is no character.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Language:
    """``code`` is BCP 47, as in URLs and ``lang``; ``babel`` names the catalogue's folder; ``name`` is the endonym.
    ``staff``: the pages of staff are translated too."""

    code: str
    babel: str
    name: str
    direction: str = "ltr"
    staff: bool = False


@dataclass(frozen=True)
class Text:
    """A text in the language it was found in; ``fallback`` where that is not the language asked for."""

    value: str
    language: str
    direction: str
    fallback: bool

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("sv", "sv", "svenska", staff=True),
        Language("en", "en", "English", staff=True),
        Language("ar", "ar", "العربية", "rtl", staff=True),
        Language("fa-AF", "fa_AF", "دری", "rtl"),
        Language("so", "so", "Soomaali"),
        Language("ti", "ti", "ትግርኛ"),
        Language("uk", "uk", "українська"),
    )
}
FALLBACKS = ("sv", "en")


def N_(message: str) -> str:
    """Mark ``message`` for the catalogues; it is translated where it is shown."""
    return message


def pick(texts: Mapping[str, str], asked: str) -> Text:
    """The text in the asked language, else Swedish, else English, else any; empty where there is none."""
    for code in (asked, *FALLBACKS, *texts):
        if texts.get(code):
            language = LANGUAGES.get(code, LANGUAGES["sv"])
            return Text(texts[code], code, language.direction, code != asked)
    return Text("", asked, LANGUAGES[asked].direction if asked in LANGUAGES else "ltr", fallback=False)


def printable(text: str) -> str:
    """``text`` without control characters (line breaks and tabs stay) and what is no character."""
    return CONTROLS.sub("", text)


def clean(text: str) -> str:
    """``text`` without control characters and bidirectional controls (U+202A-202E, U+2066-2069); ZWNJ stays, which Dari
    needs."""
    return BIDI_CONTROLS.sub("", printable(text)).strip()


def negotiate(accepted: Iterable[str], offered: Iterable[str]) -> str:
    """The first of ``offered`` that fits one of ``accepted`` (best first), by exact code or by main language."""
    codes = list(offered)
    for wish in accepted:
        main = wish.replace("_", "-").split("-")[0].lower()
        for code in codes:
            if wish.lower() == code.lower() or main == code.split("-")[0]:
                return code
    return codes[0]
