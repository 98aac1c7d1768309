"""The demo's content, read from its YAML files: who arranges, where, what, and the names of invented people."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from app.schedule.hours import Hours, read_windows

DATA = Path(__file__).parent / "data"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Arranger:
    """An organisation; ``editor`` is the name of the person who enters its activities."""

    key: str
    kind: str
    name: str
    email: str
    editor: str
    description: Texts
    part_of_unit: str | None = None
    board: str = ""
    untrusted: bool = False


@dataclass(frozen=True)
class Chamber:
    """A room of a meeting place; ``guests``: keys of the arrangers who may ask for it where it is open to some."""

    name: str
    capacity: int
    equipment: frozenset[str]
    hours: Hours = field(default_factory=Hours)
    open_to: str = "approved"
    at_once: bool = False
    rules: Texts = field(default_factory=dict)
    guests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Venue:
    """A meeting place; ``summer``: the first and the last day ("07-06") of each year's summer on which it is closed."""

    key: str
    name: str
    organisation: str
    address: str
    postcode: str
    town: str
    at: tuple[float, float]
    accessibility: frozenset[str]
    directions: Texts
    rooms: tuple[Chamber, ...]
    hours: Hours = field(default_factory=Hours)
    summer: tuple[str, str] | None = None
    opening_hours: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class RoomUse:
    """What an organisation has a room for, besides its dates: on free ones of ``days`` (0 is Monday) from so many days
    ``ahead`` on, at most one a week. Those with the same ``together`` are for the same times."""

    organisation: str
    place: str
    room: str
    days: tuple[int, ...]
    ahead: int
    at: str
    minutes: int
    purpose: str
    times: int = 1
    people: int | None = None
    state: str = "approved"
    kind: str = "own"
    together: str = ""


@dataclass(frozen=True, eq=False)
class VisitOffering:
    """What a library offers to groups. ``series``: whose dates of its last term are the agreed visits; ``least`` and ``most``
    people; ``visits`` in one request."""

    key: str
    type: str
    organisation: str
    place: str
    title: Texts
    summary: Texts
    minutes: int
    most: int
    least: int = 1
    room: str | None = None
    series: str = ""
    receiver: str = ""
    gap: int = 0
    lead: int = 7
    visits: int = 1
    per_day: int | None = None
    at_once: bool = False
    languages: frozenset[str] = frozenset({"sv"})
    hours: Hours = field(default_factory=Hours)
    bring: Texts = field(default_factory=dict)
    question: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class GroupAsk:
    """What a group asks for just now: the ``nth`` of the free times, or (``suggests``) so many times of its own."""

    offer: str
    group: str
    learners: int
    adults: int
    state: str
    language: str = "sv"
    nth: int = 0
    suggests: int = 0
    days_ago: int = 1


@dataclass(frozen=True, eq=False)
class Series:
    """What is offered again and again.

    ``season``: term (spring and autumn), year, course (``weeks`` long, every ``gap`` weeks) or coming (the next
    ``weeks``). ``days``: 0 is Monday. ``every``: weeks. ``heads`` come to a usual date, ``shares`` of them a category.
    """

    key: str
    type: str
    organisation: str
    place: str
    days: tuple[int, ...]
    at: str
    minutes: int
    title: Texts
    summary: Texts
    description: Texts
    spoken: frozenset[str]
    heads: int
    shares: Mapping[str, float]
    room: str | None = None
    season: str = "term"
    every: int = 1
    weeks: int = 0
    gap: int = 0
    offset: int = 0
    pools: Mapping[str, int] = field(default_factory=dict)
    signup: str | None = None
    scope: str = "date"
    contact_required: bool = False
    visibility: str = "public"
    state: str = "published"
    confirmed: bool = True
    children: bool = False
    cost: int = 0
    tags: frozenset[str] = frozenset()
    groups: str | None = None
    loans: int = 0
    calls: float = 0.0
    popular: bool = False
    fixed: bool = False
    host_link: bool = False
    together: tuple[str, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class Content:
    """Everything that the generator draws from."""

    arrangers: tuple[Arranger, ...]
    venues: tuple[Venue, ...]
    series: tuple[Series, ...]
    room_uses: tuple[RoomUse, ...]
    offerings: tuple[VisitOffering, ...]
    group_asks: tuple[GroupAsk, ...]
    group_kinds: Mapping[str, Mapping[str, str]]
    names: tuple[str, ...]
    surnames: tuple[str, ...]
    group_names: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, Any]


@functools.cache
def read_content() -> Content:
    """The content as the project carries it, read once."""
    people, visits = _read("people.yaml"), _read("visits.yaml")
    names = sorted(path.name for path in (DATA / "series").glob("*.yaml"))
    return Content(
        arrangers=tuple(Arranger(**entry) for entry in _read("organisations.yaml")),
        venues=tuple(_venue(entry) for entry in _read("places.yaml")),
        series=tuple(_series(entry) for name in names for entry in _read(f"series/{name}")),
        room_uses=tuple(RoomUse(**{**entry, "days": _weekdays(entry)}) for entry in _read("rooms.yaml")),
        offerings=tuple(map(_offering, visits["offers"])),
        group_asks=tuple(GroupAsk(**entry) for entry in visits["asks"]),
        group_kinds=visits["group_kinds"],
        names=tuple(people["names"]),
        surnames=tuple(people["surnames"]),
        group_names={kind: tuple(found) for kind, found in people["group_names"].items()},
        staff=_read("staff.yaml"),
    )


def _read(name: str) -> Any:
    return YAML(typ="safe").load((DATA / name).read_text(encoding="utf-8"))


def _venue(entry: dict[str, Any]) -> Venue:
    exact = {
        "at": tuple(entry["at"]),
        "accessibility": frozenset(entry["accessibility"]),
        "rooms": tuple(_chamber(*room) for room in entry["rooms"]),
        "hours": _hours(entry.get("hours")),
    }
    return Venue(**{**entry, **exact})


def _chamber(name: str, capacity: int, equipment: list[str], more: Mapping[str, Any] | None = None) -> Chamber:
    said = dict(more or {})
    exact = {"hours": _hours(said.get("hours")), "guests": tuple(said.get("guests", ()))}
    return Chamber(name, capacity, frozenset(equipment), **{**said, **exact})


def _hours(week: list[str] | None) -> Hours:
    """A week from Monday on, "-" where it is closed; unknown where nothing is said."""
    return Hours(tuple(read_windows(day.strip("-")) for day in week)) if week else Hours()


def _offering(entry: dict[str, Any]) -> VisitOffering:
    windows = entry.pop("windows", {})
    hours = Hours(tuple(read_windows(windows.get(day, "")) for day in WEEKDAYS))
    return VisitOffering(**{**entry, "languages": frozenset(entry["languages"]), "hours": hours})


def _series(entry: dict[str, Any]) -> Series:
    exact: dict[str, Any] = {"days": _weekdays(entry)}
    exact["together"] = tuple(entry.get("together", ()))
    for label in fields(Series):
        if label.name in ("spoken", "tags") and label.name in entry:
            exact[label.name] = frozenset(entry[label.name])
    return Series(**{**entry, **exact})


def _weekdays(entry: dict[str, Any]) -> tuple[int, ...]:
    return tuple(WEEKDAYS.index(day) for day in entry["days"])
