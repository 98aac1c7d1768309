"""Parts of pages that are drawn once: a part depends on nothing but what it is given, so its HTML is kept by that.

What has been drawn before costs a look in a table; a change of any word, number or hour makes another part.
"""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from typing import Any, cast

from flask import current_app
from markupsafe import Markup

from app import clock
from app.web.locale import current_language

KEPT = 2048


def draw(template: str, macro: str, *given: Hashable) -> Markup:
    """What ``macro`` of ``template`` makes of ``given`` (frozen things only), in the reader's language."""
    return _drawn(template, macro, current_language().code, clock.today(), *given)


@lru_cache(maxsize=KEPT)
def _drawn(template: str, macro: str, _language: str, _today: date, *given: Hashable) -> Markup:
    """The language gives a part its own words, and the day says which year is left out."""
    module = cast(Any, current_app.jinja_env.get_template(template).module)
    return cast(Markup, getattr(module, macro)(*given))
