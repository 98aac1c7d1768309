"""The calendar of a room for the programs of whoever looks after it, under an address that is its own secret."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app import clock
from app.bookings import feeds, queries, service
from app.bookings.forms import ButtonForm
from app.bookings.queries import BookingFact
from app.bookings.rules import BookingState
from app.bookings.views.blueprint import blueprint, names_of, own_room, place_of, titles_of
from app.exports.calendar import Entry, calendar
from app.places import queries as places
from app.places.queries import RoomFact
from app.places.rules import NoSuchRoom
from app.settings import settings
from app.web.access import Permission, public, requires, staff
from app.web.locale import canonical, current_language, speak, staff_languages

KEPT_DAYS = timedelta(days=30)  # a subscribed calendar does not lose last week at once


@dataclass(frozen=True)
class Addresses:
    """The calendar's address, and the same for programs that subscribe by it."""

    url: str
    webcal: str


@blueprint.get("/rooms/<code>/<token>.ics")
@public
def feed(code: str, token: str) -> Response:
    """What is booked in a room, cancelled bookings with their status, from thirty days back."""
    if not feeds.opens_feed(_key(code), token):
        raise NoSuchRoom
    room = places.get_room(code)
    asked = request.args.get("lang", "")
    speak(asked if asked in {one.code for one in staff_languages()} else staff_languages()[0].code)
    place = place_of(room)
    found = queries.list_changes(room.id, clock.day_start(clock.today()) - KEPT_DAYS)
    titles, organisations = titles_of(found), names_of(one.organisation_id for one in found)
    where = f"{room.name}, {place.name}"
    entries = [
        _entry(one, titles[one.id].value, organisations.get(one.organisation_id or 0, ""), where) for one in found
    ]
    host = urlsplit(settings().base_url).hostname or "localhost"
    body = calendar(entries, host, current_language().code, where)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response


@blueprint.route("/<lang:lang>/desk/rooms/<code>/calendar-address", methods=["GET", "POST"])
@requires(Permission.ROOMS_READ)
def renew_feed(code: str) -> Answer:
    """Say that the old address stops; only the button does it."""
    room, form = own_room(code), ButtonForm()
    if form.validate_on_submit():
        service.renew_feed(_key(code), staff().user_id)
        flash(_("The calendar has a new address. The old one shows nothing any more."), "ok")
        return redirect(url_for("bookings.room", code=code))
    page = render_template("bookings/renew_feed.html", room=room, form=form, feed=addresses_of(room))
    return make_response(page, form.status)


def addresses_of(room: RoomFact) -> Addresses:
    """Where the calendar of a room is."""
    path = url_for("bookings.feed", code=room.code, token=feeds.feed_token(_key(room.code)))
    url = f"{canonical(path)}?lang={current_language().code}"
    return Addresses(url, f"webcal:{url.partition(':')[2]}")


def _key(code: str) -> str:
    return f"room:{code}"


def _entry(one: BookingFact, title: str, organisation: str, where: str) -> Entry:
    page = url_for("bookings.show", lang=current_language().code, code=one.series)
    return Entry(
        code=one.code, title=f"{title} ({organisation})" if organisation else title, description="", where=where,
        url=canonical(page), starts_at=one.starts_at, ends_at=one.ends_at, sequence=one.sequence,
        cancelled=one.state == BookingState.CANCELLED, changed_at=one.changed_at,
    )  # fmt: skip
