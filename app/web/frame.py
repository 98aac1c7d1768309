"""The parts of a page that are the same for everybody in one language, drawn once and kept."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from app.web.locale import current_language

EXTENSION = "samspel_frame"

Kept = dict[tuple[str, str, str], Markup]


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = {}
    app.context_processor(lambda: {"footer": footer})


def drawn_once(template: str, variant: str = "", given: Callable[[], dict[str, Any]] = dict) -> Markup:
    """``template`` in the reader's language; what it is given depends on ``variant`` alone and is asked for once."""
    kept: Kept = current_app.extensions[EXTENSION]
    key = (template, variant, current_language().code)
    if key not in kept:
        kept[key] = Markup(render_template(template, **given()))  # noqa: S704  # our own template, escaped by Jinja
    return kept[key]


def footer() -> Markup:
    """The footer; its words and links change only with the program."""
    return drawn_once("components/footer.html")
