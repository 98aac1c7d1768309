"""Rows of activities and their dates, and the facts about them that sign-ups and counts are made from."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from app import clock
from app.activities.likeness import searchable
from app.demo.chance import Chance
from app.demo.content import Series
from app.demo.drawings import picture_columns, picture_files
from app.demo.ground import Batch, Ground, Row, Site
from app.demo.schedule import Slot
from app.plan.rules import TypeFact

CHUNK = 1000
SECOND_WEEK = 2
CANCELLED = 0.015
NEWCOMERS_IN_MIXED = 0.4
LINES = {  # what is good to know of a type of activity
    "language_cafe": frozenset({"all_levels", "coffee", "come_and_go"}),
    "dialogue_group": frozenset({"bring_nothing"}),
    "civil_society": frozenset({"bring_friend"}),
}
ENTERED_BEFORE, PUBLISHED_BEFORE = timedelta(days=42), timedelta(days=35)
WAITS_FOR_APPROVAL = {"submitted", "published", "rejected", "withdrawn"}


@dataclass(frozen=True)
class Meeting:
    """One date. ``group`` visits it; ``told``: its count is surely there (the first of a series in its year)."""

    id: int
    code: str
    slot: Slot
    starts_at: datetime
    ends_at: datetime
    cancelled: bool
    group: str
    tags: frozenset[str]
    told: bool


@dataclass(frozen=True)
class Programme:
    """One activity with its dates in order."""

    id: int
    code: str
    series: Series
    type: TypeFact
    venue: str
    published_at: datetime | None
    meetings: tuple[Meeting, ...]

    @property
    def signup(self) -> str:
        proposed = "none" if self.type.signup == "request" else self.type.signup
        return self.series.signup or proposed


def plan_programmes(site: Site, types: Mapping[str, TypeFact], slots: list[Slot]) -> list[Programme]:
    """The chosen dates as activities, in order of their first date."""
    chance = Chance(site.seed, "programme")
    grouped: dict[tuple[str, int, str], list[Slot]] = {}
    for slot in slots:
        grouped.setdefault(slot.group, []).append(slot)
    told: set[tuple[str, int]] = set()
    return [_programme(site, types, chance, found, told) for found in grouped.values()]


def write_programmes(
    site: Site, ground: Ground, programmes: Sequence[Programme], roomless: Collection[int]
) -> Iterator[Batch]:
    """Rows of all activities, then of all dates. ``roomless``: ids of dates that have no room, though their series has."""
    latest: dict[tuple[str, int], int] = {}
    activities = []
    for programme in programmes:
        line = (programme.series.key, programme.meetings[0].slot.turn)
        activities.append(_activity(site, ground, programme, latest.get(line)))
        latest[line] = programme.id
    yield "activity", activities
    yield "picture_file", picture_files(programme.series.picture for programme in programmes)
    yield "co_organiser", [row for programme in programmes for row in _co_organisers(ground, programme)]
    yield from _dates(site, ground, programmes, roomless)


def room_of(ground: Ground, programme: Programme) -> int | None:
    """The id of the room that a series is in, where it has one."""
    if programme.venue == programme.series.place and programme.series.room:
        return ground.rooms[programme.venue, programme.series.room]
    return None


def _dates(site: Site, ground: Ground, programmes: Sequence[Programme], roomless: Collection[int]) -> Iterator[Batch]:
    every = ((programme, meeting) for programme in programmes for meeting in programme.meetings)
    while chunk := [
        {
            **_occurrence(site, programme, meeting),
            "place_id": ground.venues[programme.venue] if meeting.id in roomless else None,
        }
        for programme, meeting in islice(every, CHUNK)
    ]:
        yield "occurrence", chunk


def _programme(
    site: Site, types: Mapping[str, TypeFact], chance: Chance, slots: list[Slot], told: set[tuple[str, int]]
) -> Programme:
    series = slots[0].series
    meetings = tuple(_meeting(site, chance, slot, told) for slot in slots)
    published = min(meetings[0].starts_at - PUBLISHED_BEFORE, site.now - timedelta(days=chance.between(2, 9), hours=9))
    return Programme(
        id=site.ids.take("activity"),
        code=chance.code(),
        series=series,
        type=types[series.type],
        venue=_venue(site, slots[0]),
        published_at=published if series.state in {"published", "withdrawn"} else None,
        meetings=meetings,
    )


def _meeting(site: Site, chance: Chance, slot: Slot, told: set[tuple[str, int]]) -> Meeting:
    series = slot.series
    first = (series.key, slot.starts.year) not in told
    if first:
        told.add((series.key, slot.starts.year))
    mixed = series.groups == "mixed" and chance.happens(NEWCOMERS_IN_MIXED)
    kind = "newcomers" if mixed or series.groups == "newcomers" else "others"
    may_be_cancelled = not first and series.season != "course" and series.state == "published"
    return Meeting(
        id=site.ids.take("occurrence"),
        code=chance.code(),
        slot=slot,
        starts_at=clock.to_utc(slot.starts),
        ends_at=clock.to_utc(slot.ends),
        cancelled=(chance.happens(CANCELLED) and may_be_cancelled) or series.state == "withdrawn",
        group=chance.one_of(site.content.group_names[kind]) if series.groups else "",
        tags=frozenset({"newcomers"}) if mixed else frozenset(),
        told=first,
    )


def _venue(site: Site, slot: Slot) -> str:
    if slot.series.fixed or not slot.turn:
        return slot.series.place
    keys = [venue.key for venue in site.content.venues]
    return keys[(keys.index(slot.series.place) + slot.turn) % len(keys)]


def _co_organisers(ground: Ground, programme: Programme) -> Iterator[Row]:
    for key in programme.series.together:
        yield {"activity_id": programme.id, "organisation_id": ground.organisations[key]}


def _counts_to(programme: Programme) -> tuple[frozenset[str], bool]:
    """What it counts to, and whether somebody has confirmed that."""
    series, fact = programme.series, programme.type
    proposed = frozenset().union(*(fact.by_tag.get(tag, frozenset()) for tag in series.tags)) or fact.counts_to
    confirmed = programme.published_at is not None and series.confirmed
    return (proposed if confirmed or not fact.confirmed_only else frozenset()), confirmed and fact.confirmed_only


def _activity(site: Site, ground: Ground, programme: Programme, copied_from: int | None) -> Row:
    series = programme.series
    name, email, phone = ground.contacts[series.organisation]
    published = programme.published_at
    created = (published or site.now) - (ENTERED_BEFORE - PUBLISHED_BEFORE)
    submitted = created + timedelta(days=2) if series.state in WAITS_FOR_APPROVAL else None
    counts_to, confirmed = _counts_to(programme)
    return {
        "id": programme.id,
        "code": programme.code,
        "root_id": programme.id,
        "copied_from_id": copied_from,
        "organisation_id": ground.organisations[series.organisation],
        "type_key": series.type,
        "title": series.title,
        "summary": series.summary,
        "description": series.description,
        "place_id": ground.venues[programme.venue],
        "room_id": room_of(ground, programme),
        "spoken": series.spoken,
        "children_welcome": series.children,
        "cost_kr": series.cost,
        "tags": series.tags,
        "phrases": LINES.get(series.type, frozenset()),
        "contact_name": name,
        "contact_email": email,
        "contact_phone": phone,
        "visibility": series.visibility,
        "signup": programme.signup,
        "signup_scope": series.scope,
        "contact_required": series.contact_required,
        "door_closed": False,
        "state": series.state,
        "counts_to": counts_to,
        **picture_columns(series.picture),
        "counts_confirmed": confirmed,
        "rule": _rule(programme),
        "rejected_because": "Badet är stängt den dagen. Välj en annan." if series.state == "rejected" else "",
        "created_by_id": ground.editors[series.organisation],
        "created_at": created,
        "submitted_at": submitted,
        "published_at": published,
        "words": searchable(t for texts in (series.title, series.summary, series.description) for t in texts.values()),
    }


def _rule(programme: Programme) -> dict[str, Any]:
    """The rule that makes its dates, as ``activities`` keeps it for copying; of two weekdays that of the first."""
    starts = [meeting.slot.starts for meeting in programme.meetings]
    days = [moment.date() for moment in starts if moment.weekday() == starts[0].weekday()]
    step = 14 if programme.series.every == SECOND_WEEK else 7
    every = {7: "weekly", 14: "second_week"}[step] if len(days) > 1 else "once"
    made = (days[0] + timedelta(days=ahead) for ahead in range(0, (days[-1] - days[0]).days, step))
    return {
        "every": every,
        "first_on": days[0].isoformat(),
        "start": f"{starts[0]:%H:%M}",
        "end": f"{programme.meetings[0].slot.ends:%H:%M}",
        "until_on": days[-1].isoformat() if len(days) > 1 else None,
        "count": None,
        "excluded": [day.isoformat() for day in made if day not in set(days)],
        "opens_days_before": None,
        "closes_hours_before": None,
    }


def _occurrence(site: Site, programme: Programme, meeting: Meeting) -> Row:
    notice = site.content.staff["cancelled"]
    entered = (programme.published_at or site.now) - timedelta(days=1)
    called_off = min(meeting.starts_at, site.now) - timedelta(hours=20) if meeting.cancelled else None
    return {
        "id": meeting.id,
        "code": meeting.code,
        "activity_id": programme.id,
        "recurrence_id": meeting.starts_at,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "starts_on": meeting.slot.starts.date(),
        "week_minute": clock.week_minute(meeting.starts_at),
        "room_id": None,
        "tags": meeting.tags,
        "state": "cancelled" if meeting.cancelled else "scheduled",
        "sequence": int(meeting.cancelled),
        "notice": notice if meeting.cancelled and programme.series.state == "published" else {},
        "cancelled_at": called_off,
        "changed_at": called_off or entered,
    }
