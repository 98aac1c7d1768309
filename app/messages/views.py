"""The admin's outbox: what waits, what went out, what failed; never a text, addresses masked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.messages import queries, service
from app.messages.rendering import render_examples
from app.messages.rules import KIND_NAMES, STATE_NAMES, TO_STAFF, MessageState
from app.web.access import Permission, requires
from app.web.locale import offered_languages, staff_languages

blueprint = Blueprint("messages", __name__, url_prefix="/<lang:lang>/desk/outbox")


@blueprint.get("/")
@requires(Permission.OUTBOX_READ)
def index() -> str:
    asked = request.args.get("state", "")
    state = asked if asked in set(MessageState) else ""
    page = request.args.get("page", 1, type=int)
    page = page if 1 <= page <= 10_000 else 1
    lines = queries.list_outbox(state, page)
    counts = queries.count_by_state()
    return render_template(
        "messages/index.html",
        lines=lines,
        counts=counts,
        state=state,
        page=page,
        names=STATE_NAMES,
        kinds=KIND_NAMES,
        full=len(lines) == 50,
    )


@blueprint.post("/<code>/retry")
@requires(Permission.OUTBOX_READ)
def retry(code: str) -> Response:
    service.retry(code)
    flash(_("The message will be tried again within a minute."), "ok")
    return redirect(url_for("messages.index"))


@blueprint.get("/texts/")
@requires(Permission.OUTBOX_READ)
def texts() -> str:
    """Every kind of mail, to be read in every language."""
    return render_template("messages/texts.html", kinds=KIND_NAMES)


@blueprint.get("/texts/<kind>/<reader>")
@requires(Permission.OUTBOX_READ)
def text(kind: str, reader: str) -> str:
    """What a kind of mail says to a ``reader`` of that language, with example data."""
    codes = [one.code for one in (staff_languages() if kind in TO_STAFF else offered_languages())]
    if kind not in KIND_NAMES or reader not in codes:
        abort(404)
    found = render_examples(kind, reader)
    return render_template("messages/text.html", kind=kind, kinds=KIND_NAMES, reader=reader, codes=codes, found=found)
