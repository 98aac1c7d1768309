"""The staff's counter of a date, and the members of a group."""

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities.queries import OccurrenceFact, get_own_occurrence
from app.attendance import queries, service
from app.attendance.forms import heads_field, members_form
from app.attendance.rules.refusals import MembersNotCounted
from app.attendance.steps import Signer
from app.attendance.views import counter
from app.attendance.views.blueprint import blueprint
from app.attendance.views.sheet import Sheet, load
from app.errors import Refused
from app.web.access import Permission, requires, staff


@blueprint.route("/desk/occurrences/<code>/attendance", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_READ)
def record(code: str) -> Response:
    date = _date(code)
    extra = {"back": (url_for("desk.index"), _("To the desk"))}
    return counter.answer(load(date, _signer(date)), url_for(".record", code=code), extra)


@blueprint.route("/desk/occurrences/<code>/members", methods=["GET", "POST"])
@requires(Permission.ATTENDANCE_READ)
def members(code: str) -> Response:
    date = _date(code)
    signer = _signer(date)
    sheet = load(date, signer)
    if not sheet.has_members:
        raise MembersNotCounted
    form = members_form(sheet.kind)(data=_proposed(sheet))
    if signer is None and form.is_submitted():
        abort(403)
    if signer is not None and form.validate_on_submit():
        try:
            heads = {key: form[heads_field(key)].data for key in sheet.kind.tally}
            service.state_members(code, heads, signer)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Thank you!"), "ok")
            return redirect(url_for(".record", code=code), 303)
    page = render_template("attendance/members.html", form=form, sheet=sheet, date=date, heads_field=heads_field)
    return make_response(page, form.status)


def _date(code: str) -> OccurrenceFact:
    """A date whose counts the reader may see. Another organisation's looks as if there were none."""
    return get_own_occurrence(code, staff().scope(Permission.ATTENDANCE_READ))


def _signer(date: OccurrenceFact) -> Signer | None:
    """How the reader may sign: what their own organisation arranges freely, the coordinator everybody's with a reason."""
    me = staff()
    if date.is_arranged_within(me.scope(Permission.ATTENDANCE_RECORD)):
        return Signer(me.user_id)
    return Signer(me.user_id, corrects=True) if me.can(Permission.ATTENDANCE_CORRECT) else None


def _proposed(sheet: Sheet) -> dict[str, int]:
    stated = queries.find_members(sheet.date.root_id) or queries.highest_heads(sheet.date.root_id)
    return {heads_field(key): count for key, count in stated.items()}
