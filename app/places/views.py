"""The staff's pages of places and rooms."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import Refused
from app.organisations import queries as organisations
from app.organisations.rules import State
from app.places import hooks, queries, service
from app.places.forms import place_form, room_form, translate
from app.places.queries import PlaceFact, RoomFact
from app.places.rules import NoSuchPlace, NoSuchRoom, newly_closed
from app.places.service import PlaceInput, RoomInput
from app.schedule.hours import Hours
from app.web.access import Permission, requires, staff
from app.web.forms import texts_of
from app.web.hours_fields import hours_of

MOST_SHOWN = 60

blueprint = Blueprint("places", __name__, url_prefix="/<lang:lang>/desk/places")


@blueprint.get("/")
@requires(Permission.PLACES_EDIT)
def index() -> str:
    scope = staff().scope(Permission.PLACES_EDIT)
    found = [p for p in queries.list_places(include_closed=True) if scope is None or p.organisation_id in scope]
    return render_template("places/index.html", places=found, rooms=queries.list_rooms())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PLACES_CREATE)
def new() -> Response:
    form = _place_form(None)
    if form.validate_on_submit():
        try:
            key = service.create_place(_place(form), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The place is there. Add its rooms below."), "ok")
            return redirect(url_for("places.edit", key=key))
    return make_response(render_template("places/form.html", form=form, place=None, rooms=[]), form.status)


@blueprint.route("/<key>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def edit(key: str) -> Response:
    found = _own(key)
    form = _place_form(found)
    if form.validate_on_submit():
        closed_over = _closed_over(found, hours_of(form.hours))
        if closed_over:
            page = render_template(
                "places/closed_over.html", place=found, standing=closed_over[:MOST_SHOWN], number=len(closed_over),
                carried=[pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"],
            )  # fmt: skip
            return make_response(page, 200)
        try:
            kept = service.edit_place(key, _place(form), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for("places.edit", key=kept))
    rooms = queries.list_rooms(found.id)
    return make_response(render_template("places/form.html", form=form, place=found, rooms=rooms), form.status)


@blueprint.route("/<key>/rooms/new", methods=["GET", "POST"], defaults={"code": None})
@blueprint.route("/<key>/rooms/<code>", methods=["GET", "POST"])
@requires(Permission.PLACES_EDIT)
def room(key: str, code: str | None) -> Response:
    place = _own(key)
    found = _room_of(place, code) if code else None
    form = _room_form(place, found)
    if form.validate_on_submit():
        try:
            service.save_room(key, code, _room(form), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for("places.edit", key=key))
    return make_response(render_template("places/room.html", form=form, place=place, room=found), form.status)


def _closed_over(place: PlaceFact, wanted: Hours) -> list[hooks.Standing]:
    """What is to be there on days that are closed from now on, unless that has been looked at: nothing is cancelled by it."""
    if "seen" in request.form:
        return []
    return hooks.list_standing(place.id, newly_closed(place.hours, wanted, clock.now()))


def _own(key: str) -> PlaceFact:
    found = queries.get_place(key)
    scope = staff().scope(Permission.PLACES_EDIT)
    if scope is not None and found.organisation_id not in scope:
        raise NoSuchPlace
    return found


def _room_of(place: PlaceFact, code: str) -> RoomFact:
    found = queries.get_room(code)
    if found.place_id != place.id:
        raise NoSuchRoom
    return found


def _place_form(found: PlaceFact | None) -> Any:
    """The form, offering only organisations within reach; nobody can hand a place to somebody else's."""
    form: Any = place_form()(obj=found)
    translate(form)
    scope = staff().scope(Permission.PLACES_EDIT)
    choices = [(fact.id, fact.name) for fact in organisations.list_organisations(scope)]
    form.organisation.choices = choices if scope is not None else [(0, _("Nobody in particular")), *choices]
    if not form.is_submitted():
        form.organisation.data = (found.organisation_id if found else None) or 0
    return form


def _place(form: Any) -> PlaceInput:
    return PlaceInput(
        name=form.name.data, key=form.key.data, organisation_id=form.organisation.data or None,
        address=form.address.data or "", postcode=form.postcode.data or "", town=form.town.data or "",
        latitude=_number(form.latitude.data), longitude=_number(form.longitude.data),
        accessibility=frozenset(form.accessibility.data), directions=texts_of(form.directions),
        hours=hours_of(form.hours), opening_hours=texts_of(form.opening_hours), closed=form.closed.data,
    )  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _room_form(place: PlaceFact, found: RoomFact | None) -> Any:
    """The form, offering as guests the approved organisations, and those who are guests already."""
    form: Any = room_form(place.hours.known)(obj=found)
    translate(form)
    held = found.guests if found else frozenset()
    form.guests.choices = [
        (one.id, one.name) for one in organisations.list_names() if one.state == State.APPROVED or one.id in held
    ]
    return form


def _room(form: Any) -> RoomInput:
    return RoomInput(
        name=form.name.data, capacity=form.capacity.data, equipment=frozenset(form.equipment.data or []),
        directions=texts_of(form.directions), closed=form.closed.data, hours=hours_of(form.own_hours),
        open_to=form.open_to.data, at_once=form.at_once.data, rules=texts_of(form.rules),
        guests=frozenset(form.guests.data or []),
    )  # fmt: skip
