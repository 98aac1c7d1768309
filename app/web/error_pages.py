"""Every refusal and error as a page in the reader's language, with the way out and the language switcher."""

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from structlog import get_logger
from werkzeug.exceptions import HTTPException, SecurityError

from app.errors import Refused
from app.languages import N_
from app.settings import settings
from app.web.refusals import told

TITLES = {
    400: N_("We could not understand that"),
    403: N_("This page is not open to you"),
    404: N_("We cannot find that page"),
    405: N_("That cannot be done here"),
    409: N_("That did not work"),
    410: N_("This is no longer there"),
    413: N_("That was too much at once"),
    422: N_("That did not work"),
    429: N_("A little too fast"),
    500: N_("Something went wrong with us"),
    503: N_("We will soon be back"),
}
MESSAGES = {
    400: N_("Go back and try again. If you followed a link, it may be broken."),
    403: N_("You may need to sign in with another account."),
    404: N_("The address may be wrong, or the page may have moved. Start from the first page."),
    405: N_("Go back and use the buttons on the page."),
    413: N_("What you sent is larger than we can take. Make it shorter and try again."),
    429: N_("Wait a few minutes and try again. Nothing is lost."),
    500: N_("It is not your fault. Try again in a while. Nothing was saved half-way."),
    503: N_("Try again in a few minutes. Nothing was saved."),
}
FORM_TOO_OLD = N_("The page was open in a way that we could not check. Go back, reload the page and send it again.")

log = get_logger()


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, lambda _error: error_page(400, gettext(FORM_TOO_OLD)))
    app.register_error_handler(HTTPException, _http_error)
    # Under a forged host no address can be built, so not a page with links.
    app.register_error_handler(
        SecurityError, lambda _error: Response("This host is not ours.", 400, mimetype="text/plain")
    )
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, message: str = "", title: str = "") -> Response:
    """The page for ``status``, with a translated ``message`` or the usual words, and ``title`` (not translated yet)."""
    _choose_language()
    title = gettext(title or TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    words = message or gettext(MESSAGES.get(status, MESSAGES[500 if status >= 500 else 400]))
    return make_response(render_template("errors/error.html", title=title, message=words, status=status), status)


def _choose_language() -> None:
    """A page that was not found has no language in its route, but perhaps one in its path."""
    first = request.path.strip("/").split("/")[0]
    if "language_code" not in g and first in settings().language_codes:
        g.language_code = first


def _refused(refusal: Refused) -> Response:
    return error_page(refusal.status, told(refusal), refusal.title)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    return error_page(error.code)


def _database_away(error: DBAPIError) -> Response:
    log.error("database_unavailable", endpoint=request.endpoint, error=type(error.orig).__name__)
    response = error_page(503)
    response.headers["Retry-After"] = "30"
    return response


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected_error", endpoint=request.endpoint, error=type(error).__name__)
    return error_page(500)
