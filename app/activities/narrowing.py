"""Which dates a statement is narrowed to: the conditions of the list, the search and the feeds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
    union,
)
from sqlalchemy.orm import aliased

from app import clock
from app.activities import likeness, search
from app.activities.queries import helped_by
from app.activities.rules import ActivityState, OccurrenceState, Scope, Signup, Visibility
from app.activities.tables import Activity, CoOrganiser, Occurrence

Free = Callable[[ColumnElement[int], ColumnElement[int], ColumnElement[datetime]], ColumnElement[bool]]


def narrow(statement: Select[*tuple[Any, ...]], shape: frozenset[str]) -> Select[*tuple[Any, ...]]:
    """Public dates, narrowed by each condition that ``shape`` names; their values come when it runs."""
    a, o = Activity, Occurrence
    place, minute = func.coalesce(o.place_id, a.place_id), o.week_minute % clock.DAY_MINUTES
    conditions: dict[str, ColumnElement[bool]] = {
        "after": o.ends_at > bindparam("after"),
        "begun": o.starts_at > bindparam("begun"),  # follows from "after", and lets the index of starts give the order
        "before": o.starts_at < bindparam("before"),
        "off_until": or_(o.state == OccurrenceState.SCHEDULED, o.starts_at < bindparam("off_until")),
        "types": a.type_key.in_(bindparam("types", expanding=True)),
        "place_ids": place.in_(bindparam("place_ids", expanding=True)),
        "organisation_id": or_(
            a.organisation_id == bindparam("organisation_id"),
            a.id.in_(helped_by(CoOrganiser.organisation_id == bindparam("organisation_id"))),
        ),
        "spoken": type_coerce(a.spoken, Text).contains(bindparam("spoken"), autoescape=False),
        "children": a.children_welcome == bindparam("children"),
        "weekdays": (o.week_minute // clock.DAY_MINUTES).in_(bindparam("weekdays", expanding=True)),
        "day_from": minute >= bindparam("day_from"),
        "day_to": minute < bindparam("day_to"),
        "hidden": a.organisation_id.not_in(bindparam("hidden", expanding=True)),
    }
    public = and_(search.common(a.state) == ActivityState.PUBLISHED, a.visibility == Visibility.PUBLIC)
    asked = [condition for name, condition in conditions.items() if name in shape]
    words = _words_of(shape)
    if words:
        # As a CASE it stays a test of each date: both databases would join it, and sort what they found.
        asked.append(case((o.activity_id.in_(_holders(words)), 1), else_=0) == 1)
        asked += [_there(name, kind, place) for name, kind in words if f"{name}_places" in shape]
    return statement.select_from(o).join(a, a.id == o.activity_id).where(public, *asked)


def _words_of(shape: frozenset[str]) -> list[tuple[str, str]]:
    """(name, kind) of the words that are asked for; the kind says how a word is looked for."""
    names = [(f"word{number}", kind) for number in range(likeness.MOST_WORDS) for kind in ("", "_short")]
    return [(name, kind) for name, kind in names if name + kind in shape]


def _among(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _holders(words: list[tuple[str, str]]) -> Select[Any]:
    """Ids of the activities that hold every word in their texts, or in a name that they or one of their dates bear.

    Put together once, each part by its own index, so that a search for what is rare passes over all other dates by an id."""
    return select(Activity.id).where(*(Activity.id.in_(_bearing(*word)) for word in words))


def _bearing(name: str, kind: str) -> CompoundSelect[Any]:
    own, places, organisations = select(Activity.id), _among(f"{name}_places"), _among(f"{name}_organisations")
    return union(
        own.where(search.matches(bindparam(name + kind, type_=String), bool(kind))),
        own.where(Activity.type_key.in_(_among(f"{name}_types"))),
        own.where(Activity.place_id.in_(places)),
        select(Occurrence.activity_id).where(Occurrence.place_id.in_(places)),
        own.where(Activity.organisation_id.in_(organisations)),
        helped_by(CoOrganiser.organisation_id.in_(organisations)),
    )


def _there(name: str, kind: str, place: ColumnElement[int]) -> ColumnElement[bool]:
    """That a date itself holds a word that a place bears: it may be held elsewhere than its series."""
    return or_(
        search.matches(bindparam(name + kind, type_=String), bool(kind)),
        Activity.type_key.in_(_among(f"{name}_types")),
        place.in_(_among(f"{name}_places")),
        Activity.organisation_id.in_(_among(f"{name}_organisations")),
        Activity.id.in_(helped_by(CoOrganiser.organisation_id.in_(_among(f"{name}_organisations")))),
    )


def room(has_room: Free) -> ColumnElement[bool]:
    """Everybody may come, or a pool has room; never a cancelled date."""
    a, o = Activity, Occurrence
    come = or_(a.signup == Signup.NONE, and_(a.signup == Signup.OPTIONAL, a.door_closed.is_(False)))
    second = aliased(Occurrence)
    starts = (
        select(second.starts_at)
        .where(second.activity_id == a.id, second.state == OccurrenceState.SCHEDULED)
        .order_by(second.starts_at)
        .limit(1)
        .offset(1)
        .correlate(a)
        .scalar_subquery()
    )
    closes_at = case((a.signup_scope == Scope.SERIES, func.coalesce(starts, o.starts_at)), else_=o.starts_at)
    room = has_room(o.id.expression, func.coalesce(a.root_id, a.id), closes_at)
    return and_(o.state == OccurrenceState.SCHEDULED, or_(come, room))
