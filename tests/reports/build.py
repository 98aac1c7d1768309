"""Activities, dates and records for the tests of the reports, written straight into the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from app import clock
from app.activities.tables import Activity, Occurrence
from app.attendance.tables import AttendanceCount, AttendanceRecord, GroupMembers
from app.db import transaction
from app.plan.queries import get_type
from app.plan.rules import strategies_of
from app.plan.tables import ReportedValue
from tests.people import People

COUNTS = ("visit_count", "call_count", "loans", "group_name")
_minutes = count()


@dataclass(frozen=True)
class Series:
    id: int
    code: str


@dataclass
class Builder:
    """``series`` makes an activity, ``date`` one of its dates, recorded where a total is given."""

    people: People
    made: list[str] = field(default_factory=list)

    def series(self, type_key: str, tags: str = "", place: str = "stadsbiblioteket", **more) -> Series:
        """An activity of the library; what it counts to is what its type proposes."""
        labels = frozenset(tags.split())
        found = get_type(type_key)
        proposed = frozenset() if found.confirmed_only else strategies_of(found, labels)
        facts = {
            "organisation_id": self.people.library.id, "type_key": type_key, "title": {"sv": f"En {type_key}"},
            "summary": {}, "description": {}, "place_id": getattr(self.people, place).id, "spoken": frozenset(),
            "tags": labels, "signup": "none", "state": "published", "counts_to": proposed,
            "created_at": clock.now(), "published_at": clock.now(), **more,
        }  # fmt: skip
        with transaction() as session:
            activity = Activity(**facts)
            session.add(activity)
            session.flush()
            activity.root_id = activity.root_id or activity.id
            return Series(activity.id, activity.code)

    def date(
        self, series: Series, day: str, total: int | None = None, tags: str = "", hours: float | None = None, **more
    ) -> str:
        """One date at five o'clock (or ``at``); ``more``: counts of the record, its categories, columns of the date."""
        starts = clock.to_utc(datetime.combine(date.fromisoformat(day), more.pop("at", time(17))))
        counts = {name: more.pop(name) for name in COUNTS if name in more}
        own = {name: more.pop(name) for name in ("state", "place_id") if name in more}
        with transaction() as session:
            occurrence = Occurrence(
                activity_id=series.id, recurrence_id=starts + timedelta(minutes=next(_minutes)), starts_at=starts,
                ends_at=starts + timedelta(hours=2), starts_on=clock.local(starts).date(), tags=frozenset(tags.split()),
                notice={}, changed_at=clock.now(), **own,
            )  # fmt: skip
            session.add(occurrence)
            session.flush()
            if total is not None:
                stated = {"hours": None if hours is None else Decimal(str(hours)), **counts}
                record = AttendanceRecord(occurrence_id=occurrence.id, total=total, saved_at=clock.now(), **stated)
                session.add(record)
                session.flush()
                session.add_all(AttendanceCount(record_id=record.id, category=k, heads=n) for k, n in more.items())
            return occurrence.code

    def members(self, root: Series, **heads: int) -> None:
        with transaction() as session:
            for category, number in heads.items():
                session.add(GroupMembers(root_id=root.id, category=category, heads=number, stated_at=clock.now()))

    def reported(self, indicator: str, year: int, value: float) -> None:
        with transaction() as session:
            session.add(ReportedValue(indicator_code=indicator, year=year, value=value, reported_at=clock.now()))
