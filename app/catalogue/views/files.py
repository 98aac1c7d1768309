"""Short links for posters, and calendar files. They carry no language, so they take the reader's."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app import clock
from app.activities.phrases import phrases_of
from app.activities.published import Instance, SeriesFact
from app.activities.queries import OccurrenceFact
from app.catalogue import queries, rules
from app.catalogue.views.blueprint import blueprint
from app.codes import normalise_code
from app.exports.calendar import Entry, calendar
from app.languages import pick
from app.places import queries as places
from app.settings import settings
from app.web.access import public
from app.web.locale import canonical, current_language, speak

IN_READERS_LANGUAGE = "Cookie, Accept-Language"


@blueprint.get("/o/<code>")
@public
def short_occurrence(code: str) -> Answer:
    """To the page of a date."""
    return _send("occurrences", code)


@blueprint.get("/a/<code>")
@public
def short_activity(code: str) -> Answer:
    """To the page of a series."""
    return _send("activities", code)


@blueprint.get("/occurrences/<code>.ics")
@public
def occurrence_ics(code: str) -> Response:
    """One date for a calendar."""
    fact = queries.get_shown_date(code)
    language = _language()
    entry = entry_of_date(fact, places.find_spot(fact.place_id, fact.room_id), language)
    return _calendar([entry], language, fact.code)


@blueprint.get("/activities/<code>.ics")
@public
def activity_ics(code: str) -> Response:
    """Every date of a series for a calendar."""
    fact = queries.get_shown_series(code)
    around = queries.around_series(fact)
    spots = queries.spots_of_series(fact, around)
    language = _language()
    entries = [
        _entry(fact, one, spots[one.place_id].in_words if one.place_id in spots else "", language)
        for one in around.instances
    ]
    return _calendar(entries, language, fact.code)


def entry_of_date(fact: OccurrenceFact, spot: places.Spot | None, language: str) -> Entry:
    """A date as a calendar's entry, with its texts in ``language``."""
    return Entry(
        code=fact.code,
        title=pick(fact.title, language).value,
        description=short_text(fact.summary, fact.phrases, language),
        where=spot.in_words if spot else "",
        url=canonical(f"/{language}/occurrences/{fact.code}"),
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        sequence=fact.sequence,
        cancelled=rules.is_cancelled(fact.state),
        changed_at=fact.changed_at,
    )


def short_text(summary: dict[str, str], phrases: frozenset[str], language: str) -> str:
    """What a calendar says of an activity: the sentence about it, and the common lines that its organiser chose."""
    return "\n".join(filter(None, [pick(summary, language).value, " ".join(map(gettext, phrases_of(phrases)))]))


def tell_since(response: Response, changes: list[datetime]) -> None:
    """Say in the head since when a calendar is as it is, its dates having changed at ``changes`` (UTC), once it is sure."""
    since = rules.unchanged_since(queries.last_change(changes), clock.now())
    if since:  # werkzeug would make None the present second
        response.last_modified = since


def _entry(series: SeriesFact, one: Instance, where: str, language: str) -> Entry:
    return Entry(
        code=one.code,
        title=pick(series.title, language).value,
        description=short_text(series.summary, series.phrases, language),
        where=where,
        url=canonical(f"/{language}/occurrences/{one.code}"),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        sequence=one.sequence,
        cancelled=rules.is_cancelled(one.state),
        changed_at=one.changed_at,
    )


def _send(what: str, code: str) -> Answer:
    response = redirect(f"/{current_language().code}/{what}/{normalise_code(code)}")
    response.headers["Vary"] = IN_READERS_LANGUAGE
    return response


def _calendar(entries: list[Entry], language: str, name: str) -> Response:
    host = urlsplit(settings().base_url).hostname or "localhost"
    body = calendar(entries, host, language)
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="samspel-{name}.ics"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = IN_READERS_LANGUAGE
    response.set_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    tell_since(response, [entry.changed_at for entry in entries])
    response.make_conditional(request)
    return response


def _language() -> str:
    """The language that was asked for, else the reader's; the answer speaks it."""
    asked = request.args.get("lang", "")
    speak(asked if asked in settings().language_codes else current_language().code)
    return current_language().code
