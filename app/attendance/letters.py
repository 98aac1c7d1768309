"""What the morning's mails to hosts are made from, read at delivery; nobody's name or contact stands in them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.activities.rules import Signup
from app.attendance import queries
from app.messages.unsubscribing import token_of
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot
from app.registrations import queries as registrations
from app.registrations.rules import NEED_NAMES, ROLE_NAMES, Need, RegistrationState, Role


@dataclass(frozen=True)
class Line:
    """The places of one role: how many are taken, of how many (none: no limit), and how many wait."""

    role: str
    taken: int
    capacity: int | None
    waiting: int


@dataclass(frozen=True)
class HostDate:
    """One date: its lists, what people need (words, how many), and how many the host must tell something."""

    date: OccurrenceFact
    place: Spot | None
    lines: tuple[Line, ...]
    needs: tuple[tuple[str, int], ...]
    to_tell: int


@dataclass(frozen=True)
class HostLetter:
    """What an organisation's host reads in the morning."""

    organisation: str
    dates: tuple[HostDate, ...]
    unsubscribe: tuple[str, str]


About = Mapping[str, Any]


def host_list(about: About) -> HostLetter | None:
    """Today's dates that people sign up for, as they stand now; nothing where none is left."""
    dates = [one for one in _dates(about) if one.signup != Signup.NONE]
    return _letter(about, dates)


def host_record(about: About) -> HostLetter | None:
    """Yesterday's dates that nobody has counted yet; nothing where all are."""
    dates = _dates(about)
    recorded = queries.find_records(one.id for one in dates) if dates else {}
    return _letter(about, [one for one in dates if one.id not in recorded])


LETTERS: dict[str, Callable[[About], HostLetter | None]] = {"host_list": host_list, "host_record": host_record}


def _dates(about: About) -> list[OccurrenceFact]:
    held = terms.list_held_on(date.fromisoformat(about["day"]))
    return [one for one in held if one.organisation_id == about["organisation"]]


def _letter(about: About, dates: list[OccurrenceFact]) -> HostLetter | None:
    if not dates:
        return None
    way_out = ("accounts.mails", token_of("staff", about["host"]))
    return HostLetter(organisations.find_name(about["organisation"]), tuple(map(_host_date, dates)), way_out)


def _host_date(one: OccurrenceFact) -> HostDate:
    pools = registrations.list_pool_states([one.id], [one.root_id])
    people = [
        fact
        for fact in registrations.list_taking_part([pool.id for pool in pools])
        if fact.state == RegistrationState.CONFIRMED
    ]
    needs = Counter(need for fact in people for need in sorted(fact.needs))
    lines = tuple(Line(ROLE_NAMES[Role(pool.role)], pool.taken, pool.capacity, pool.waiting) for pool in pools)
    return HostDate(
        one, places.find_spot(one.place_id, one.room_id), lines,
        tuple((NEED_NAMES[Need(need)], number) for need, number in needs.most_common()),
        registrations.count_to_tell([one.id]).get(one.id, 0),
    )  # fmt: skip
