"""What was booked together: how each time stands, giving times back, and moving one."""

from collections.abc import Sequence

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.bookings import queries, rules, service
from app.bookings.forms import AwayForm, TimeForm
from app.bookings.naming import name_all
from app.bookings.queries import BookingFact
from app.bookings.rules import BookingKind, BookingState, NoSuchBooking, NothingTicked
from app.bookings.views.blueprint import (
    blueprint,
    looks_after,
    names_of,
    page_of,
    place_of,
    rooms_for,
    series_for_reader,
    titles_of,
    words_of,
    works_for,
)
from app.errors import Refused
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import RoomFact
from app.web.access import Permission, requires, staff
from app.web.formats import ngettext


@blueprint.get("/<lang:lang>/desk/rooms/bookings/<code>")
@requires(Permission.ROOMS_READ)
def show(code: str) -> str:
    """``code``: of all its times together."""
    times = series_for_reader(code)
    rooms = _rooms_of(times)
    names = name_all(times)
    return render_template(
        "bookings/show.html", code=code, times=times, first=next((one for one in times if not one.over), times[-1]),
        titles={one.id: words_of(one, names) for one in times}, rooms=rooms,
        pages={one.id: page_of(one, names) for one in times}, place=place_of(rooms[times[0].room_id]),
        organisations=names_of(one.organisation_id for one in times),
        state_name=rules.state_name, movable={one.id for one in times if _is_movable(one)},
        cancellable={one.id for one in _cancellable(times, rooms)},
    )  # fmt: skip


@blueprint.route("/<lang:lang>/desk/rooms/bookings/<code>/cancel", methods=["GET", "POST"])
@requires(Permission.ROOMS_READ)
def cancel(code: str) -> Response:
    """Say what will happen; only the button does it. ``time`` of the address: the codes of the times that are ticked."""
    times, form = series_for_reader(code), AwayForm()
    rooms = _rooms_of(times)
    offered = _cancellable(times, rooms)
    if not offered:
        raise rules.NotPossibleNow
    by_house = not works_for(offered[0].organisation_id) and offered[0].kind != BookingKind.BLOCKING
    if form.validate_on_submit():
        try:
            number = _cancel(form, offered, by_house)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s time is cancelled.", "%(num)s times are cancelled.", number), "ok")
            return redirect(url_for("bookings.show", code=code))
    elif request.method == "GET":
        form.codes.data = request.args.getlist("time")
    page = render_template(
        "bookings/cancel.html", code=code, form=form, times=offered, titles=titles_of(offered), rooms=rooms,
        by_house=by_house, dates=[one for one in offered if one.occurrence_id is not None],
        organisations=names_of(one.organisation_id for one in offered),
    )  # fmt: skip
    return make_response(page, form.status)


def _cancel(form: AwayForm, offered: Sequence[BookingFact], by_house: bool) -> int:
    """Give back what was ticked; how many times that are. Raises NothingTicked and what the command raises."""
    codes = {one.code for one in offered} & form.chosen
    if not codes:
        raise NothingTicked
    service.cancel(codes, staff().user_id, form.reason.data or "", by_house)
    return len(codes)


@blueprint.route("/<lang:lang>/desk/rooms/times/<code>/move", methods=["GET", "POST"])
@requires(Permission.ROOMS_ASK)
def move(code: str) -> Response:
    """One time, by its own code, to another day, hour or room of the place."""
    one, form = queries.get_booking(code), TimeForm()
    organisation = (
        organisations.find_by_ids([one.organisation_id]).get(one.organisation_id) if one.organisation_id else None
    )
    if organisation is None or not works_for(organisation.id):
        raise NoSuchBooking
    if not _is_movable(one):
        raise rules.NotPossibleNow
    room = places.list_rooms_by_ids([one.room_id])[0]
    form.offer(rooms_for(organisation, room.place_id))
    if request.method == "GET":
        form.show(room.code, one.span)
    elif form.validate_on_submit():
        try:
            state = service.move(code, form.wish(), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_moved(state), "ok")
            return redirect(url_for("bookings.show", code=one.series))
    page = render_template(
        "bookings/move.html",
        form=form,
        one=one,
        room=room,
        place=place_of(room),
        titles=titles_of([one]),
        gives_up=one.state == BookingState.APPROVED and _is_answered(room, organisation.id),
    )
    return make_response(page, form.status)


def _is_answered(room: RoomFact, organisation_id: int) -> bool:
    """Whether the house answers what an organisation asks for, so that a booking that is moved stands no longer."""
    return rules.first_state(queries.terms_of(room), organisation_id) == BookingState.REQUESTED


def _moved(state: BookingState) -> str:
    if state == BookingState.REQUESTED:
        return str(_("The new time is asked for. You get a mail when it is answered."))
    return str(_("Moved."))


def _rooms_of(times: Sequence[BookingFact]) -> dict[int, RoomFact]:
    return {room.id: room for room in places.list_rooms_by_ids({one.room_id for one in times})}


def _is_movable(one: BookingFact) -> bool:
    return one.kind == BookingKind.OWN and one.stands and works_for(one.organisation_id)


def _cancellable(times: Sequence[BookingFact], rooms: dict[int, RoomFact]) -> list[BookingFact]:
    """Those that the one who is signed in can give back, or take back for the house: of a date of an activity only the
    house takes the room away, and a group visit has a page of its own."""
    return [one for one in times if one.stands and _may_cancel(one, rooms[one.room_id])]


def _may_cancel(one: BookingFact, room: RoomFact) -> bool:
    if one.kind == BookingKind.VISIT:
        return False
    if works_for(one.organisation_id):
        return one.kind != BookingKind.OCCURRENCE
    return looks_after(room)
