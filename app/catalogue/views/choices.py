"""What the list can be narrowed by: the families as links, every filter as a form."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from app.catalogue import rules, words
from app.catalogue.drawing import draw
from app.catalogue.queries import Names
from app.languages import LANGUAGES, pick
from app.web.locale import current_language

Pairs = tuple[tuple[str, str], ...]
Kind = tuple[str, str, str]


@dataclass(frozen=True)
class Choices:
    """Kinds by family, as (value, label, language where it is not the reader's); the rest as (value, label)."""

    kinds: tuple[tuple[str, tuple[Kind, ...]], ...]
    places: Pairs
    organisations: Pairs
    spoken: Pairs


def list_url(**parameters: str) -> str:
    """The address of the list with these filters."""
    query = urlencode({name: value for name, value in parameters.items() if value}, safe=",")
    path = f"/{current_language().code}/activities"
    return f"{path}?{query}" if query else path


def family_links(names: Names, filters: rules.Filters) -> Markup:
    """The families of activities as links that keep the other filters, and the ways to free places and to all places."""
    family_names = _family_names(current_language().code)
    pills: list[tuple[str, str, bool, str | None]] = [
        (list_url(**filters.parameters(type="")), gettext("Everything"), not filters.types, None)
    ]
    for name, keys in _families(names):
        url = list_url(**filters.parameters(type=",".join(keys)))
        pills.append((url, family_names[name], filters.types == keys, keys[0]))
    free = list_url(**filters.parameters(free="" if filters.free else "1"))
    pills.append((free, gettext("Places left"), filters.free, None))
    pills.append((url_for("catalogue.place_list"), gettext("All places"), False, None))
    return draw("catalogue/days.html", "families", tuple(pills))


def filter_form(names: Names, filters: rules.Filters) -> Markup:
    """The form with every filter, as it is filled in now."""
    reader = current_language().babel
    family_names = _family_names(current_language().code)
    codes = words.in_order({*LANGUAGES, *filter(None, [filters.spoken])})
    choices = Choices(
        kinds=tuple((family_names[name], _kinds(name, keys, names)) for name, keys in _families(names)),
        places=tuple((one.key, one.name) for one in names.places if not one.closed or one.key == filters.place),
        organisations=tuple((one.code, one.name) for one in names.shown_organisations),
        spoken=tuple((code, words.language_name(code, reader)) for code in codes),
    )
    return draw("catalogue/filters.html", "filter_form", list_url(), filters, choices)


def known(names: Names) -> rules.Known:
    """The values that the filters may have."""
    return rules.Known(
        types=set(names.type_titles),
        places={one.key for one in names.places},
        organisations={one.code for one in names.shown_organisations},
        spoken=words.every_language(),
    )


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
