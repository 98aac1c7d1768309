"""The staff page of an activity's picture."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities import service
from app.activities.encoding import encode
from app.activities.forms.decisions import ButtonForm
from app.activities.forms.picture import PictureForm
from app.activities.views.blueprint import blueprint, own_activity
from app.errors import Refused
from app.web.access import Permission, requires, staff
from app.web.requests import takes

MOST_SENT = 30_000_000  # more than is allowed, so that it can be refused in words and nothing typed is lost


@blueprint.route("/activities/<code>/picture", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
@takes(MOST_SENT)
def picture(code: str) -> Response:
    """Choose a picture, or change what is said of the one that is there."""
    activity = own_activity(code)
    form = PictureForm(has_one=activity.picture is not None)
    if request.method == "GET":
        for member in form.alt:
            member.data = activity.picture_alt.get(member.short_name, "")
    if form.validate_on_submit():
        try:
            service.set_picture(code, encode(form.file) if form.file else None, form.words, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The picture is saved."), "ok")
            return redirect(url_for("activities.show", code=code))
    page = render_template("activities/picture.html", activity=activity, form=form)
    return make_response(page, form.status)


@blueprint.route("/activities/<code>/picture/remove", methods=["GET", "POST"])
@requires(Permission.ACTIVITIES_EDIT)
def remove_picture(code: str) -> Response:
    """Say what will happen; only the button does it."""
    activity, form = own_activity(code), ButtonForm()
    if form.validate_on_submit():
        try:
            service.remove_picture(code, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The picture is taken away."), "ok")
            return redirect(url_for("activities.show", code=code))
    return make_response(render_template("activities/remove_picture.html", activity=activity, form=form), form.status)
