"""Telling of a shortcoming, for anybody; and the admin's list of them."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accessibility import queries, service
from app.accessibility.forms import ShortcomingForm
from app.accessibility.rules import page_told
from app.settings import settings
from app.web.access import Permission, public, public_page, requires, staff
from app.web.limits import limiter, report_limit
from app.web.locale import current_language

blueprint = Blueprint("accessibility", __name__)


@blueprint.route("/<lang:lang>/accessibility/report", methods=["GET", "POST"])
@public
@limiter.limit(report_limit, methods=["POST"])
def report() -> Response:
    """The page that one came from stands in the form already, and can be changed."""
    form = ShortcomingForm()
    if request.method == "GET":
        form.page.data = page_told(request.referrer or "", request.host_url)
    if form.validate_on_submit():
        page, text = form.page.data or "", form.text.data or ""
        service.tell(page, text, current_language().code, form.nonce.data or "")
        return redirect(url_for("accessibility.reported"), 303)
    return make_response(render_template("accessibility/report.html", form=form), form.status)


@blueprint.get("/<lang:lang>/accessibility/reported")
@public_page
def reported() -> str:
    """Thank you."""
    return render_template("accessibility/reported.html", settings=settings())


@blueprint.get("/<lang:lang>/desk/accessibility/")
@requires(Permission.ACCESSIBILITY_READ)
def index() -> str:
    """What people told, those that wait first."""
    return render_template("accessibility/index.html", told=queries.list_shortcomings())


@blueprint.post("/<lang:lang>/desk/accessibility/<code>/handle")
@requires(Permission.ACCESSIBILITY_READ)
def handle(code: str) -> Response:
    service.handle(code, staff().user_id)
    flash(_("Noted. What was written is erased."), "ok")
    return redirect(url_for("accessibility.index"))
