"""Every computed indicator has a figure, by a plain count over the rows."""

from collections import defaultdict
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app import clock
from app.activities.tables import Activity, Occurrence
from app.attendance.tables import AttendanceCount, AttendanceRecord, GroupMembers
from app.db import db
from app.places.tables import Place
from app.plan.queries import list_indicators
from tests.demo.conftest import TODAY, load


@dataclass(frozen=True)
class Held:
    activity: Activity
    occurrence: Occurrence
    record: AttendanceRecord
    heads: dict
    place: str


@pytest.fixture
def held(demo):
    heads = defaultdict(dict)
    for row in db.session.scalars(select(AttendanceCount)):
        heads[row.record_id][row.category] = row.heads
    found = db.session.execute(
        select(Activity, Occurrence, AttendanceRecord, Place.key)
        .join(Occurrence, Occurrence.activity_id == Activity.id)
        .join(AttendanceRecord, AttendanceRecord.occurrence_id == Occurrence.id)
        .join(Place, Place.id == Activity.place_id)
    )
    return [Held(*row[:3], heads[row[2].id], row[3]) for row in found]


def counted(fact, held, year):
    """The recorded dates that an indicator counts."""
    for one in held:
        tags = one.activity.tags | one.occurrence.tags
        asked = one.activity.type_key in fact.of and one.occurrence.starts_on.year == year
        narrowed = fact.tagged <= tags and not fact.not_tagged & tags and (not fact.at or one.place in fact.at)
        if asked and narrowed and fact.strategy_code in one.activity.counts_to:
            yield one


def figure(fact, dates):
    """What can be counted of the dates."""
    if fact.kind in ("participants", "contacts") and fact.background:
        return sum(one.heads.get(fact.background, 0) for one in dates)
    if fact.kind == "members":
        stated = select(GroupMembers.heads).where(GroupMembers.category == fact.background)
        roots = {one.activity.root_id for one in dates}
        return sum(db.session.scalars(stated.where(GroupMembers.root_id.in_(roots))))
    if fact.kind == "groups":
        return len({one.record.group_name or one.activity.root_id for one in dates})
    of_date = {"loans": "loans", "hours": "hours", "contacts": "visit_count", "participants": "total"}.get(fact.kind)
    return sum(getattr(one.record, of_date) or 0 for one in dates) if of_date else len(dates)


@pytest.mark.parametrize("year", [TODAY.year - 1, TODAY.year])
def test_every_computed_indicator_has_a_figure(held, year):
    computed = [fact for fact in list_indicators() if fact.computed]

    figures = {fact.code: figure(fact, list(counted(fact, held, year))) for fact in computed}

    assert len(figures) == 19
    assert {code for code, value in figures.items() if not value} == set()


def test_finished_courses_of_civic_orientation_have_sixty_to_a_hundred_hours(app):
    load(occurrences=2500, registrations=0)
    hours, last = defaultdict(float), {}
    found = select(Activity.id, Occurrence.ends_at, AttendanceRecord.hours).join_from(Activity, Occurrence)
    rows = found.outerjoin(AttendanceRecord, AttendanceRecord.occurrence_id == Occurrence.id)

    for key, ends, one in db.session.execute(rows.where(Activity.type_key == "civic_orientation")):
        hours[key] += float(one or 0)
        last[key] = max(ends, last.get(key, ends))

    finished = [hours[key] for key in hours if last[key] < clock.day_start(TODAY)]
    assert len(finished) >= 8
    assert all(60 <= each <= 100 for each in finished)
