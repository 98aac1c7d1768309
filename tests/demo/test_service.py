import dataclasses
import hashlib
from collections import Counter, defaultdict

import pytest
from sqlalchemy import func, select

from app import clock
from app.accounts.service import sign_in
from app.activities.tables import Activity, Occurrence
from app.attendance.service import open_host_link
from app.attendance.tables import Arrival, AttendanceCount, AttendanceRecord, GroupMembers
from app.bookings.tables import RoomBooking
from app.db import Base, db
from app.demo.rules import PASSWORD, NotEmpty, options
from app.demo.service import load_demo
from app.plan.queries import list_types
from app.plan.tables import ReportedValue
from app.registrations.rules import own_code, own_code_hash
from app.registrations.tables import Registration, SeatPool
from app.schedule.recurrence import Schedule
from app.settings import secret
from app.visits.tables import Visit
from tests.demo.conftest import DATES, REGISTRATIONS, SECRET, TODAY, load

NOW = clock.day_start(TODAY)
MANY = 2500


def rows(table):
    return db.session.scalars(select(table)).all()


def fingerprint():
    """A hash of every row of every table but the plan's own."""
    digest = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        if not table.name.startswith("plan") and table.name != "activity_type":
            columns = [column for column in table.columns if "loaded" not in column.name]
            found = [repr(tuple(row)) for row in db.session.execute(select(*columns)) if _from_demo(table, row)]
            digest.update("\n".join([table.name, *sorted(found)]).encode())
    return digest.hexdigest()


def _from_demo(table, row):
    return table.name != "organisation" or row.unit_key is None


def of_pools():
    found = defaultdict(list)
    for row in sorted(rows(Registration), key=lambda row: (row.queued_at, row.id)):
        found[row.pool_id].append(row)
    return [(pool, found[pool.id]) for pool in rows(SeatPool)]


def test_there_are_as_many_as_asked_for(demo):
    count = {table: db.session.scalar(select(func.count()).select_from(table)) for table in (Occurrence, Registration)}

    assert count == {Occurrence: DATES, Registration: REGISTRATIONS}


def test_the_same_seed_and_day_give_the_same_rows(app, database):
    load(seed=3, occurrences=60, registrations=80)
    first = fingerprint()
    db.session.remove()

    with database.reset().app_context():
        load(seed=3, occurrences=60, registrations=80)

        assert fingerprint() == first


def test_another_seed_gives_other_rows(app, database):
    load(seed=3, occurrences=60, registrations=80)
    first = fingerprint()
    db.session.remove()

    with database.reset().app_context():
        load(seed=4, occurrences=60, registrations=80)

        assert fingerprint() != first


def test_a_second_demo_is_refused_and_changes_nothing(demo):
    before = fingerprint()

    with pytest.raises(NotEmpty):
        load(seed=8)

    assert fingerprint() == before


def test_the_app_goes_on_counting_ids_where_the_demo_ended(demo):
    unit = Activity(organisation_id=1, type_key="other", place_id=1, signup="none", created_at=NOW, spoken=frozenset())
    db.session.add(unit)
    db.session.flush()

    assert unit.id == max(row.id for row in rows(Activity))


def test_nobody_is_confirmed_beyond_the_places(demo):
    for pool, parties in of_pools():
        assert sum(row.party_size for row in parties if row.state == "confirmed") <= pool.capacity


def test_whoever_waits_does_not_fit(app):
    load(registrations=MANY)
    waiting = 0

    for pool, parties in of_pools():
        left = pool.capacity - sum(row.party_size for row in parties if row.state == "confirmed")
        queue = [row for row in parties if row.state == "waiting"]
        waiting += len(queue)
        assert all(row.party_size > left for row in queue)
        assert not queue or pool.waiting_capacity is None

    assert waiting


def test_nobody_overtakes_a_party_that_would_have_fitted(app):
    load(registrations=MANY)

    for pool, parties in of_pools():
        free = pool.capacity
        for row in parties:
            if row.state == "confirmed":
                free -= row.party_size
            assert row.state != "waiting" or row.party_size > free


def test_an_optional_sign_up_never_queues(demo):
    required = set(db.session.scalars(select(Activity.id).where(Activity.signup == "required")))
    waiting = {pool.activity_id for pool, parties in of_pools() if any(row.state == "waiting" for row in parties)}

    assert waiting <= required


def test_a_coming_date_has_a_waiting_list_and_a_cafe_is_nearly_full(app):
    load(occurrences=2500, registrations=5000)
    coming = {row.id for row in rows(Occurrence) if row.starts_at > NOW and row.state == "scheduled"}
    left = []

    for pool, parties in of_pools():
        if pool.occurrence_id in coming:
            taken = sum(row.party_size for row in parties if row.state == "confirmed")
            left.append((pool.capacity - taken, any(row.state == "waiting" for row in parties), pool.role))

    assert (0, True, "participant") in left
    assert any(0 < free <= 3 for free, _, role in left if role == "learner")


def test_the_own_page_opens_by_the_code(demo):
    for row in rows(Registration)[:50]:
        assert row.own_code_hash == own_code_hash(SECRET, own_code(SECRET, row.nonce, row.generation))


def test_sign_ups_came_before_now_and_before_sign_up_closed(demo):
    starts = {row.id: row.starts_at for row in rows(Occurrence)}

    for pool, parties in of_pools():
        for row in parties:
            assert row.created_at <= min(NOW, starts.get(pool.occurrence_id, NOW))


