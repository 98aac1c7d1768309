"""What the list can be narrowed by: the families as links, every filter as a form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

from babel.dates import get_day_names
from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from app import clock
from app.activities import likeness
from app.activities.published import Wanted, Word
from app.activities.search import correct
from app.catalogue import rules
from app.catalogue.queries import Names
from app.languages import LANGUAGES, pick
from app.places.rules import NEAR_KM
from app.registrations.free import has_room
from app.web.drawing import draw
from app.web.language_names import every_language, in_order, language_name
from app.web.locale import canonical, current_language

Pairs = tuple[tuple[str, str], ...]
Kind = tuple[str, str, str]


@dataclass(frozen=True)
class Choices:
    """Kinds by family, as (value, label, language where it is not the reader's); the rest as (value, label)."""

    kinds: tuple[tuple[str, tuple[Kind, ...]], ...]
    places: Pairs
    organisations: Pairs
    spoken: Pairs
    days: Pairs
    times: Pairs
    near_km: int = NEAR_KM


def list_url(**parameters: str) -> str:
    """The address of the list with these filters."""
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=",")
    path = f"/{current_language().code}/activities"
    return f"{path}?{query}" if query else path


def home_url(**parameters: str) -> str:
    """The address of the first page with these filters."""
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=",")
    path = f"/{current_language().code}/"
    return f"{path}?{query}" if query else path


def month_url(day: date, /, **parameters: str) -> str:
    """The address of the month of ``day`` with these filters."""
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=",")
    path = f"/{current_language().code}/calendar/{day:%Y-%m}"
    return f"{path}?{query}" if query else path


@dataclass(frozen=True)
class FeedLinks:
    """A calendar file by its whole address, and by the one that telephones subscribe to."""

    url: str
    webcal: str


def feed_links(**parameters: str) -> FeedLinks:
    """The calendar of what is asked, in the reader's language."""
    asked = {name: value for name, value in parameters.items() if value}
    url = canonical(f"/calendar.ics?{urlencode({**asked, 'lang': current_language().code}, safe=',')}")
    return FeedLinks(url, f"webcal:{url.partition(':')[2]}")


def family_links(names: Names, filters: rules.Filters, url: Callable[..., str] = list_url) -> Markup:
    """The families of activities as links that keep the other filters, and the ways to free places and to all places;
    ``url`` makes the address of the page that they narrow."""
    family_names = _family_names(current_language().code)
    pills: list[tuple[str, str, bool, str | None]] = [
        (url(**filters.parameters(type="")), gettext("Everything"), not filters.types, None)
    ]
    for name, keys in _families(names):
        narrowed = url(**filters.parameters(type=",".join(keys)))
        pills.append((narrowed, family_names[name], filters.types == keys, keys[0]))
    free = url(**filters.parameters(free="" if filters.free else "1"))
    pills.append((free, gettext("Places left"), filters.free, None))
    pills.append((url_for("catalogue.place_list"), gettext("All places"), False, None))
    return draw("catalogue/days.html", "families", tuple(pills))


def filter_form(names: Names, filters: rules.Filters, url: str = "", ranged: bool = True) -> Markup:
    """The form with every filter, as it is filled in now, for the list or the page at ``url``."""
    return draw("catalogue/filters.html", "filter_form", url or list_url(), filters, _choices(names, filters), ranged)


def _choices(names: Names, filters: rules.Filters) -> Choices:
    reader = current_language().babel
    family_names = _family_names(current_language().code)
    codes = in_order({*LANGUAGES, *filter(None, [filters.spoken])})
    return Choices(
        kinds=tuple((family_names[name], _kinds(name, keys, names)) for name, keys in _families(names)),
        places=tuple((one.key, one.name) for one in names.places if not one.closed or one.key == filters.place),
        organisations=tuple((one.code, one.name) for one in names.shown_organisations),
        spoken=tuple((code, language_name(code, reader)) for code in codes),
        days=_weekdays(reader, filters),
        times=tuple((part, gettext(name)) for part, name in rules.PART_NAMES.items()),
    )


def near_week(key: str) -> dict[str, str]:
    """The filters of this week at a place and near it."""
    first, last = rules.week_from(clock.today())
    return rules.Filters(place=key, near=True, first=first, last=last).parameters()


def week_form(names: Names, filters: rules.Filters) -> Markup:
    """The filters of the first page that are no families: a place, near it too, and a language."""
    return draw("catalogue/filters.html", "week_form", home_url(), filters, _choices(names, filters))


