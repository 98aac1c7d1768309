"""The parts of a page that are the same on every page of one language, drawn once."""

from flask import Flask, current_app, render_template
from markupsafe import Markup

from app.web.locale import current_language

EXTENSION = "samspel_frame"


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = {}
    app.context_processor(lambda: {"footer": footer})


def footer() -> Markup:
    """The footer in the reader's language; its words and links change only with the program."""
    drawn: dict[str, Markup] = current_app.extensions[EXTENSION]
    code = current_language().code
    if code not in drawn:
        drawn[code] = Markup(render_template("components/footer.html"))  # noqa: S704  # our own template, escaped by Jinja
    return drawn[code]
