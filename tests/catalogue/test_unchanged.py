"""A calendar that has not changed is not sent again (RFC 9110 13), and one that has is, however soon it is asked."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from werkzeug.http import http_date

from app.activities import service
from app.organisations import service as organisations
from app.places import service as places
from app.places.queries import get_place
from app.places.service import PlaceInput
from tests.catalogue import build

MADE = datetime.fromisoformat("2027-03-01T09:00:00.400+00:00")
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
FILES = ["/calendar.ics", "/activities/{series}.ics", "/occurrences/{date}.ics"]


@pytest.fixture
def time():
    with time_machine.travel(MADE, tick=False) as travelled:
        yield travelled


@pytest.fixture
def codes(time, people):
    series, dates = build.activity(people, [DAY, 8 * DAY], organisation_id=people.association.id)
    time.move_to(MADE + MINUTE)
    return {"series": series, "date": dates[0]}


@pytest.fixture(params=FILES)
def address(request, codes):
    return request.param.format(**codes)


@pytest.fixture(params=["cached", "made each time"])
def reader(request, app, client):
    """Asks with and without the page cache."""
    return build.with_page_cache(app) if request.param == "cached" else client


def ask(reader, address, method="GET", tag=None, since=None):
    sent = {"If-None-Match": tag, "If-Modified-Since": since}
    return reader.raw(address, method, headers={name: value for name, value in sent.items() if value})


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_it_by_its_tag_gets_no_body(reader, address, method, shape):
    tag = ask(reader, address).headers["ETag"]

    again = ask(reader, address, method, tag=shape.format(tag))

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Content-Length" not in again.headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_has_it_by_its_date_gets_no_body(reader, address, method):
    date = ask(reader, address).headers["Last-Modified"]

    again = ask(reader, address, method, since=date)

    assert (again.status_code, again.data) == (304, b"")


def test_a_head_tells_what_a_get_tells(reader, address):
    get, head = ask(reader, address), ask(reader, address, "HEAD")

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Length", "Content-Type", "Cache-Control", "Vary"):
        assert head.headers[name] == get.headers[name], name


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_of_both_the_tag_decides(reader, address, method):
    first = ask(reader, address).headers
    old, new = http_date(MADE - DAY), first["Last-Modified"]

    assert ask(reader, address, method, tag='"other"', since=new).status_code == 200
    assert ask(reader, address, method, tag=first["ETag"], since=old).status_code == 304


@pytest.mark.parametrize("since", ["yesterday", "", http_date(MADE - DAY)])
def test_a_date_that_is_none_or_too_old_gets_everything(reader, address, since):
    assert ask(reader, address, since=since).status_code == 200


def cancel(codes, people):
    service.cancel_date(codes["date"], people.eva.id)


def rename_place(codes, people):
    fact = get_place("stadsbiblioteket")
    known = {name: getattr(fact, name) for name in PlaceInput.__dataclass_fields__ if hasattr(fact, name)}
    places.edit_place(fact.key, replace(PlaceInput(**known), name="Stadens bibliotek"), people.alma.id)


@pytest.mark.parametrize("change", [cancel, rename_place])
def test_a_change_within_the_next_second_is_sent(time, people, client, address, codes, change):
    first = ask(client, address)
    time.shift(SECOND / 10)
    change(codes, people)
    time.shift(SECOND / 10)

    for sent in (
        {"since": first.headers["Last-Modified"]},
        {"tag": first.headers["ETag"]},
        {"since": http_date(MADE + MINUTE)},
    ):
        again = ask(client, address, **sent)
        assert (again.status_code, again.data != first.data) == (200, True)


def test_while_it_may_still_change_it_tells_no_date(time, people, client, address, codes):
    cancel(codes, people)
    told = []
    for _tenth in range(40):
        told.append(ask(client, address).headers.get("Last-Modified"))
        time.shift(SECOND / 10)

    assert told[0] is None
    assert told[-1] == http_date(MADE + MINUTE + 3 * SECOND)
    assert ask(client, address, since=told[-1]).status_code == 304


def test_what_changes_no_date_changes_the_calendar_all_the_same(time, people, client, codes):
    """An organiser is hidden, and later shown again: neither touches a date, and the calendar is another each time."""
    for state, count in (("suspended", 0), ("approved", 2)):
        old = ask(client, "/calendar.ics").headers["Last-Modified"]
        organisations.set_state(people.association.code, state, people.alma.id)
        time.shift(MINUTE)

        now = ask(client, "/calendar.ics", since=old)
        assert (now.status_code, now.data.count(b"BEGIN:VEVENT")) == (200, count)


def test_an_activity_published_later_than_it_was_made_is_sent(time, people, client, codes):
    draft, _dates = build.activity(people, dates={"changed_at": MADE - DAY}, state="draft", summary={"sv": "Kom!"})
    old = ask(client, "/calendar.ics").headers["Last-Modified"]
    service.publish(draft, people.lina.id)

    assert ask(client, "/calendar.ics", since=old).data.count(b"BEGIN:VEVENT") == 3


def test_a_date_that_grows_too_old_leaves_the_calendar_at_midnight(time, people, client):
    build.activity(people, [DAY])
    time.move_to(datetime.fromisoformat("2027-04-01T21:59:00+00:00"))
    last = ask(client, "/calendar.ics")
    time.shift(2 * MINUTE)

    after = ask(client, "/calendar.ics", since=last.headers["Last-Modified"])

    assert (last.data.count(b"BEGIN:VEVENT"), after.status_code, after.data.count(b"BEGIN:VEVENT")) == (1, 200, 0)


def test_another_language_has_another_tag(client, address):
    swedish = ask(client, f"{address}?lang=sv").headers["ETag"]

    assert ask(client, f"{address}?lang=ar", tag=swedish).status_code == 200
