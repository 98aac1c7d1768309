"""The reader's language: first in the path, kept by every link; ``/`` chooses by cookie, then by Accept-Language."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import quote, urlencode

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from flask_babel import Babel, get_locale, get_translations, refresh
from werkzeug.routing import BaseConverter, Map
from werkzeug.wrappers import Response

from app.languages import LANGUAGES, Language, negotiate
from app.settings import settings
from app.web.access import CACHE_KEYS, is_cached, is_for_staff, public

COOKIE = "samspel_language"
DEFAULT = "sv"

blueprint = Blueprint("web", __name__)
babel = Babel()


class LanguageConverter(BaseConverter):
    """Matches only the languages that this installation offers."""

    def __init__(self, url_map: Map, *codes: str) -> None:
        super().__init__(url_map)
        self.regex = "|".join(codes)


def init_app(app: Flask, codes: tuple[str, ...]) -> None:
    # Werkzeug only calls the converter, though its types name a class.
    app.url_map.converters["lang"] = cast(Any, lambda url_map: LanguageConverter(url_map, *codes))
    babel.init_app(app, locale_selector=_babel_locale, timezone_selector=lambda: settings().timezone)
    _find_words_once(app)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.before_request(_keep_to_languages_of_staff)


def _find_words_once(app: Flask) -> None:
    """Flask-Babel looks for the catalogue anew at every word of a template, which cost a fifth of a page."""

    def catalogue() -> Any:
        context = g.get("_flask_babel")
        kept = getattr(context, "samspel_words", None)
        if kept is None or kept[0] is not getattr(context, "babel_locale", None):
            kept = (get_locale(), get_translations())
            g._flask_babel.samspel_words = kept
        return kept[1]

    # The extension's method stands in the environment once Flask-Babel has added it; mypy does not see it.
    cast(Any, app.jinja_env).install_gettext_callables(
        lambda one: catalogue().ugettext(one), lambda one, many, n: catalogue().ungettext(one, many, n), newstyle=True
    )


def current_language() -> Language:
    """The language of this request; Swedish outside of one."""
    code = g.get("language_code") or _preferred()
    return LANGUAGES[code]


def speak(code: str) -> None:
    """Answer this request in the language ``code``, where it does not stand first in the path."""
    g.language_code = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """What is made inside is in another language than the rest of the answer."""
    before = current_language().code
    g.language_code = code
    refresh()
    try:
        yield
    finally:
        g.language_code = before
        refresh()


def canonical(path: str = "") -> str:
    """The one address of a page (this one), as everybody outside should know it."""
    return f"{settings().base_url.rstrip('/')}{path or request.path}"


def offered_languages() -> list[Language]:
    """The languages of this installation, in the order of its settings."""
    return [LANGUAGES[code] for code in settings().language_codes]


def staff_languages() -> list[Language]:
    """Those of them in which the pages of staff are translated."""
    return [language for language in offered_languages() if language.staff]


def offered_here() -> list[Language]:
    """The languages in which this page can be read."""
    return staff_languages() if is_for_staff(_view()) else offered_languages()


def switch_url(code: str) -> str:
    """This same page in another language, with its query; the home page where there is none.

    The query stands beside the address and not in ``url_for``, whose own options (``_external``) it could else set. What
    the page cache keeps for everybody holds only parameters that it tells pages apart by.
    """
    here, query = _here()
    return f"{request.script_root}/{code}{here}{query}" if here else url_for("catalogue.home", lang=code)


def _here() -> tuple[str, str]:
    """This page's address behind its language, and its query; worked out once a request."""
    if "here" not in g:
        inside = request.endpoint is not None and request.path.startswith(f"/{current_language().code}/")
        shared = inside and is_cached(current_app.view_functions[str(request.endpoint)])
        kept = [pair for pair in request.args.items(multi=True) if pair[0] in CACHE_KEYS or not shared]
        path = quote(request.path[len(current_language().code) + 1 :]) if inside else ""
        g.here = path, f"?{urlencode(kept)}" if kept else ""
    here: tuple[str, str] = g.here
    return here


@blueprint.get("/")
@public
def root() -> Response:
    """Send the reader to the home page in their language."""
    response = redirect(url_for("catalogue.home", lang=_preferred()))
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def _keep_to_languages_of_staff() -> Response | None:
    """Who opens a page of staff in a language that it is not translated into gets it in the first that it is."""
    if current_language().staff or not is_for_staff(_view()):
        return None
    first = staff_languages()[0].code
    if request.method in {"GET", "HEAD"} and _here()[0]:
        return redirect(switch_url(first))
    speak(first)
    return None


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "") if request else None


def _preferred() -> str:
    codes = settings().language_codes
    if not request:
        return DEFAULT
    kept = request.cookies.get(COOKIE, "")
    if kept in codes:
        return kept
    return negotiate([wish for wish, _quality in request.accept_languages], codes)


def _babel_locale() -> str:
    return current_language().babel


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language_code = values.pop("lang")


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language().code
