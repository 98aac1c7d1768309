"""Words that the pages compute once: names of languages, and long texts from Markdown to clean HTML."""

from collections.abc import Iterable
from functools import lru_cache

import nh3
from babel import Locale
from babel.lists import format_list
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from app.languages import LANGUAGES

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "backticks", "html_block"])


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


@lru_cache(maxsize=1024)
def prose(text: str) -> Markup:
    """Markdown as HTML that may stand in a page: no images, no HTML of the writer's own, headings below ours."""
    tokens = _markdown.parse(text)
    for token in tokens:
        _lower(token)
    html = str(_markdown.renderer.render(tokens, _markdown.options, {}))
    cleaned = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES)
    return Markup(cleaned)  # noqa: S704  # nh3 has cleaned what stands in it


def _lower(token: Token) -> None:
    if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        token.tag = "h3" if token.tag in {"h1", "h2"} else "h4"
