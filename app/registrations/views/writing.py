"""Writing to those who signed up: for a date, one of its groups, or all coming dates; read over first, then sent, then
followed until it has arrived."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.activities.rules import OccurrenceState
from app.messages.queries import count_progress
from app.registrations import queries, service
from app.registrations.forms import WriteForm
from app.registrations.views.blueprint import blueprint
from app.registrations.views.listed import LIST, date_of, pools_of
from app.registrations.views.shown import role_label
from app.web.access import Permission, requires, staff
from app.web.formats import ngettext

DATE, SERIES = "date", "series"


@blueprint.route(LIST + "/write", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def write(code: str) -> Response:
    """Everybody who has an e-mail address: what they will read and how many they are, before anything is sent."""
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    groups, form = _groups(date), WriteForm()
    form.offer(_labels(date, groups))
    if request.form.get("step") != "change" and form.validate_on_submit():
        pool_ids, body, nonce = groups[form.to.data], form.body.data or "", form.nonce.data or ""
        if request.form.get("step") == "send":
            count = service.write_to_all(pool_ids, body, nonce, staff().user_id)
            flash(ngettext("The message goes to %(num)s person.", "The message goes to %(num)s people.", count), "ok")
            return redirect(url_for("registrations.written", code=code, nonce=nonce), 303)
        reading = service.rehearse_writing(pool_ids, body, nonce)
        page = render_template(
            "registrations/written_over.html", form=form, date=date, reading=reading, unreachable=_unreachable(pool_ids)
        )
        return make_response(page)
    everybody = groups[DATE]
    count = len(queries.list_recipients(everybody))
    page = render_template(
        "registrations/write.html", form=form, date=date, count=count, unreachable=_unreachable(everybody)
    )
    return make_response(page, form.status)


@blueprint.get(LIST + "/written/<nonce>")
@requires(Permission.REGISTRATIONS_EDIT)
def written(code: str, nonce: str) -> str:
    """How far a message has come: how many it has reached, waits for, and could not reach."""
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    progress = count_progress(service.message_key(nonce, ""))
    return render_template("registrations/written.html", date=date, nonce=nonce, progress=progress)


def _groups(date: OccurrenceFact) -> dict[str, list[int]]:
    """Whom one can write to: the date, each of its groups (by the pool's code), all coming dates of this organiser."""
    pools = pools_of(date)
    groups = {DATE: [pool.state.id for pool in pools]}
    if len(pools) > 1:
        groups |= {pool.state.code: [pool.state.id] for pool in pools}
    coming = [
        one.id for one in terms.list_covered_dates([date.root_id])
        if one.organisation_id == date.organisation_id and one.state == OccurrenceState.SCHEDULED
        and one.ends_at > clock.now()
    ]  # fmt: skip
    if len(coming) > 1:
        groups[SERIES] = [pool.state.id for pool in queries.list_pools(coming, [date.root_id])]
    return groups


def _labels(date: OccurrenceFact, groups: dict[str, list[int]]) -> list[tuple[str, str]]:
    named = {DATE: _("Everybody on this date"), SERIES: _("Everybody on all coming dates")}
    roles = {pool.state.code: role_label(pool.state.role) for pool in pools_of(date)}
    return [(key, named.get(key) or roles[key]) for key in groups]


def _unreachable(pool_ids: list[int]) -> int:
    return sum(1 for fact in queries.list_taking_part(pool_ids) if not fact.email)
