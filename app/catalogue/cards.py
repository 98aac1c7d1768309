"""The cards of dates: facts in the reader's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup

from app import clock
from app.activities.published import DateFact
from app.activities.rules import Scope
from app.catalogue import rules
from app.languages import Text, pick
from app.registrations.queries import list_pool_states
from app.registrations.rules import ROLE_NAMES, PoolState
from app.web.drawing import draw
from app.web.locale import current_language


@dataclass(frozen=True)
class PoolView:
    role_label: str
    capacity: int | None
    taken: int
    left: int | None
    waiting: int
    queue_open: bool


@dataclass(frozen=True)
class Card:
    code: str
    title: Text
    type_key: str
    type_title: Text
    starts_at: datetime
    ends_at: datetime
    place_name: str
    cancelled: bool
    over: bool
    closed: bool
    signup: str
    pools: tuple[PoolView, ...] = ()


def draw_cards(
    dates: Sequence[DateFact], types: Mapping[str, dict[str, str]], places: Mapping[int, str], level: int = 3
) -> list[Markup]:
    """The cards of ``dates`` in the reader's language; one statement for all their pools."""
    whole = sorted({date.activity_id for date in dates} | {date.root_id for date in dates})
    asking = [date for date in dates if date.signup != "none"]
    states = list_pool_states([date.id for date in asking], whole) if asking else []
    now = clock.now()
    return [
        draw("components/card.html", "event_card", _card(date, types, places, states, now), level) for date in dates
    ]


def pool_views(states: Iterable[PoolState], signup: str) -> tuple[PoolView, ...]:
    """Pools as the page shows them, with their roles in the reader's words."""
    labels = _role_labels(current_language().code)
    return tuple(
        PoolView(
            role_label=labels[pool.role],
            capacity=pool.capacity,
            taken=pool.taken,
            left=pool.left,
            waiting=pool.waiting,
            queue_open=rules.has_queue(pool, signup),
        )
        for pool in states
    )


@lru_cache(maxsize=16)
def _role_labels(_language: str) -> dict[str, str]:
    return {role.value: gettext(name) for role, name in ROLE_NAMES.items()}


def _card(
    date: DateFact,
    types: Mapping[str, dict[str, str]],
    places: Mapping[int, str],
    states: Sequence[PoolState],
    now: datetime,
) -> Card:
    language = current_language().code
    signup = rules.effective(date.signup, date.door_closed)
    pools = rules.pools_of(states, date.id, date.root_id, date.activity_id)
    return Card(
        code=date.code,
        title=pick(date.title, language),
        type_key=date.type_key,
        type_title=pick(types.get(date.type_key, {}), language),
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        place_name=places.get(date.place_id, ""),
        cancelled=rules.is_cancelled(date.state),
        over=date.ends_at <= now,
        closed=rules.is_closed(signup, pools, date.starts_at if date.signup_scope == Scope.DATE else date.ends_at, now),
        signup=signup.value,
        pools=pool_views(pools, signup),
    )
