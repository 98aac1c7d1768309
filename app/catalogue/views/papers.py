"""What staff print: the poster of an activity or of one of its dates, and the week of a place; as pages and as PDFs."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from flask import make_response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.activities import queries as activities
from app.activities.phrases import phrases_of
from app.activities.published import DateFact, Wanted, list_coming
from app.activities.queries import ActivityFact, OccurrenceFact
from app.activities.rules import SIGNUP_NAMES, NoSuchOccurrence, OccurrenceState, effective_signup
from app.catalogue import posters, queries
from app.catalogue.posters import Poster, Span
from app.catalogue.views.blueprint import blueprint
from app.languages import LANGUAGES, pick
from app.organisations.queries import find_name
from app.places import queries as places
from app.places.queries import PlaceFact
from app.plan import queries as plan
from app.settings import settings
from app.web.access import Permission, requires, staff
from app.web.language_names import language_names
from app.web.locale import canonical, current_language, speaking
from app.web.papers import paper

MOST_OF_A_WEEK = 200
KIND = 20  # letters above the title, at most a line
LINE_ENDS = re.compile("</(?:p|li)>|<br>")


@blueprint.get("/<lang:lang>/desk/activities/<code>/poster")
@requires(Permission.ACTIVITIES_READ)
def poster(code: str) -> Response:
    """Choose what the poster is about and in which languages, and see it."""
    activity, fault = _own(code), ""
    try:
        chosen = _languages()
    except posters.TooManyLanguages as refusal:
        fault = _(refusal.message)
        chosen = request.args.getlist("in")
    page = render_template(
        "papers/poster_form.html", activity=activity, chosen=chosen, fault=fault, dates=_coming(activity),
        date=request.args.get("date", ""), query=urlencode([*(("in", one) for one in chosen), *_asked_date()]),
    )  # fmt: skip
    return make_response(page, 422 if fault else 200)


@blueprint.get("/<lang:lang>/desk/activities/<code>/poster/print")
@requires(Permission.ACTIVITIES_READ)
def print_poster(code: str) -> str:
    """The poster as a page, for the printer of the browser."""
    return _poster(_own(code))


@blueprint.get("/<lang:lang>/desk/activities/<code>/poster.pdf")
@requires(Permission.ACTIVITIES_READ)
def poster_pdf(code: str) -> Response:
    """The poster as a PDF. Raises PdfUnavailable."""
    return paper(_poster(_own(code)), f"samspel-{code}")


@blueprint.get("/<lang:lang>/desk/places/<key>/programme")
@requires(Permission.ACTIVITIES_READ)
def programme(key: str) -> str:
    """The week of a place as a page, for the printer of the browser."""
    return _programme(places.get_place(key))


@blueprint.get("/<lang:lang>/desk/places/<key>/programme.pdf")
@requires(Permission.ACTIVITIES_READ)
def programme_pdf(key: str) -> Response:
    """The week of a place as a PDF. Raises PdfUnavailable."""
    return paper(_programme(places.get_place(key)), f"samspel-{key}")


def _own(code: str) -> ActivityFact:
    return activities.get_activity(code, staff().scope(Permission.ACTIVITIES_READ))


def _coming(activity: ActivityFact) -> list[OccurrenceFact]:
    now = clock.now()
    dates = activities.list_occurrences(activity.id)
    return [one for one in dates if one.state == OccurrenceState.SCHEDULED and one.ends_at > now]


def _languages() -> list[str]:
    """Those that are asked for, else that of the page. Raises TooManyLanguages."""
    return posters.read_languages(request.args.getlist("in"), [current_language().code, *settings().language_codes])


def _asked_date() -> list[tuple[str, str]]:
    return [("date", request.args["date"])] if request.args.get("date") else []


def _poster(activity: ActivityFact) -> str:
    chosen = _languages()
    dates, asked = _coming(activity), request.args.get("date", "")
    if asked:
        dates = [one for one in dates if one.code == asked]
        if not dates:
            raise NoSuchOccurrence
    shown = _facts(activity, dates, canonical(f"/o/{asked}" if asked else f"/a/{activity.code}"))
    blocks = [_block(shown, code, alone=len(chosen) == 1) for code in chosen]
    measures = [_measure(shown, *pair) for pair in zip(chosen, blocks, strict=True)]
    return render_template(
        "papers/poster.html", poster=shown, blocks=blocks, square=posters.square(shown.short_url),
        first=LANGUAGES[chosen[0]], size=posters.letter_size(measures),
        long=any(one.title > posters.LONG for one in measures),
    )  # fmt: skip


def _measure(shown: Poster, code: str, block: Markup) -> posters.Block:
    """The lengths of the block's paragraphs, as they were drawn."""
    below = block.partition("</h1>")[2]
    lines = (Markup(part).striptags() for part in LINE_ENDS.split(below))  # noqa: S704  # of our own template
    return posters.Block(code, len(pick(shown.title, code).value), (KIND, *(len(line) for line in lines if line)))


