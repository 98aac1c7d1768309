"""The page of one date and of a whole series."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from app import clock
from app.activities.phrases import phrases_of
from app.activities.picture import Picture
from app.activities.published import Instance, SeriesFact, second_start
from app.activities.queries import OccurrenceFact
from app.activities.rules import Scope, Visibility
from app.catalogue import cards, queries, rules, words
from app.catalogue.views import described
from app.catalogue.views.blueprint import blueprint
from app.catalogue.views.files import entry_of_date
from app.exports.calendar import google_url, outlook_url
from app.languages import Text, pick
from app.organisations.queries import OrganisationName
from app.organisations.rules import State
from app.places.queries import Spot, list_names
from app.places.rules import ACCESSIBILITY_NAMES
from app.web.access import Permission, public_page, signed_in
from app.web.drawing import draw
from app.web.language_names import language_names
from app.web.locale import current_language

PAST_SHOWN = 30


@dataclass(frozen=True)
class SignUp:
    """The panel beside a date or a series: how things stand, the pools, and where its buttons lead."""

    door: rules.Door
    signup: str
    pools: tuple[cards.PoolView, ...]
    opens_at: datetime | None
    url: str
    calendar_url: str
    calendar_links: tuple[tuple[str, str], ...]
    others_url: str
    whole_series: bool


@dataclass(frozen=True)
class Line:
    """One date in the list of a series' dates; ``place_name`` only where it is not the usual place."""

    code: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    place_name: str = ""


@dataclass(frozen=True)
class Where:
    key: str
    name: str
    address: str
    town: str
    room_name: str


@dataclass(frozen=True)
class Organiser:
    """Who arranges it; ``code`` is empty where they have no page now."""

    name: str
    code: str


@dataclass(frozen=True)
class Shown:
    """A picture for the reader: its files by ``digest`` and ``widths``, the size of the largest, what is to be seen."""

    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    alt: Text


@dataclass(frozen=True)
class Sheet:
    """What the page of a date and of a series say of the activity, each text in the best language there is. ``path`` is
    empty where the page is only looked at."""

    prefix: str
    path: str
    type_key: str
    type_title: Text
    title: Text
    summary: Text
    prose: Markup
    prose_text: Text
    notice: Text
    directions: Text
    room_directions: Text
    where: Where | None
    accessibility: tuple[str, ...]
    organisers: tuple[Organiser, ...]
    cost_kr: int
    spoken: str
    children_welcome: bool
    phrases: tuple[str, ...]
    contact: tuple[str, str, str]
    picture: Shown | None

    @property
    def texts(self) -> tuple[Text, ...]:
        return (self.title, self.summary, self.prose_text, self.notice, self.directions, self.room_directions)


@blueprint.get("/<lang:lang>/occurrences/<code>")
@public_page
def occurrence(code: str) -> str:
    """One date: when, where, for whom, places left, and one button."""
    fact = queries.get_shown_date(code, _preparing)
    now = clock.now()
    around = queries.around_date(fact, now)
    prepared = rules.is_prepared(fact.activity_state, fact.visibility)
    sheet = _sheet(fact, around, fact.notice, prepared)
    others = [_line(one) for one in around.instances if one.id != fact.id][: queries.OTHER_DATES]
    sign_up = _for_date(fact, around, now)
    if prepared:
        sign_up = _without_addresses(sign_up)
    main = draw("catalogue/sheet.html", "date_sheet", sheet, fact.starts_at, fact.ends_at, sign_up, tuple(others))
    hidden = prepared or fact.visibility == Visibility.LINK
    data = None if hidden else described.date_data(fact, around, sign_up.door, sign_up.url)
    return render_template(
        "catalogue/occurrence.html", sheet=sheet, date=fact, main=main, hidden=hidden, data=data,
        prepared=fact.activity_code if prepared else "",
    )  # fmt: skip


@blueprint.get("/<lang:lang>/activities/<code>")
@public_page
def activity(code: str) -> str:
    """A series with all its dates, and sign-up where one signs up for all of it."""
    fact = queries.get_shown_series(code, _preparing)
    now = clock.now()
    around = queries.around_series(fact)
    prepared = rules.is_prepared(fact.state, fact.visibility)
    sheet = _sheet(fact, around, {}, prepared)
    elsewhere = {place.id: place.name for place in list_names() if place.id != fact.place_id}
    coming = tuple(_line(one, elsewhere) for one in around.instances if one.ends_at > now)
    past = tuple(_line(one, elsewhere) for one in around.instances if one.ends_at <= now)[: -PAST_SHOWN - 1 : -1]
    sign_up = _for_series(fact, around, now)
    if prepared and sign_up:
        sign_up = _without_addresses(sign_up)
    main = draw("catalogue/sheet.html", "series_sheet", sheet, sign_up, coming, past)
    hidden = prepared or fact.visibility == Visibility.LINK
    data = None if hidden else described.series_data(fact, around, now)
    return render_template(
        "catalogue/activity.html", sheet=sheet, main=main, hidden=hidden, data=data, prepared=code if prepared else ""
    )  # fmt: skip


