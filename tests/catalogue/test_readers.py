"""The calendar files read by two other programs: both find the dates that the rows hold, to the minute and the word."""

from datetime import datetime, timedelta

import pytest
import time_machine

from app import clock
from tests.catalogue import build
from tests.catalogue.readers import READERS, Moment, by_ical_js, by_vobject

DAY = timedelta(days=1)
TWO_HOURS = timedelta(hours=2)
YEARS = range(2026, 2031)
ADDRESS = "Stadsbiblioteket, Första Avenyen 1, 281 38 Hässleholm"
AWKWARD = {
    "sv": "Språkkafé; kom, prata: \\n är inget radbyte\nAndra raden, " + "lång " * 60 + "slut",
    "ar": "مقهى اللغة؛ تعال، وتحدث; a,b\nالسطر الثاني " + "طويل " * 60 + "النهاية",
}
WELCOME = {"sv": 'Alla är "välkomna"; även du,\nsom är ny', "ar": "أهلاً وسهلاً بالجميع،\nحتى أنت; جديد, هنا"}


def local(text):
    return clock.to_utc(datetime.fromisoformat(text))


def last_sunday(year, month):
    last = datetime.fromisoformat(f"{year}-{month:02}-31T17:00")
    return last - timedelta(days=(last.weekday() + 1) % 7)


def text_of(client, address):
    return client.raw(address).get_data(as_text=True)


@pytest.fixture
def dates(people):
    """A series over a change of summer time, an awkward title, a cancelled date: start by code, and the codes."""
    with time_machine.travel("2027-03-20T09:00:00+00:00", tick=False):
        starts = [local(f"{day}T17:00") for day in ("2027-03-22", "2027-03-28", "2027-03-29")]
        series, codes = build.activity(people, starts, title=AWKWARD, summary=WELCOME)
        off, (cancelled,) = build.activity(
            people, [local("2027-07-01T09:30")], dates={"state": "cancelled", "sequence": 3}
        )
        yield {"series": series, "codes": codes, "starts": starts, "off": off, "cancelled": cancelled}


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_both_readers_agree_on_every_date_of_every_file(client, dates, language):
    of_series, of_date = f"/activities/{dates['series']}.ics", f"/occurrences/{dates['codes'][1]}.ics"
    of_cancelled = f"/occurrences/{dates['cancelled']}.ics"
    expected = {"/calendar.ics": 4, of_series: 3, of_date: 1, of_cancelled: 1, f"/activities/{dates['off']}.ics": 1}

    for address, count in expected.items():
        text = text_of(client, f"{address}?lang={language}")

        assert by_vobject(text) == by_ical_js(text)
        assert len(by_ical_js(text)) == count


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize("read", READERS)
def test_a_reader_finds_what_the_rows_hold(client, dates, read, language):
    found = read(text_of(client, f"/calendar.ics?lang={language}"))

    assert [date.uid for date in found] == [f"{code}@localhost" for code in (*dates["codes"], dates["cancelled"])]
    assert [date.start.at for date in found[:3]] == dates["starts"]
    assert [date.end.at for date in found[:3]] == [start + TWO_HOURS for start in dates["starts"]]
    assert {(date.summary, date.description) for date in found[:3]} == {(AWKWARD[language], WELCOME[language])}
    assert {(date.tzid, date.location) for date in found} == {("Europe/Stockholm", ADDRESS)}
    assert found[0].url == f"http://localhost:8000/{language}/occurrences/{dates['codes'][0]}"


@pytest.mark.parametrize("read", READERS)
def test_a_reader_sees_that_a_date_is_cancelled(client, dates, read):
    for address in ("/calendar.ics", f"/activities/{dates['off']}.ics", f"/occurrences/{dates['cancelled']}.ics"):
        date = read(text_of(client, address))[-1]

        assert (date.status, date.sequence) == ("CANCELLED", 3)
        assert date.start == Moment(*map(datetime.fromisoformat, ("2027-07-01T09:30", "2027-07-01T07:30+00:00")))


@pytest.mark.parametrize("read", READERS)
def test_a_date_somewhere_else_is_read_there_in_every_file(client, people, read):
    code, codes = build.activity(people, [DAY], dates={"place_id": people.magneteten.id})

    for address in ("/calendar.ics", f"/activities/{code}.ics", f"/occurrences/{codes[0]}.ics"):
        assert read(text_of(client, address))[0].location == "Magneteten, Första Avenyen 1, 281 38 Hässleholm"


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Nowhere/Known"])
@pytest.mark.parametrize("read", READERS)
def test_17_oclock_stays_17_oclock_through_five_years_by_the_zone_in_the_file(client, people, read, zone):
    """Every Sunday of 2026-2030 and every day around each change; a zone that nobody knows is read from the file alone."""
    changes = [last_sunday(year, month) for year in YEARS for month in (3, 10)]
    around = {change + DAY * near for change in changes for near in range(-8, 9)}
    sundays = {datetime.fromisoformat("2026-01-04T17:00") + timedelta(weeks=week) for week in range(52 * 5)}
    starts = [clock.to_utc(day) for day in sorted(around | sundays)]
    with time_machine.travel("2026-01-02T09:00:00+00:00", tick=False):
        code, _codes = build.activity(people, starts)
        texts = [text_of(client, address) for address in ("/calendar.ics", f"/activities/{code}.ics")]

    for text in texts:
        found = read(text.replace("Europe/Stockholm", zone))

        assert [date.start.at for date in found] == starts
        assert [date.start.wall for date in found] == [clock.wall(start) for start in starts]
        assert {date.start.wall.hour for date in found} == {17}


@pytest.mark.parametrize("night", ["2027-03-28", "2027-10-31"])
@pytest.mark.parametrize("read", READERS)
def test_a_date_through_the_night_of_a_change_ends_when_it_ends(client, people, read, night):
    start, end = local(f"{night}T00:30"), local(f"{night}T04:00")
    _code, codes = build.activity(people, [start], dates={"ends_at": end})

    found = read(text_of(client, f"/occurrences/{codes[0]}.ics"))[0]

    assert (found.start.at, found.end.at) == (start, end)


@pytest.mark.parametrize("read", READERS)
def test_the_readers_do_use_the_zone_in_the_file(client, people, read):
    _code, codes = build.activity(people, [local("2027-07-01T17:00")])
    text = text_of(client, f"/occurrences/{codes[0]}.ics").replace("Europe/Stockholm", "Nowhere/Else")

    found = read(text.replace("TZOFFSETTO:+0200", "TZOFFSETTO:+0500"))

    assert found[0].start == Moment(*map(datetime.fromisoformat, ("2027-07-01T17:00", "2027-07-01T12:00+00:00")))
