"""Signing in and out, and accepting an invitation; puts who is signed in on every request."""

import re

from flask import Blueprint, Flask, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.accounts import queries, service
from app.accounts.forms import AcceptForm, SignInForm
from app.accounts.rules import ROLE_NAMES, NoSuchUser
from app.errors import Refused
from app.messages.unsubscribing import code_of
from app.settings import settings
from app.web.access import Permission, for_staff, requires
from app.web.limits import limiter, sign_in_limit
from app.web.one_click import mails_wished
from app.web.page_cache import STAFF_COOKIE

blueprint = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")


def init_app(app: Flask) -> None:
    app.before_request(load_staff)
    app.context_processor(lambda: {"staff": g.get("staff")})


def load_staff() -> None:
    """Find who holds the session of the cookie; a browser without one costs no query."""
    token = request.cookies.get(STAFF_COOKIE)
    if not token or request.endpoint in {None, "assets.show", "static"}:
        return
    found = queries.find_by_session(service.session_hash(token))
    if found is None:
        return
    g.staff = found
    if found.last_seen_at and clock.now() - found.last_seen_at > service.TOUCH_AFTER:
        service.touch(found.session_id)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@for_staff
@limiter.limit(sign_in_limit, methods=["POST"])
def sign_in() -> Response:
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            token = service.sign_in(form.email.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _with_session(redirect(own_path(form.next.data) or url_for("desk.index")), token)
    return make_response(render_template("accounts/sign_in.html", form=form), form.status)


@blueprint.post("/sign-out")
@requires(Permission.DESK)
def sign_out() -> Response:
    service.sign_out(request.cookies[STAFF_COOKIE])
    flash(_("You are signed out."), "ok")
    response = redirect(url_for("accounts.sign_in"))
    response.delete_cookie(STAFF_COOKIE)
    return response


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@for_staff
@limiter.limit(sign_in_limit, methods=["POST"])
def accept(token: str) -> Response:
    """Show what the link is for; only the button uses it, since mail scanners open links."""
    invitation = service.find_open_invitation(token)
    form = AcceptForm()
    if form.validate_on_submit():
        try:
            secret = service.accept_invitation(token, form.name.data, form.password.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Welcome! This is where your work begins."), "ok")
            return _with_session(redirect(url_for("desk.index")), secret)
    page = render_template(
        "accounts/accept.html", form=form, invitation=invitation, role=_(ROLE_NAMES[invitation.role])
    )
    return make_response(page, form.status)


def own_path(target: str | None) -> str:
    """``target`` if it is a path of this site, else nothing.

    No open redirect: browsers read "//", "///" and "/\\" as the beginning of a host, and leave out tabs and line breaks.
    """
    inside = re.match(r"/(?![/\\])", target or "") and (target or "").isprintable()
    return target or "" if inside else ""


def _with_session(response: Response, token: str) -> Response:
    response.set_cookie(
        STAFF_COOKIE, token, max_age=settings().session_hours * 3600, httponly=True, samesite="Lax",
        secure=settings().base_url.startswith("https://"),
    )  # fmt: skip
    return response


@blueprint.route("/mails/<token>", methods=["GET", "POST"])
@for_staff
@limiter.limit(sign_in_limit)
def mails(token: str) -> Response:
    """Whether somebody of the staff wishes the morning's mails. The token in the address is the proof, so mail programs may
    press the button themselves (RFC 8058, one click); looking changes nothing."""
    code = code_of("staff", token)
    wished = queries.gets_rounds(code) if code else None
    if code is None or wished is None:
        raise NoSuchUser
    if request.method == "POST":
        wished = mails_wished()
        service.choose_rounds(code, wished)
    return make_response(render_template("accounts/mails.html", wished=wished, done=request.method == "POST"))
