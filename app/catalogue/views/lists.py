"""Home, the list with its filters, and places."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import groupby

from flask import render_template, request
from flask_babel import gettext
from markupsafe import Markup

from app import clock
from app.activities.published import DateFact, find_coming, list_coming, list_dates
from app.catalogue import hooks, rules, words
from app.catalogue.cards import draw_cards
from app.catalogue.opening import opening_of
from app.catalogue.posters import square
from app.catalogue.queries import Names, read_names
from app.catalogue.views.blueprint import blueprint
from app.catalogue.views.choices import (
    coming,
    family_links,
    feed_links,
    filter_form,
    home_url,
    known,
    list_url,
    look_for,
    month_url,
    near_week,
    wanted_dates,
    week_form,
)
from app.codes import normalise_code
from app.languages import pick
from app.organisations import queries as organisations
from app.organisations.rules import KIND_NAMES, Kind
from app.places import queries as places
from app.places.rules import ACCESSIBILITY_NAMES, EQUIPMENT_NAMES
from app.web.access import public_page
from app.web.language_names import listed
from app.web.locale import canonical, current_language

HOME_LIMIT = 48
NEXT_LIMIT = 6
PLACE_LIMIT = 12
SCREEN_LIMIT = 6


@blueprint.get("/<lang:lang>/")
@public_page
def home() -> str:
    """The seven days from today, by day; where they are empty, the next dates. Narrowed to kinds, a place, a language."""
    names = read_names()
    filters = rules.of_first_page(rules.read_filters(request.args.to_dict(), known(names)))
    wanted = wanted_dates(filters, names)
    found = list_coming(replace(wanted, before=clock.day_end(rules.week_from(clock.today())[1])), HOME_LIMIT + 1)
    later = [] if found else list_coming(wanted, NEXT_LIMIT)
    return render_template(
        "catalogue/home.html",
        days=_grouped(found[:HOME_LIMIT], names, _day),
        more=len(found) > HOME_LIMIT,
        later=_grouped(later, names, _day),
        filters=filters,
        count=len(found),
        families=family_links(names, filters, home_url),
        form=week_form(names, filters),
        home_url=home_url(),
        list_url=list_url(),
        more_url=list_url(**filters.parameters()),
    )


@blueprint.get("/<lang:lang>/activities")
@public_page
def activities() -> str:
    """The coming dates that the filters leave, in pages of twenty; those far ahead are found by month."""
    names = read_names()
    filters = rules.read_filters(request.args.to_dict(), known(names))
    words, corrected = look_for(filters.q, names)
    wanted = wanted_dates(filters, names, words)
    found = find_coming(wanted, rules.MOST_LISTED + 1)
    count, found = len(found), found[: rules.MOST_LISTED]
    pages = -(-len(found) // rules.PAGE_SIZE)
    filters = rules.at_page(filters, pages)
    first = (filters.page - 1) * rules.PAGE_SIZE
    dates = list_dates(found[first : first + rules.PAGE_SIZE])
    return render_template(
        "catalogue/activities.html",
        groups=_grouped(dates, names, _month),
        count=len(found),
        more=count > rules.MOST_LISTED,
        corrected=corrected,
        pages=pages,
        filters=filters,
        families=family_links(names, filters),
        form=filter_form(names, filters),
        list_url=list_url(),
        search_url=list_url(),
        month_url=month_url(_month_shown(filters), **filters.parameters(**{"from": "", "to": ""})),
        feed=feed_links(type=",".join(filters.types), place=filters.place, organisation=filters.organisation),
        page_url=lambda number: list_url(**filters.parameters(page=number if number > 1 else "")),
    )


@blueprint.get("/<lang:lang>/places")
@public_page
def place_list() -> str:
    """Every open place."""
    return render_template("catalogue/places.html", places=places.list_places(), today=clock.today())


@blueprint.get("/<lang:lang>/places/<key>")
@public_page
def place(key: str) -> str:
    """One place, with its rooms and coming dates."""
    fact = places.get_place(key)
    names = read_names()
    found = list_coming(coming(names, place_ids=(fact.id,)), PLACE_LIMIT + 1)
    week_ends = rules.week_from(clock.today())[1]
    week = [one for one in found[:PLACE_LIMIT] if _day(one) <= week_ends]
    return render_template(
        "catalogue/place.html",
        place=fact,
        opening=opening_of(fact.hours, clock.today(), current_language().code),
        rooms=[(room, _equipment(room)) for room in places.list_rooms(fact.id)],
        accessibility=[name for key, name in ACCESSIBILITY_NAMES.items() if key in fact.accessibility],
        days=_grouped(week, names, _day),
        later=draw_cards(found[len(week) : PLACE_LIMIT], names.type_titles, names.place_names),
        more=len(found) > PLACE_LIMIT,
        groups=hooks.takes_groups[0](fact.id),
        near=names.near(fact),
        near_url=list_url(**near_week(fact.key)),
        list_url=list_url(),
        feed=feed_links(place=fact.key),
    )


@blueprint.get("/<lang:lang>/places/<key>/screen")
@public_page
def screen(key: str) -> str:
    """The next dates of a place in large letters, for a screen on its wall."""
    fact = places.get_place(key)
    names = read_names()
    found = list_coming(coming(names, place_ids=(fact.id,)), SCREEN_LIMIT)
    return render_template(
        "catalogue/screen.html", place=fact, dates=found, titles=names.type_titles,
        square=square(canonical(f"/{current_language().code}/places/{fact.key}")),
    )  # fmt: skip


@blueprint.get("/<lang:lang>/organisations/<code>")
@public_page
def organisation(code: str) -> str:
    """An organiser with its own words and its coming dates."""
    fact = organisations.get_organisation(normalise_code(code))
    rules.check_shown_organiser(fact.state)
    names = read_names()
    found = list_coming(coming(names, organisation_id=fact.id), PLACE_LIMIT + 1)
    description = pick(fact.description, current_language().code)
    return render_template(
        "catalogue/organisation.html",
        organisation=fact,
        kind=KIND_NAMES[Kind(fact.kind)],
        description=description,
        prose=words.prose(description.value),
        cards=draw_cards(found[:PLACE_LIMIT], names.type_titles, names.place_names),
        more=len(found) > PLACE_LIMIT,
        list_url=list_url(organisation=fact.code),
        feed=feed_links(organisation=fact.code),
    )


def _equipment(room: places.RoomFact) -> str:
    names = [gettext(name) for key, name in EQUIPMENT_NAMES.items() if key in room.equipment]
    return listed([*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])], current_language().babel)


def _month_shown(filters: rules.Filters) -> date:
    """The month of the first day that was asked for, where it has a page."""
    return filters.first if filters.first and rules.is_month(filters.first) else clock.today()


def _grouped(dates: list[DateFact], names: Names, start: Callable[[DateFact], date]) -> list[tuple[date, list[Markup]]]:
    drawn = zip(dates, draw_cards(dates, names.type_titles, names.place_names), strict=True)
    groups = groupby(drawn, key=lambda pair: start(pair[0]))
    return [(first, [card for _date, card in pairs]) for first, pairs in groups]


def _day(fact: DateFact) -> date:
    return clock.local(fact.starts_at).date()


def _month(fact: DateFact) -> date:
    return _day(fact).replace(day=1)