def _facts(activity: ActivityFact, dates: list[OccurrenceFact], short_url: str) -> Poster:
    first = dates[0] if dates else activity
    spot = places.find_spot(first.place_id, first.room_id)
    return Poster(
        short_url=short_url, type_key=activity.type_key, type_title=plan.get_type(activity.type_key).title,
        title=activity.title, summary=activity.summary,
        spans=tuple(Span(one.starts_at, one.ends_at) for one in dates[: posters.MOST_DATES]),
        more=max(0, len(dates) - posters.MOST_DATES),
        place=" · ".join(filter(None, [spot.name, spot.room_name])) if spot else "",
        address=f"{spot.address}, {spot.town}".strip(", ") if spot else "", organiser=find_name(activity.organisation_id),
        cost_kr=activity.cost_kr, children_welcome=activity.children_welcome,
        phrases=phrases_of(activity.phrases), spoken=activity.spoken,
        signup=effective_signup(activity.signup, activity.door_closed),
    )  # fmt: skip


def _block(shown: Poster, code: str, alone: bool) -> Markup:
    """The words of one language; ``alone``: no other stands on the poster, so that a text in another is better than none."""
    language = LANGUAGES[code]
    with speaking(code):
        spoken = language_names(shown.spoken, language.babel) if shown.spoken else ""
        part = render_template(
            "papers/poster_part.html", poster=shown, of=language, spoken=spoken, signups=SIGNUP_NAMES, alone=alone
        )
        return Markup(part)  # noqa: S704  # our own template, escaped by Jinja


def _programme(place: PlaceFact) -> str:
    chosen = _languages()[0]
    monday = posters.read_week(request.args.get("week", ""), clock.today())
    names = queries.read_names()
    wanted = Wanted(
        after=clock.day_start(monday), before=clock.day_start(monday + posters.WEEK), place_ids=(place.id,),
        hidden=names.hidden,
    )  # fmt: skip
    found = [one for one in list_coming(wanted, MOST_OF_A_WEEK) if one.starts_at >= clock.day_start(monday)]
    with speaking(chosen):
        return render_template(
            "papers/programme.html", place=place, monday=monday, last=monday + posters.WEEK - timedelta(days=1),
            days=_by_day(found), titles=names.type_titles, signups=SIGNUP_NAMES, week=posters.week_name(monday),
            square=posters.square(canonical(f"/{chosen}/places/{place.key}")),
            page=canonical(f"/{chosen}/places/{place.key}"), first=LANGUAGES[chosen],
        )  # fmt: skip


def _by_day(dates: Iterable[DateFact]) -> list[tuple[datetime, list[DateFact]]]:
    days = groupby(dates, key=lambda one: clock.local(one.starts_at).date())
    return [(group[0].starts_at, group) for group in (list(found) for _day, found in days)]