def _preparing() -> frozenset[int] | None:
    """The organisations whose unpublished pages the reader may see: those they work for, and nobody's for residents."""
    found = signed_in()
    return found.scope(Permission.ACTIVITIES_READ) if found else queries.nobody()


def _without_addresses(sign_up: SignUp) -> SignUp:
    """For a page that is only looked at: what its buttons lead to is not there yet."""
    return replace(sign_up, url="", calendar_url="", calendar_links=())


def _sheet(fact: OccurrenceFact | SeriesFact, around: queries.Around, notice: dict[str, str], prepared: bool) -> Sheet:
    kind = "occurrences" if isinstance(fact, OccurrenceFact) else "activities"
    language, spot = current_language(), around.spot
    description = pick(fact.description, language.code)
    accessible = spot.accessibility if spot else frozenset()
    return Sheet(
        prefix=f"/{language.code}",
        path="" if prepared else f"/{language.code}/{kind}/{fact.code}",
        type_key=fact.type_key,
        type_title=pick(around.type_title, language.code),
        title=pick(fact.title, language.code),
        summary=pick(fact.summary, language.code),
        prose=words.prose(description.value),
        prose_text=description,
        notice=pick(notice, language.code),
        directions=pick(spot.directions if spot else {}, language.code),
        room_directions=pick((spot.room_directions if spot else None) or {}, language.code),
        where=_where(spot),
        accessibility=tuple(name for key, name in ACCESSIBILITY_NAMES.items() if key in accessible),
        organisers=tuple(_organiser(one) for one in around.organisers),
        cost_kr=fact.cost_kr,
        spoken=language_names(fact.spoken, language.babel) if fact.spoken else "",
        children_welcome=fact.children_welcome,
        phrases=phrases_of(fact.phrases),
        contact=(fact.contact_name, fact.contact_email, fact.contact_phone),
        picture=_shown(fact.picture, language.code) if fact.picture else None,
    )


def _shown(picture: Picture, language: str) -> Shown:
    return Shown(picture.digest, picture.width, picture.height, picture.widths, pick(picture.alt, language))


def _where(spot: Spot | None) -> Where | None:
    return Where(spot.key, spot.name, spot.address, spot.town, spot.room_name or "") if spot else None


def _organiser(name: OrganisationName) -> Organiser:
    return Organiser(name.name, name.code if name.state == State.APPROVED else "")


def _line(one: Instance, elsewhere: dict[int, str] | None = None) -> Line:
    place_name = (elsewhere or {}).get(one.place_id, "")
    return Line(one.code, one.starts_at, one.ends_at, rules.is_cancelled(one.state), place_name)


def _for_date(fact: OccurrenceFact, around: queries.Around, now: datetime) -> SignUp:
    pools = rules.pools_of(around.pools, fact.id, fact.root_id, fact.activity_id)
    signup = rules.effective(fact.signup, fact.door_closed)
    whole = fact.signup_scope == Scope.SERIES
    path = f"activities/{fact.activity_code}" if whole else f"occurrences/{fact.code}"
    prefix = f"/{current_language().code}"
    entry = entry_of_date(fact, around.spot, current_language().code)
    return SignUp(
        door=rules.door_of(signup, rules.is_cancelled(fact.state), fact.ends_at, pools, fact.starts_at, now),
        signup=signup.value,
        pools=cards.pool_views(pools, signup),
        opens_at=rules.opens_at(pools),
        url=f"{prefix}/{path}/sign-up",
        calendar_url=f"/occurrences/{fact.code}.ics?lang={prefix[1:]}",
        calendar_links=(("Google", google_url(entry)), ("Outlook", outlook_url(entry))),
        others_url=f"{prefix}/activities/{fact.activity_code}",
        whole_series=whole,
    )


def _for_series(fact: SeriesFact, around: queries.Around, now: datetime) -> SignUp | None:
    """None where one signs up for each date, or where no date is held."""
    held = [one for one in around.instances if not rules.is_cancelled(one.state)]
    if not held or fact.signup_scope != Scope.SERIES:
        return None
    signup = rules.effective(fact.signup, fact.door_closed)
    last = max(held, key=lambda one: one.ends_at)
    prefix = f"/{current_language().code}"
    return SignUp(
        door=rules.door_of(signup, False, last.ends_at, around.pools, second_start(held) or last.starts_at, now),
        signup=signup.value,
        pools=cards.pool_views(around.pools, signup),
        opens_at=rules.opens_at(around.pools),
        url=f"{prefix}/activities/{fact.code}/sign-up",
        calendar_url=f"/activities/{fact.code}.ics?lang={prefix[1:]}",
        calendar_links=(),
        others_url=f"{prefix}/activities",
        whole_series=True,
    )
