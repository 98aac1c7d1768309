"""Promise 19: a weekly five o'clock stays five o'clock, as people read it and are reminded of it, over each change of summer
time from 2026 to 2030, also where its series is split or moved on that day, and wherever the server stands."""

import time as process
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app import clock
from app.activities import queries, service
from app.activities.shifting import SeriesChange, Times
from app.messages import service as outbox
from app.registrations import queries as registrations
from app.registrations import rounds
from app.schedule.recurrence import Every, Schedule
from tests.activities.build import THIRTY, cafe
from tests.catalogue.readers import READERS
from tests.messages.build import let_go, read_all, text
from tests.registrations.build import sign_up
from tests.sizes import FULL

CHANGES = [date.fromisoformat(day) for day in (
    "2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", "2028-03-26", "2028-10-29", "2029-03-25", "2029-10-28",
    "2030-03-31", "2030-10-27",
)]  # fmt: skip
ZONES = ("UTC", "America/Los_Angeles", *(("Europe/Stockholm", "Asia/Kabul") if FULL else ()))
SIX, SUNDAY, TUESDAY = time(18), 6, 1


@pytest.fixture(params=ZONES)
def zone(request, monkeypatch):
    """The server stands there."""
    monkeypatch.setenv("TZ", request.param)
    process.tzset()
    yield request.param
    monkeypatch.undo()
    process.tzset()


def publish(people, change):
    """A café on six Sundays at five, of which the fourth is the day of the change."""
    schedule = Schedule(Every.WEEKLY, change - timedelta(weeks=3), time(17), time(19), count=6)
    return service.create_activity(cafe(people), schedule, THIRTY, people.eva.id, publish=True)


def walls(code):
    return [f"{clock.local(one.starts_at):%a %H:%M}-{clock.local(one.ends_at):%H:%M}" for one in dates_of(code)]


def dates_of(code):
    return queries.list_occurrences(queries.get_activity(code).id)


def parts(people, code, change, wanted):
    """The series is changed from the day of the clocks' change on; the walls of both parts."""
    outcome = service.change_series(code, dates_of(code)[3].code, wanted, people.eva.id, "")
    assert dates_of(outcome.code)[0].recurrence_id == clock.to_utc(datetime.combine(change, time(17)))
    return walls(code), walls(outcome.code)


@pytest.mark.parametrize("change", CHANGES)
def test_a_weekly_five_stays_five_split_or_moved_on_that_very_day(people, client, zone, change, time_machine):
    time_machine.move_to(datetime.combine(change - timedelta(weeks=5), time(9), UTC))
    split, moved, kept = (publish(people, change) for _series in range(3))

    sunday, six = ["Sun 17:00-19:00"], ["Sun 18:00-20:00"]
    assert walls(kept) == sunday * 6
    assert parts(people, split, change, SeriesChange(Times(SUNDAY, SIX, time(20)))) == (sunday * 3, six * 3)
    assert parts(people, moved, change, SeriesChange(Times(TUESDAY, time(17), time(19)))) == (
        sunday * 3,
        ["Tue 17:00-19:00"] * 3,
    )
    page = client.get(f"/en/activities/{kept}").text
    assert page.count("17:00") >= 6
    assert not {"16:00", "18:00"} & set(page.replace("–", " ").split())


@pytest.mark.parametrize("change", CHANGES)
def test_people_read_five_and_are_reminded_the_day_before(people, zone, change, time_machine, mail):
    time_machine.move_to(datetime.combine(change - timedelta(weeks=5), time(9), UTC))
    rounds.remind()
    day_of_change = dates_of(publish(people, change))[3]
    pool = registrations.list_pool_states([day_of_change.id], [])[0].code
    sign_up(pool, email="noor@example.org", language="en")
    outbox.deliver_due()

    time_machine.move_to(clock.to_utc(datetime.combine(change - timedelta(days=1), time(15, 59))))
    rounds.remind()
    outbox.deliver_due()
    assert len(read_all(mail)) == 1
    time_machine.move_to(clock.to_utc(datetime.combine(change - timedelta(days=1), time(16))))
    rounds.remind()
    let_go()
    outbox.deliver_due()

    confirmed, reminder = read_all(mail)
    assert "17:00" in text(confirmed)
    assert reminder["Subject"].endswith("17:00")
    (invitation,) = (part for part in confirmed.walk() if part.get_content_type() == "text/calendar")
    read = {read(invitation.get_content())[0].start.wall for read in READERS}
    assert read == {datetime.combine(change, time(17))}
