"""Closing a room for everybody: when, then what is booked then and has to make way, and only then doing it."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.bookings import queries, service
from app.bookings.forms import AwayForm, CloseForm
from app.bookings.naming import name_all
from app.bookings.queries import BookingFact
from app.bookings.rules import STATE_NAMES, BookingKind
from app.bookings.views.blueprint import blueprint, carried, names_of, own_room, page_of, titles_of
from app.errors import Refused
from app.places.queries import RoomFact
from app.schedule.spans import Span
from app.web.access import Permission, requires, staff

CLOSE, CHANGE = "close", "change"


@blueprint.route("/<lang:lang>/desk/rooms/<code>/close", methods=["GET", "POST"])
@requires(Permission.ROOMS_APPROVE)
def block(code: str) -> Response:
    room, form = own_room(code), CloseForm()
    step = request.form.get("step", "")
    if step != CHANGE and form.validate_on_submit():
        try:
            return _looked(room, form, form.spans(), step)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template("bookings/close.html", form=form, room=room)
    return make_response(page, 200 if step == CHANGE else form.status)


def _looked(room: RoomFact, form: CloseForm, spans: Sequence[Span], step: str) -> Response:
    """What is booked then, each to be ticked; done once nothing is in the way."""
    away = AwayForm()
    if step == CLOSE and away.validate():
        try:
            gone = (away.chosen, away.reason.data or "")
            series = service.block(room.id, spans, form.purpose.data or "", gone, staff().user_id)
        except Refused as refusal:
            away.refuse(refusal)
        else:
            flash(_("The room is closed then."), "ok")
            return redirect(url_for("bookings.show", code=series))
    standing = _standing(room, spans)
    page = render_template(
        "bookings/make_way.html", form=away, room=room, spans=spans, why=form.purpose.data, standing=standing,
        titles=titles_of(standing), pages=_pages(standing),
        organisations=names_of(one.organisation_id for one in standing), states=STATE_NAMES, visit=BookingKind.VISIT,
        carried=carried(leaving_out=("codes", "reason")),
    )  # fmt: skip
    return make_response(page, away.status)


def _pages(standing: Sequence[BookingFact]) -> dict[int, str]:
    names = name_all(standing)
    return {one.id: page_of(one, names) for one in standing}


def _standing(room: RoomFact, spans: Sequence[Span]) -> list[BookingFact]:
    """What is booked or asked for in the room at these times, by start."""
    found = queries.list_between([room.id], spans[0].starts_at, spans[-1].ends_at)
    return [one for one in found if any(one.span.overlaps(span) for span in spans)]
