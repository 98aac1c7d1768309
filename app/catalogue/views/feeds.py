"""What programs subscribe to: the calendar with its filters, new activities, the sitemap."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from flask import Response, request
from flask_babel import gettext

from app import clock
from app.activities.published import FeedDate, list_feed, list_newest
from app.catalogue import feeds, rules
from app.catalogue.queries import Names, read_names
from app.catalogue.views.blueprint import blueprint
from app.catalogue.views.choices import known, list_url, wanted_dates
from app.catalogue.views.files import short_text, tell_since
from app.exports.calendar import Entry, calendar
from app.languages import pick
from app.places import queries as places
from app.settings import settings
from app.web.access import public_page
from app.web.locale import canonical, current_language, speak

MOST_DATES = 1000
MOST_NEWS = 50
MOST_PAGES = 1000
KEPT_DAYS = timedelta(days=30)  # a subscribed calendar does not lose last week at once
ALWAYS = ("", "activities", "places", "plan")
CLOSED_TO_ROBOTS = ("desk", "my", "count")


@blueprint.get("/calendar.ics")
@public_page
def calendar_ics() -> Response:
    """Every date that the filters leave, cancelled ones with their status; from thirty days back.

    Time alone changes it at midnight only, so that it can tell since when it is as it is."""
    names = read_names()
    filters, language = rules.read_feed(request.args.to_dict(), known(names), settings().language_codes)
    speak(language)
    midnight = clock.day_start(clock.today())
    dates = list_feed(replace(wanted_dates(filters, names), after=midnight - KEPT_DAYS, off_until=None), MOST_DATES)
    where = _Where()
    host = urlsplit(settings().base_url).hostname or "localhost"
    body = calendar([_entry(one, where, language) for one in dates], host, language, _title(filters, names))
    response = Response(body, content_type="text/calendar; charset=utf-8")
    tell_since(response, [midnight, *(one.changed_at for one in dates)])
    return response


@blueprint.get("/<lang:lang>/activities.atom")
@public_page
def activities_atom() -> Response:
    """The activities that were published last."""
    names, language = read_names(), current_language().code
    filters, _language = rules.read_feed(request.args.to_dict(), known(names), settings().language_codes)
    found = list_newest(wanted_dates(filters, names), MOST_NEWS)
    organisers = {one.id: one.name for one in names.organisations}
    page = list_url(**filters.parameters())
    feed = feeds.Feed(
        id=canonical(page), url=canonical(f"{request.path}?{urlencode(filters.parameters())}".rstrip("?")),
        page_url=canonical(page), title=_title(filters, names), language=language,
        updated_at=max((one.published_at for one in found), default=datetime.combine(clock.today(), datetime.min.time(), UTC)),
    )  # fmt: skip
    news = [
        feeds.News(
            id=canonical(f"/a/{one.code}"), url=canonical(f"/{language}/activities/{one.code}"),
            title=pick(one.title, language).value, summary=pick(one.summary, language).value,
            organiser=organisers.get(one.organisation_id, ""), published_at=one.published_at,
        )
        for one in found
    ]  # fmt: skip
    return Response(feeds.atom(feed, news), content_type="application/atom+xml; charset=utf-8")


@blueprint.get("/sitemap.xml")
@public_page
def sitemap_xml() -> Response:
    """Every page that a search engine should know, in each language."""
    return Response(feeds.sitemap(_pages()), content_type="application/xml; charset=utf-8")


@blueprint.get("/robots.txt")
@public_page
def robots_txt() -> Response:
    """Search engines are welcome, but not at the desk and not on anybody's own page."""
    closed = [f"Disallow: /{code}/{path}" for code in settings().language_codes for path in CLOSED_TO_ROBOTS]
    lines = ["User-agent: *", *closed, f"Sitemap: {canonical('/sitemap.xml')}", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


def _pages() -> Iterator[dict[str, str]]:
    names = read_names()
    series = list_newest(wanted_dates(rules.Filters(), names), MOST_PAGES)
    shown = [f"places/{one.key}" for one in names.places if not one.closed]
    for path in (*ALWAYS, *shown, *(f"activities/{one.code}" for one in series)):
        yield {code: canonical(f"/{code}/{path}") for code in settings().language_codes}


class _Where:
    """Where a date is, in one line, as maps understand it."""

    def __init__(self) -> None:
        self.places = {
            one.id: ", ".join(filter(None, [one.name, one.address, f"{one.postcode} {one.town}".strip()]))
            for one in places.list_places(include_closed=True)
        }
        self.rooms = places.list_room_names()

    def of(self, date: FeedDate) -> str:
        return ", ".join(filter(None, [self.rooms.get(date.room_id or 0), self.places.get(date.place_id)]))


def _entry(date: FeedDate, where: _Where, language: str) -> Entry:
    return Entry(
        code=date.code,
        title=pick(date.title, language).value,
        description=short_text(date.summary, date.phrases, language),
        where=where.of(date),
        url=canonical(f"/{language}/occurrences/{date.code}"),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        sequence=date.sequence,
        cancelled=rules.is_cancelled(date.state),
        changed_at=date.changed_at,
    )


def _title(filters: rules.Filters, names: Names) -> str:
    """ "Samspel: Språkkafé, Stadsbiblioteket"."""
    language = current_language().code
    types = [pick(names.type_titles[key], language).value for key in filters.types]
    place = next((one.name for one in names.places if one.key == filters.place), "")
    organiser = next((one.name for one in names.organisations if one.code == filters.organisation), "")
    what = ", ".join(filter(None, [*types, place, organiser])) or settings().municipality
    return str(gettext("Samspel: %(what)s", what=what))
