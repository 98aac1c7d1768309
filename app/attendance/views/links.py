"""The editor's page for hosts' links: make one with its PIN, shown once, and close it."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities.queries import get_activity
from app.attendance import queries, service
from app.attendance.forms import HostLinkForm
from app.attendance.rules.refusals import LinkOver
from app.attendance.views.blueprint import blueprint
from app.settings import settings
from app.web.access import Permission, requires, staff
from app.web.forms import Form


@blueprint.route("/desk/activities/<code>/host-links", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def links(code: str) -> Response:
    """The page that answers the POST is the only one that ever shows the PIN."""
    series = get_activity(code, staff().scope(Permission.ACTIVITIES_EDIT))
    form, made = HostLinkForm(), None
    if form.validate_on_submit():
        link_code, pin = service.make_host_link(code, staff().user_id, form.label.data or "")
        made = {"url": _address(link_code), "pin": pin, "label": form.label.data}
        form = HostLinkForm(formdata=None)
    page = render_template(
        "attendance/links.html", series=series, form=form, made=made, links=queries.list_host_links(series.id)
    )
    return make_response(page, form.status)


@blueprint.route("/desk/activities/<code>/host-links/<link>/close", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def close_link(code: str, link: str) -> Response:
    """Say what happens to whoever has the link; only the button does it. Raises LinkOver."""
    series, form = get_activity(code, staff().scope(Permission.ACTIVITIES_EDIT)), Form()
    if form.validate_on_submit():
        service.revoke_host_link(link, staff().user_id, series.id)
        flash(_("The link is closed. Nobody can count with it any more."), "ok")
        return redirect(url_for(".links", code=code), 303)
    held = next((one for one in queries.list_host_links(series.id) if one.code == link), None)
    if held is None:
        raise LinkOver
    page = render_template("attendance/close_link.html", series=series, link=held, form=form)
    return make_response(page, form.status)


def _address(link_code: str) -> str:
    """The whole address, on the configured host: a forged Host header must not print a link to elsewhere."""
    return settings().base_url.rstrip("/") + url_for(".open_count", token=service.host_token(link_code, 0))
