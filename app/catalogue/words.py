"""Words that the pages compute once: long texts from Markdown to clean HTML."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote"}
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "backticks", "html_block"])


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
