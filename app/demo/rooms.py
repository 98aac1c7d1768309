"""Rows of the bookings of rooms: those of the dates that have one, and a few of organisations for themselves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from app import clock
from app.demo.chance import Chance
from app.demo.content import RoomUse
from app.demo.ground import Batch, Ground, Row, Site
from app.demo.programme import CHUNK, Meeting, Programme, room_of
from app.schedule.hours import is_holiday
from app.schedule.spans import Span

ASKED_BEFORE, ANSWERED_AFTER = timedelta(days=4, hours=9), timedelta(days=1, hours=3)
LOOKED_AHEAD = 200  # days in which a free one is looked for
Taken = Mapping[int, Sequence[Span]]


@dataclass(frozen=True)
class Share:
    """Which dates have which room. ``crowded_out``: ids of dates without one, for another is in it then; ``taken``: the
    spans of each room."""

    crowded_out: frozenset[int]
    taken: Taken


def share_out(ground: Ground, programmes: Sequence[Programme]) -> Share:
    """Give each date its room unless one that begins before is still in it."""
    wanted = sorted(_wanted(ground, programmes), key=lambda one: (one[1].starts_at, one[1].id))
    until: dict[int, datetime] = {}
    taken: dict[int, list[Span]] = defaultdict(list)
    crowded_out = set()
    for room_id, meeting in wanted:
        if room_id in until and meeting.starts_at < until[room_id]:
            crowded_out.add(meeting.id)
        else:
            until[room_id] = meeting.ends_at
            taken[room_id].append(Span(meeting.starts_at, meeting.ends_at))
    return Share(frozenset(crowded_out), taken)


def write_bookings(site: Site, ground: Ground, programmes: Sequence[Programme], share: Share) -> Iterator[Batch]:
    """The bookings of all dates with a room, then those of organisations."""
    chance = Chance(site.seed, "rooms")
    every = (
        _of_date(site, ground, chance, programme, meeting)
        for programme in programmes if room_of(ground, programme)
        for meeting in programme.meetings if not meeting.cancelled and meeting.id not in share.crowded_out
    )  # fmt: skip
    while chunk := list(islice(every, CHUNK)):
        yield "room_booking", chunk
    yield "room_booking", list(_of_organisations(site, ground, chance, share.taken))


def _wanted(ground: Ground, programmes: Sequence[Programme]) -> Iterator[tuple[int, Meeting]]:
    for programme in programmes:
        room_id = room_of(ground, programme)
        if room_id is not None:
            yield from ((room_id, meeting) for meeting in programme.meetings if not meeting.cancelled)


def _of_date(site: Site, ground: Ground, chance: Chance, programme: Programme, meeting: Meeting) -> Row:
    asked_at = (programme.published_at or site.now) - timedelta(days=1)
    return {
        **_row(site, chance, Span(meeting.starts_at, meeting.ends_at), asked_at),
        "room_id": room_of(ground, programme), "kind": "occurrence", "occurrence_id": meeting.id,
        "organisation_id": ground.organisations[programme.series.organisation], "series": programme.code,
        "asked_by_id": ground.editors[programme.series.organisation],
    }  # fmt: skip


def _of_organisations(site: Site, ground: Ground, chance: Chance, of_dates: Taken) -> Iterator[Row]:
    taken: dict[int, list[Span]] = {room_id: list(spans) for room_id, spans in of_dates.items()}
    together: dict[str, list[Span]] = {}
    for use in site.content.room_uses:
        room_id = ground.rooms[use.place, use.room]
        spans = together.get(use.together) or _free(site, use, taken.setdefault(room_id, []))
        if use.together:
            together[use.together] = spans
        taken[room_id] += spans
        series = chance.code()
        for span in spans:
            asked_at = site.now - ASKED_BEFORE
            yield {
                **_row(site, chance, span, asked_at, use.state), "room_id": room_id, "kind": use.kind,
                "organisation_id": ground.organisations[use.organisation], "series": series, "purpose": use.purpose,
                "people": use.people, "asked_by_id": ground.editors[use.organisation],
            }  # fmt: skip


def _free(site: Site, use: RoomUse, taken: Sequence[Span]) -> list[Span]:
    """As many times as are wanted on free days, at most one a week."""
    found: list[Span] = []
    ahead = use.ahead
    while len(found) < use.times and ahead < LOOKED_AHEAD:
        day = site.window.today + timedelta(days=ahead)
        span = _span(day, use)
        free = day.weekday() in use.days and not is_holiday(day) and not any(span.overlaps(one) for one in taken)
        found += [span] if free else []
        ahead += 7 if free else 1
    return found


def _span(day: date, use: RoomUse) -> Span:
    start = datetime.combine(day, time.fromisoformat(use.at))
    return Span(clock.to_utc(start), clock.to_utc(start + timedelta(minutes=use.minutes)))


def _row(site: Site, chance: Chance, span: Span, asked_at: datetime, state: str = "approved") -> Row:
    answered_at = min(asked_at + ANSWERED_AFTER, site.now) if state == "approved" else None
    return {
        "id": site.ids.take("room_booking"), "code": chance.code(), "room_id": 0, "starts_at": span.starts_at,
        "ends_at": span.ends_at, "state": state, "kind": "own", "occurrence_id": None, "organisation_id": None,
        "series": "", "purpose": "", "people": None, "asked_by_id": None, "asked_at": asked_at, "decided_by_id": None,
        "decided_at": answered_at, "reason": "", "sequence": 0, "changed_at": answered_at or asked_at,
    }  # fmt: skip