def _weekdays(reader: str, filters: rules.Filters) -> Pairs:
    """Each weekday by its name, the weekend, and what else is asked now."""
    names = get_day_names("wide", "stand-alone", reader)
    pairs = [(day, names[number]) for number, day in enumerate(rules.WEEKDAYS)]
    pairs.append((",".join(rules.WEEKDAYS[5:]), gettext("Saturday and Sunday")))
    asked = ",".join(filters.days)
    if asked and asked not in dict(pairs):
        pairs.append((asked, ", ".join(names[number] for number in filters.weekdays)))
    return tuple(pairs)


def known(names: Names) -> rules.Known:
    """The values that the filters may have."""
    return rules.Known(
        types=set(names.type_titles),
        places={one.key for one in names.places},
        organisations={one.code for one in names.shown_organisations},
        spoken=every_language(),
    )


def look_for(query: str, names: Names) -> tuple[tuple[Word, ...], bool]:
    """The words of a search, a misspelt one as it was meant, and whether any was; one statement where there are words."""
    typed = likeness.words_of(query)
    bearers = _bearers(names)
    meant = correct(typed, list(bearers)) if typed else []
    # A word that nothing comes close to stays as it is and finds nothing.
    pairs = list(zip(typed, meant, strict=True))
    return tuple(_word(close or word, bearers) for word, close in pairs), any(
        close not in {word, ""} for word, close in pairs
    )


def _bearers(names: Names) -> dict[str, list[tuple[str, str | int]]]:
    """Folded name -> (what kind of thing bears it, its key or id)."""
    found: dict[str, list[tuple[str, str | int]]] = {}
    for kind in names.types:
        found.setdefault(likeness.searchable(kind.title.values()), []).append(("types", kind.key))
    for place in names.places:
        found.setdefault(likeness.searchable([place.name]), []).append(("places", place.id))
    for organiser in names.shown_organisations:
        found.setdefault(likeness.searchable([organiser.name]), []).append(("organisations", organiser.id))
    return found


def _word(word: str, bearers: dict[str, list[tuple[str, str | int]]]) -> Word:
    borne: dict[str, list[Any]] = {}
    for name, things in bearers.items():
        for kind, key in things if likeness.contains(name, word) else ():
            borne.setdefault(kind, []).append(key)
    return Word(word, **{kind: tuple(keys) for kind, keys in borne.items()})


def wanted_dates(filters: rules.Filters, names: Names, words: tuple[Word, ...] = ()) -> Wanted:
    """The dates that the filters ask for, from now on, cancelled ones while they are near; ``words`` as ``look_for`` gives
    them."""
    now = clock.now()
    return Wanted(
        after=max(now, clock.day_start(filters.first)) if filters.first else now,
        before=clock.day_end(filters.last) if filters.last else None,
        off_until=now + rules.CANCELLED_SHOWN,
        types=filters.types,
        place_ids=names.places_at(filters.place, filters.near),
        organisation_id=next((one.id for one in names.organisations if one.code == filters.organisation), None),
        spoken=filters.spoken,
        children=filters.children,
        weekdays=filters.weekdays,
        day_from=filters.minutes[0],
        day_to=filters.minutes[1],
        hidden=names.hidden,
        words=words,
        has_room=partial(has_room, at=now) if filters.free else None,
    )


def coming(names: Names, **asked: Any) -> Wanted:
    """The dates from now on, cancelled ones while they are near."""
    now = clock.now()
    return Wanted(after=now, off_until=now + rules.CANCELLED_SHOWN, hidden=names.hidden, **asked)


def _families(names: Names) -> list[tuple[str, tuple[str, ...]]]:
    """(family, types) of each family that the plan offers something of; types of no family are one of their own."""
    offered = [one.key for one in names.types if one.offered]
    placed = {key for keys in rules.FAMILIES.values() for key in keys}
    families = {**rules.FAMILIES, "home": tuple(key for key in offered if key not in placed)}
    kept = [(name, tuple(key for key in keys if key in offered)) for name, keys in families.items()]
    return [(name, keys) for name, keys in kept if keys]


def _kinds(family: str, keys: tuple[str, ...], names: Names) -> tuple[Kind, ...]:
    titles = [(key, pick(names.type_titles[key], current_language().code)) for key in keys]
    kinds = [(key, title.value, title.language if title.fallback else "") for key, title in titles]
    if len(keys) == 1:
        return tuple(kinds)
    whole = gettext("All: %(kind)s", kind=_family_names(current_language().code)[family])
    return ((",".join(keys), whole, ""), *kinds)


@lru_cache(maxsize=16)
def _family_names(_language: str) -> dict[str, str]:
    return {name: gettext(words) for name, words in rules.FAMILY_NAMES.items()}
