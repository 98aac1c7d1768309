"""Stopping reminders of visits, from the link in each of them. The token in the address is the proof, so mail programs may
press the button themselves (RFC 8058, one click); looking changes nothing."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.messages.unsubscribing import code_of
from app.visits import queries, service
from app.visits.rules import NoSuchVisit
from app.visits.views.blueprint import blueprint
from app.web.access import public
from app.web.limits import limiter, own_page_limit
from app.web.one_click import mails_wished


@blueprint.route("/visits/my/mails/<token>", methods=["GET", "POST"])
@public
@limiter.limit(own_page_limit)
def mails(token: str) -> Response:
    """Whether reminders are wished."""
    code = code_of("visit", token)
    visits = queries.list_of_request(code) if code else []
    if not visits:
        raise NoSuchVisit
    wished = visits[0].reminded
    if request.method == "POST":
        wished = mails_wished()
        service.choose_mails(visits[0].request_code, wished)
    return make_response(render_template("registrations/mails.html", wished=wished, done=request.method == "POST"))
