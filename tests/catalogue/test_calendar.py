"""Calendar files: what a telephone reads is exactly our dates."""

from datetime import datetime, timedelta

import icalendar
import pytest
import vobject

from app import clock
from tests.catalogue import build

DAY = timedelta(days=1)
NASTY = [
    "A\nB", "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "A\rATTENDEE:mailto:x@example.org", 'say "hi"; a,b\\n',
    "BEGIN:VEVENT", "x" * 300, "مقهى " * 40, "tab\there \x0b \x1f \u2028 end", "\u0085ATTACH:http://evil.example",
]  # fmt: skip


def ics(client, code, query=""):
    return client.raw(f"/occurrences/{code}.ics{query}")


def events(answer):
    return [part for part in icalendar.Calendar.from_ical(answer.data).walk("VEVENT")]


@pytest.mark.parametrize("title", NASTY)
def test_no_text_becomes_a_calendar_line(client, people, title):
    _code, codes = build.activity(people, title={"sv": title}, summary={"sv": title}, spoken=frozenset())

    answer = ics(client, codes[0])

    kinds = [part.name for part in icalendar.Calendar.from_ical(answer.data).walk()]
    assert kinds == ["VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT"]
    assert not {"ATTENDEE", "ATTACH"} & set(events(answer)[0])
    assert len(list(vobject.readOne(answer.get_data(as_text=True)).vevent_list)) == 1


def test_a_date_keeps_its_wall_time_and_name(client, people):
    start = clock.to_utc(datetime.fromisoformat("2027-03-28T17:00"))
    _code, codes = build.activity(people, [start])

    event = events(ics(client, codes[0], "?lang=ar"))[0]

    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["DTSTART"].dt == start
    assert event["UID"] == f"{codes[0]}@localhost"
    assert str(event["SUMMARY"]) == build.TITLE["ar"]


def test_a_cancelled_date_says_so(client, people):
    _code, codes = build.activity(people, dates={"state": "cancelled", "sequence": 3})

    event = events(ics(client, codes[0]))[0]

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 3)


def test_the_same_date_gives_the_same_bytes(client, people):
    _code, codes = build.activity(people)

    first = ics(client, codes[0])

    assert first.content_type == "text/calendar; charset=utf-8"
    assert ics(client, codes[0]).data == first.data
    again = client.raw(f"/occurrences/{codes[0]}.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_series_has_all_its_dates(client, people):
    code, codes = build.activity(people, [DAY, 8 * DAY, 15 * DAY])

    answer = client.raw(f"/activities/{code}.ics")

    assert {str(event["UID"]) for event in events(answer)} == {f"{one}@localhost" for one in codes}


def test_without_a_language_it_is_in_the_readers(client, people):
    _code, codes = build.activity(people)

    answer = client.raw(f"/occurrences/{codes[0]}.ics", headers={"Accept-Language": "en"})

    assert str(events(answer)[0]["SUMMARY"]) == "Language café"
    assert client.raw("/occurrences/NOSUCH00.ics").status_code == 404
