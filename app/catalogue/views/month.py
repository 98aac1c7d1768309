"""A month as a table of weeks, with the filters of the list."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from flask import redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.activities.published import DateFact, list_coming
from app.catalogue import rules
from app.catalogue.queries import read_names
from app.catalogue.views.blueprint import blueprint
from app.catalogue.views.choices import family_links, filter_form, known, list_url, look_for, month_url, wanted_dates
from app.languages import pick
from app.web.access import CACHE_KEYS, public, public_page
from app.web.drawing import draw
from app.web.locale import current_language

MOST_DATES = 1000


@dataclass(frozen=True)
class Day:
    """One cell of the table; ``inside`` the month, ``past`` before today."""

    day: date
    inside: bool
    past: bool
    today: bool
    entries: tuple[Markup, ...] = ()


@blueprint.get("/<lang:lang>/calendar")
@public
def this_month() -> Response:
    """To the month that we are in."""
    kept = {name: request.args[name] for name in request.args if name in CACHE_KEYS}
    return redirect(month_url(clock.today(), **kept))


@blueprint.get("/<lang:lang>/calendar/<month>")
@public_page
def month(month: str) -> str:
    """Every date of a month by day; those that have been, too."""
    first = rules.read_month(month)
    after = rules.next_month(first)
    names = read_names()
    asked = {name: request.args[name] for name in request.args if name not in {"from", "to", "page"}}
    filters = rules.read_filters(asked, known(names))
    words, corrected = look_for(filters.q, names)
    wanted = replace(
        wanted_dates(filters, names, words), after=clock.day_start(first), before=clock.day_start(after), off_until=None
    )
    dates = list_coming(wanted, MOST_DATES)
    query = filters.parameters()

    def at(day: date) -> str:
        return month_url(day, **query) if rules.is_month(day) else ""

    return render_template(
        "catalogue/month.html", first=first, weeks=_weeks(first, dates), count=len(dates), filters=filters,
        has_today=first <= clock.today() < after,
        corrected=corrected, families=family_links(names, filters, partial(month_url, first)),
        form=filter_form(names, filters, month_url(first), ranged=False),
        list_url=list_url(**query), search_url=month_url(first),
        earlier=at(first - timedelta(days=1)), later=at(after), here=at(first), now=at(clock.today()),
    )  # fmt: skip


def _weeks(first: date, dates: list[DateFact]) -> list[list[Day]]:
    """The weeks of the month, from Monday to Sunday, with the dates of each day."""
    today, by_day = clock.today(), _by_day(dates)
    return [
        [Day(day, day.month == first.month, day < today, day == today, tuple(by_day.get(day, ()))) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]


def _by_day(dates: list[DateFact]) -> dict[date, list[Markup]]:
    found: dict[date, list[Markup]] = {}
    language = current_language().code
    for one in dates:
        title = pick(one.title, language)
        given = (one.code, one.type_key, title, one.starts_at, rules.is_cancelled(one.state))
        drawn = draw("catalogue/month_parts.html", "month_entry", *given)
        found.setdefault(clock.local(one.starts_at).date(), []).append(drawn)
    return found
