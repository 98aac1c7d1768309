"""The visits of a library for calendar programs, under an address that is its own secret; no contact stands in it."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from app import clock
from app.bookings.feeds import feed_token, opens_feed
from app.exports.calendar import Entry, calendar
from app.languages import pick
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.places import queries as places
from app.settings import settings
from app.visits import queries, service
from app.visits.facts import VisitFact
from app.visits.forms.staff import StaffForm
from app.visits.rules import NoSuchVisit, VisitState
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import list_libraries, own_libraries
from app.web.access import Permission, public, requires, staff
from app.web.locale import canonical, current_language, speak, staff_languages

KEPT_DAYS = timedelta(days=30)  # a subscribed calendar does not lose last week at once


@dataclass(frozen=True)
class Address:
    """Where the calendar of a library is, and the same for programs that subscribe by it."""

    library: OrganisationFact
    url: str
    webcal: str


@public
def feed(code: str, token: str) -> Response:
    """The agreed visits of a library, cancelled ones with their status, from thirty days back."""
    if not opens_feed(_key(code), token):
        raise NoSuchVisit
    library = organisations.get_organisation(code)
    asked = request.args.get("lang", "")
    speak(asked if asked in {one.code for one in staff_languages()} else staff_languages()[0].code)
    found = queries.list_changes(frozenset({library.id}), clock.day_start(clock.today()) - KEPT_DAYS)
    where = _where(found)
    entries = [_entry(one, where.get((one.place_id, one.room_id), "")) for one in found]
    host = urlsplit(settings().base_url).hostname or "localhost"
    name = _("Group visits: %(library)s", library=library.name)
    body = calendar(entries, host, current_language().code, name)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    response.make_conditional(request)
    return response


@blueprint.record
def _add_feed(state: BlueprintSetupState) -> None:
    """Programs ask for it without a language in its path."""
    state.app.add_url_rule("/visits/<code>/<token>.ics", "visits.feed", feed)


@blueprint.route("/desk/visits/calendar/<code>/address", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def renew_feed(code: str) -> Answer:
    """Say that the old address stops; only the button does it."""
    library = next((one for one in list_libraries(own_libraries()) if one.code == code), None)
    if library is None:
        raise NoSuchVisit
    form = StaffForm()
    if form.validate_on_submit():
        service.renew_feed(_key(code), staff().user_id)
        flash(_("The calendar has a new address. The old one shows nothing any more."), "ok")
        return redirect(url_for("visits.month"), 303)
    page = render_template("visits/desk_renew_feed.html", library=library, form=form)
    return make_response(page, form.status)


def list_addresses() -> list[Address]:
    """The calendars of the libraries that the reader works for."""
    return [_address(one) for one in list_libraries(own_libraries())]


def _address(library: OrganisationFact) -> Address:
    path = url_for("visits.feed", code=library.code, token=feed_token(_key(library.code)))
    url = f"{canonical(path)}?lang={current_language().code}"
    return Address(library, url, f"webcal:{url.partition(':')[2]}")


def _key(code: str) -> str:
    return f"visits:{code}"


def _where(visits: list[VisitFact]) -> dict[tuple[int, int | None], str]:
    """(place, room) -> both in one line."""
    names = {one.id: one.name for one in places.list_names()}
    rooms = {one.id: one.name for one in places.list_rooms_by_ids({one.room_id for one in visits if one.room_id})}
    return {
        (one.place_id, one.room_id): ", ".join(filter(None, [rooms.get(one.room_id or 0), names.get(one.place_id)]))
        for one in visits
    }


def _entry(one: VisitFact, where: str) -> Entry:
    """Who comes, and how many; never whom to call."""
    language = current_language().code
    people = ngettext("%(num)s person", "%(num)s people", one.people)
    page = url_for("visits.show", lang=language, code=one.code)
    moment = one.asked_at
    return Entry(
        code=one.code, title=f"{one.group_name} ({people})", description=pick(one.title, language).value,
        where=one.elsewhere or where, url=canonical(page), starts_at=one.starts_at or moment,
        ends_at=one.ends_at or moment, sequence=one.sequence, cancelled=one.state == VisitState.CANCELLED,
        changed_at=one.changed_at,
    )  # fmt: skip
