"""Rows of what was counted: records, categories, arrivals at the door, members of dialogue groups, a host's link."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.demo.chance import Chance
from app.demo.ground import Batch, Ground, Row, Site
from app.demo.link import HostLink
from app.demo.programme import Meeting, Programme

RECORDED, RECORDED_LATELY, RECORDED_COURSES = 0.925, 0.6, 0.98
LATELY = timedelta(days=4)
ONLY_TOTAL, NO_LOANS_TOLD, SELF_DECLARED = 0.12, 0.15, 0.3
SPREAD = 0.22
ARRIVALS_RECORDED, ARRIVALS_OPEN = 4, 3


@dataclass(frozen=True)
class Count:
    """What stands on one record."""

    programme: Programme
    meeting: Meeting
    total: int
    heads: dict[str, int]


def count_heads(site: Site, programmes: Sequence[Programme]) -> tuple[list[Count], list[Count]]:
    """What was counted of the dates that have been held: (recorded, not recorded yet)."""
    chance = Chance(site.seed, "heads")
    recorded: list[Count] = []
    open_ones: list[Count] = []
    for programme in programmes:
        for meeting in programme.meetings:
            if programme.series.state != "published" or meeting.cancelled or meeting.ends_at > site.now:
                continue
            count = _count(chance, programme, meeting)
            (recorded if chance.happens(_likely(site, programme, meeting)) or meeting.told else open_ones).append(count)
    return recorded, open_ones


def write_records(site: Site, ground: Ground, recorded: Sequence[Count]) -> Iterator[Batch]:
    """Rows of the records and their categories."""
    chance = Chance(site.seed, "records")
    records: list[Row] = []
    counts: list[Row] = []
    for count in recorded:
        row = _record(site, ground, chance, count)
        records.append(row)
        counts.extend({"record_id": row["id"], "category": key, "heads": heads} for key, heads in count.heads.items())
    yield "attendance_record", records
    yield "attendance_count", counts


def write_members(site: Site, recorded: Sequence[Count]) -> Iterator[Batch]:
    """Different people of each dialogue group: somewhat more than came to its fullest date."""
    chance = Chance(site.seed, "members")
    groups: dict[int, list[Count]] = defaultdict(list)
    for count in recorded:
        if count.programme.series.type == "dialogue_group":
            groups[count.programme.id].append(count)
    rows = []
    for root, found in groups.items():
        for category in found[0].programme.type.tally:
            most = max(count.heads.get(category, 0) for count in found)
            stated = found[-1].meeting.ends_at + timedelta(hours=1)
            row = {"id": site.ids.take("group_members"), "root_id": root, "category": category}
            rows.append({**row, "heads": most + chance.between(0, 2), "stated_at": stated})
    yield "group_members", rows


def write_arrivals(site: Site, recorded: Sequence[Count], open_ones: Sequence[Count]) -> Iterator[Batch]:
    """Presses at the door of a few late dates: some already signed as records, some still open."""
    chance = Chance(site.seed, "arrivals")
    latest = sorted(recorded, key=_when)[-ARRIVALS_RECORDED:] + sorted(open_ones, key=_when)[-ARRIVALS_OPEN:]
    rows = []
    for count in latest:
        for category in _presses(count):
            row = {"id": site.ids.take("arrival"), "occurrence_id": count.meeting.id, "nonce": chance.nonce()}
            moment = count.meeting.starts_at + timedelta(seconds=chance.between(-600, 2400))
            rows.append({**row, "category": category, "delta": 1, "source": "staff", "created_at": moment})
    yield "arrival", rows


def write_host_link(site: Site, ground: Ground, programme: Programme, link: HostLink) -> Batch:
    """A link for the volunteers who count at one café."""
    row = {
        "id": site.ids.take("host_link"),
        "code": link.code,
        "activity_id": programme.id,
        "label": "Volontärerna",
        "generation": 0,
        "pin_hash": link.pin_hash,
        "wrong_pins": 0,
        "locked_until": None,
        "created_by_id": ground.editors[programme.series.organisation],
        "created_at": programme.published_at,
        "revoked_at": None,
    }
    return "host_link", [row]


def _likely(site: Site, programme: Programme, meeting: Meeting) -> float:
    """How likely a date has its record: courses nearly always, the last days' dates often not yet."""
    if programme.series.type == "civic_orientation":
        return RECORDED_COURSES
    return RECORDED_LATELY if site.now - meeting.ends_at < LATELY else RECORDED


def _presses(count: Count) -> list[str | None]:
    """The total's own presses, then those of each category."""
    presses: list[str | None] = [None] * count.total
    for category, heads in count.heads.items():
        presses.extend([category] * heads)
    return presses


def _when(count: Count) -> tuple[datetime, int]:
    return count.meeting.starts_at, count.meeting.id


def _count(chance: Chance, programme: Programme, meeting: Meeting) -> Count:
    series = programme.series
    total = max(1, chance.around(series.heads, SPREAD))
    heads: dict[str, int] = {}
    shares = series.shares
    if "newcomers" in meeting.tags:
        shares = {"newcomer": 0.85, "resident": 0.08}
    if meeting.told or not chance.happens(ONLY_TOTAL):
        left = total
        for category in programme.type.tally:
            heads[category] = min(left, chance.around(total * shares.get(category, 0), 0.12))
            left -= heads[category]
    return Count(programme, meeting, total, heads)


def _record(site: Site, ground: Ground, chance: Chance, count: Count) -> Row:
    series, outcome = count.programme.series, count.programme.type.outcome
    calls = (
        min(count.total, chance.around(count.total * series.calls, SPREAD)) if count.programme.type.channels else None
    )
    blank = not count.meeting.told and chance.happens(NO_LOANS_TOLD)
    minutes = series.minutes
    return {
        "id": site.ids.take("attendance_record"),
        "occurrence_id": count.meeting.id,
        "total": count.total,
        "method": "self_declared" if chance.happens(SELF_DECLARED) else "estimated",
        "visit_count": None if calls is None else count.total - calls,
        "call_count": calls,
        "loans": chance.around(series.loans, 0.35) if "loans" in outcome and not blank else None,
        "hours": (Decimal(minutes) / 60).quantize(Decimal("0.01")) if "hours" in outcome else None,
        "group_name": count.meeting.group,
        "saved_by_id": ground.editors[series.organisation],
        "saved_by_link_id": None,
        "revision": 1,
        "saved_at": min(site.now, count.meeting.ends_at + timedelta(minutes=chance.between(5, 2000))),
    }