def test_contacts_and_names_of_long_ago_are_gone(demo):
    ends = {row.id: row.ends_at for row in rows(Occurrence)}

    for pool, parties in of_pools():
        for row in parties:
            past = (NOW - ends[pool.occurrence_id]).days if pool.occurrence_id else 0
            assert past < 30 or row.name is None
            assert past < 14 or (row.email, row.phone, row.needs) == (None, None, frozenset())


def test_a_date_belongs_to_its_day_in_stockholm(demo):
    for row in rows(Occurrence):
        assert row.starts_on == clock.local(row.starts_at).date()
        assert row.recurrence_id == row.starts_at


def test_a_series_is_its_own_root(demo):
    assert all(row.root_id == row.id for row in rows(Activity))


def test_categories_are_at_most_the_total(demo):
    totals = {row.id: row.total for row in rows(AttendanceRecord)}
    heads = Counter()
    for row in rows(AttendanceCount):
        heads[row.record_id] += row.heads

    assert heads
    assert all(heads[record] <= total for record, total in totals.items())


def test_visits_and_calls_make_the_total_where_the_type_has_channels(demo):
    channels = {fact.key: bool(fact.channels) for fact in list_types()}
    kinds = dict(
        db.session.execute(
            select(Occurrence.id, Activity.type_key).join(Activity, Activity.id == Occurrence.activity_id)
        ).all()
    )

    for row in rows(AttendanceRecord):
        assert channels[kinds[row.occurrence_id]] == (row.visit_count is not None)
        assert row.visit_count is None or row.visit_count + row.call_count == row.total


def test_only_held_dates_are_recorded_and_most_of_them(demo):
    held = {row.id for row in rows(Occurrence) if row.ends_at <= NOW and row.state == "scheduled"}
    recorded = {row.occurrence_id for row in rows(AttendanceRecord)}

    assert recorded <= held
    assert 0.88 < len(recorded) / len(held) < 1


def test_every_type_and_every_tag_is_fed(demo):
    activities = {row.id: row for row in rows(Activity)}
    dates = {row.id: row for row in rows(Occurrence)}
    fed = [
        (activities[dates[row.occurrence_id].activity_id], dates[row.occurrence_id]) for row in rows(AttendanceRecord)
    ]

    assert {activity.type_key for activity, _ in fed} == {fact.key for fact in list_types()}
    assert {tag for activity, date in fed for tag in activity.tags | date.tags} == {"newcomers", "mhfa", "health"}


def test_one_activity_waits_for_approval_and_some_are_drafts(demo):
    states = Counter(row.state for row in rows(Activity))

    assert states["submitted"] == 1
    assert states["draft"] >= 2
    assert states["published"] > 50


def test_associations_count_once_confirmed(demo):
    found = {(row.counts_to, row.counts_confirmed) for row in rows(Activity) if row.type_key == "civil_society"}

    assert found == {(frozenset({"4a.5"}), True), (frozenset(), False)}


def test_the_door_was_counted_a_few_times(demo):
    totals = {row.occurrence_id: row.total for row in rows(AttendanceRecord)}
    pressed = Counter(row.occurrence_id for row in rows(Arrival) if row.category is None)

    assert len(pressed) == 7
    assert all(totals.get(date, heads) == heads for date, heads in pressed.items())


def test_groups_have_stated_their_members(demo):
    groups = {row.id for row in rows(Activity) if row.type_key == "dialogue_group"}

    assert {row.root_id for row in rows(GroupMembers)} <= groups


def test_some_reported_figures_of_last_year_are_told(demo):
    assert 0 < len(rows(ReportedValue)) < 20
    assert {row.year for row in rows(ReportedValue)} == {TODAY.year - 1}


def test_the_librarian_can_sign_in(demo):
    assert sign_in("librarian@samspel.example", PASSWORD)


def test_volunteers_open_the_counting_link_with_its_pin(app):
    demo = load_demo(options(7, clock.today(), 2, 200, 0), secret(), lambda *_: None)

    assert open_host_link(demo.link.token, demo.link.pin).code == demo.link.code


def test_a_series_keeps_the_rule_that_makes_its_dates(demo):
    for row in rows(Activity):
        keys = {field.name for field in dataclasses.fields(Schedule)}
        assert keys <= set(row.rule)


def test_every_date_with_a_room_has_it_booked_and_no_two_share_one(demo):
    activities = {row.id: row for row in rows(Activity)}
    booked = {row.occurrence_id: row for row in rows(RoomBooking) if row.occurrence_id}
    until = {}

    for date in sorted(rows(Occurrence), key=lambda row: row.starts_at):
        room = activities[date.activity_id].room_id if date.state == "scheduled" and date.place_id is None else None
        assert (booked[date.id].room_id if date.id in booked else None) == room
        assert date.room_id is None
        assert date.place_id in {None, activities[date.activity_id].place_id}
        if room:
            assert until.get(room, date.starts_at) <= date.starts_at
            until[room] = date.ends_at


def test_organisations_have_booked_rooms_for_themselves(demo):
    own = [row for row in rows(RoomBooking) if row.occurrence_id is None]
    together = Counter(row.series for row in own)

    assert {(row.kind, row.state) for row in own} == {
        ("own", "approved"), ("own", "requested"), ("blocking", "approved"), ("visit", "approved"),
    }  # fmt: skip
    assert max(together.values()) == 8
    assert all(row.starts_at > NOW for row in own)


def test_groups_have_visited_will_and_ask(demo):
    visits = rows(Visit)

    assert {visit.state for visit in visits} == {"held", "confirmed", "proposed", "requested"}
    assert all(visit.occurrence_id for visit in visits if visit.state in {"held", "confirmed"})
    assert [visit for visit in visits if visit.wished and not visit.held_until]
