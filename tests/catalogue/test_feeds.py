"""Calendars to follow, new activities, the sitemap, and what programs read in a page."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import icalendar
import pytest
import time_machine
import vobject

from app import clock
from app.catalogue import feeds
from app.db import transaction
from app.organisations.tables import Organisation
from tests.catalogue import build
from tests.counting import count_statements

DAY = timedelta(days=1)
ATOM = {"a": feeds.ATOM}


def events(answer):
    return icalendar.Calendar.from_ical(answer.data).walk("VEVENT")


def uids(answer):
    return [str(event["UID"]).removesuffix("@localhost") for event in events(answer)]


def test_the_calendar_has_every_coming_date_once(client, people):
    _code, cafe = build.activity(people, [DAY, 8 * DAY])
    _code, talk = build.activity(people, [2 * DAY], type_key="dialogue_group")

    answer = client.raw("/calendar.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert uids(answer) == [cafe[0], *talk, cafe[1]]


def test_the_calendar_is_narrowed_by_kind_place_and_organiser(client, people):
    _code, cafe = build.activity(people)
    _code, away = build.activity(people, place_id=people.magneteten.id, organisation_id=people.association.id)
    _code, talk = build.activity(people, type_key="dialogue_group")

    assert uids(client.raw("/calendar.ics?type=dialogue_group")) == talk
    assert uids(client.raw("/calendar.ics?place=magneteten")) == away
    assert uids(client.raw(f"/calendar.ics?organisation={people.association.code}")) == away
    assert uids(client.raw("/calendar.ics?type=language_cafe&place=stadsbiblioteket")) == cafe


def test_a_cancelled_date_stays_in_the_calendar_and_says_so(client, people):
    build.activity(people, dates={"state": "cancelled", "sequence": 2})

    event = events(client.raw("/calendar.ics"))[0]

    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_the_calendar_is_in_the_language_that_is_asked(client, people):
    build.activity(people)

    answer = client.raw("/calendar.ics?lang=ar")

    assert str(events(answer)[0]["SUMMARY"]) == build.TITLE["ar"]
    assert str(events(client.raw("/calendar.ics"))[0]["SUMMARY"]) == build.TITLE["sv"]


def test_last_week_is_kept_and_last_year_is_not(client, people):
    _code, codes = build.activity(people, [-400 * DAY, -7 * DAY, DAY])

    assert uids(client.raw("/calendar.ics")) == codes[1:]


def test_what_is_not_public_is_in_no_feed(client, people):
    build.activity(people, state="draft")
    build.activity(people, visibility="link")
    build.activity(people, organisation_id=people.other_association.id)
    with transaction() as session:
        session.get(Organisation, people.other_association.id).state = "suspended"

    assert uids(client.raw("/calendar.ics")) == []
    assert client.raw("/sv/activities.atom").data.count(b"<entry>") == 0
    assert b"/activities/" not in client.raw("/sitemap.xml").data


@pytest.mark.parametrize("query", ["place=nowhere", "type=party", "organisation=XXXXXXXX", "lang=xx", "colour=red"])
@pytest.mark.parametrize("feed", ["/calendar.ics", "/sv/activities.atom"])
def test_a_feed_refuses_what_it_does_not_know(client, people, feed, query):
    build.activity(people)

    answer = client.raw(f"{feed}?{query}")

    assert answer.status_code == 400
    assert answer.mimetype == "text/html"


def test_the_page_cache_answers_no_refused_feed(app, people):
    build.activity(people)
    cached = build.with_page_cache(app)

    assert cached.raw("/calendar.ics").status_code == 200
    assert cached.raw("/calendar.ics?colour=red").status_code == 400


def test_another_parser_reads_the_same_dates(client, people):
    starts = [clock.to_utc(datetime.fromisoformat(f"{day}T17:00")) for day in ("2027-03-22", "2027-03-29")]
    with time_machine.travel("2027-03-20T09:00:00+00:00", tick=False):
        build.activity(people, starts)
        answer = client.raw("/calendar.ics")

    read = vobject.readOne(answer.get_data(as_text=True)).vevent_list
    assert [event.dtstart.value.astimezone(UTC) for event in read] == starts
    assert [event.dtstart.value.strftime("%H:%M") for event in read] == ["17:00", "17:00"]


@pytest.mark.parametrize("year", range(2026, 2031))
def test_a_weekly_17_oclock_stays_17_oclock_over_every_change_of_summer_time(client, people, year):
    weeks = [
        datetime.fromisoformat(f"{year}-{month}-01") + timedelta(weeks=week)
        for month in ("03", "10")
        for week in range(6)
    ]
    starts = [clock.to_utc(day.replace(hour=17)) for day in weeks]
    with time_machine.travel(datetime(year, 2, 20, tzinfo=UTC), tick=False):
        build.activity(people, starts)
        read = vobject.readOne(client.raw("/calendar.ics").get_data(as_text=True)).vevent_list

    assert [event.dtstart.value.strftime("%H:%M") for event in read] == ["17:00"] * len(starts)
    assert [event.dtstart.value.astimezone(UTC) for event in read] == starts


def test_the_calendar_asks_little_however_many_dates(app, client, people):
    build.activity(people, [DAY * n for n in range(1, 60)])

    with count_statements(app) as counted:
        client.raw("/calendar.ics")

    assert len(counted) <= 7, counted.statements


def test_new_activities_come_newest_first(client, people):
    old, _dates = build.activity(people, published_at=clock.now() - 9 * DAY)
    new, _dates = build.activity(people, published_at=clock.now() - DAY, summary={"en": "Talk & <listen>"})

    feed = ElementTree.fromstring(client.raw("/en/activities.atom").data)

    links = [entry.find("a:link", ATOM).get("href") for entry in feed.findall("a:entry", ATOM)]
    assert links == [f"http://localhost:8000/en/activities/{code}" for code in (new, old)]
    assert feed.find("a:entry/a:summary", ATOM).text == "Talk & <listen>"
    assert feed.find("a:entry/a:author/a:name", ATOM).text == "Stadsbiblioteket i Hässleholm"


def test_the_sitemap_has_every_page_in_every_language(client, people):
    code, _dates = build.activity(people)

    urls = ElementTree.fromstring(client.raw("/sitemap.xml").data)

    found = {url[0].text.removeprefix("http://localhost:8000") for url in urls}
    assert {f"/{lang}/activities/{code}" for lang in ("sv", "en", "ar")} <= found
    assert {"/sv/", "/ar/places/magneteten"} <= found
    assert {len(url) for url in urls} == {8}


def test_robots_are_kept_from_the_desk_and_from_own_pages(client):
    said = client.raw("/robots.txt").get_data(as_text=True)

    assert "Disallow: /sv/my" in said
    assert "Sitemap: http://localhost:8000/sitemap.xml" in said


def data_of(page):
    return json.loads(page.all("script", type="application/ld+json")[0].text)


def test_a_date_is_an_event_for_programs(client, people):
    start = clock.to_utc(datetime.fromisoformat("2027-03-29T17:00"))
    code, codes = build.activity(people, [start], signup="required", summary={"en": "</script><b>"}, cost_kr=20)
    build.pool(occurrence=codes[0], taken=10)

    found = data_of(client.get(f"/en/occurrences/{codes[0]}"))

    assert (found["@type"], found["startDate"]) == ("Event", "2027-03-29T17:00:00+02:00")
    assert found["location"]["address"]["addressLocality"] == "Hässleholm"
    assert found["offers"]["price"] == "20"
    assert found["offers"]["availability"] == "https://schema.org/SoldOut"
    assert found["superEvent"]["url"].endswith(f"/en/activities/{code}")
    assert found["description"] == "</script><b>"


def test_a_cancelled_date_is_a_cancelled_event(client, people):
    _code, codes = build.activity(people, dates={"state": "cancelled"})

    assert data_of(client.get(f"/sv/occurrences/{codes[0]}"))["eventStatus"].endswith("EventCancelled")


def test_a_series_is_an_event_series_with_its_dates(client, people):
    code, codes = build.activity(people, [-DAY, DAY, 8 * DAY])

    found = data_of(client.get(f"/sv/activities/{code}"))

    assert found["@type"] == "EventSeries"
    assert [part["url"].rsplit("/", 1)[1] for part in found["subEvent"]] == codes[1:]


def test_a_page_by_link_tells_programs_nothing(client, people):
    _code, codes = build.activity(people, visibility="link")

    page = client.get(f"/sv/occurrences/{codes[0]}")

    assert not page.all("script", type="application/ld+json")
    assert not page.all("meta", property="og:title")


def test_a_page_tells_its_one_address_whatever_host_was_asked(client, people):
    _code, codes = build.activity(people)

    page = client.get(f"/sv/occurrences/{codes[0]}?utm=x", base_url="http://127.0.0.1")

    assert page.all("link", rel="canonical")[0].get("href") == f"http://localhost:8000/sv/occurrences/{codes[0]}"


def test_a_date_can_be_put_into_google_and_outlook(client, people):
    start = clock.to_utc(datetime.fromisoformat("2027-03-29T17:00"))
    _code, codes = build.activity(people, [start])

    links = client.get(f"/en/occurrences/{codes[0]}").links()

    google = parse_qs(urlsplit(links["In Google"]).query)
    outlook = parse_qs(urlsplit(links["In Outlook"]).query)
    assert google["dates"] == ["20270329T150000Z/20270329T170000Z"]
    assert outlook["startdt"] == ["2027-03-29T15:00:00+00:00"]
    assert outlook["subject"] == google["text"] == ["Language café"]


def test_a_list_and_a_place_can_be_followed(client, people):
    build.activity(people)

    of_list = client.get("/en/activities?type=language_cafe").links()["Follow in this phone or computer"]
    of_place = client.get("/en/places/stadsbiblioteket").links()["Follow in this phone or computer"]

    assert of_list == "webcal://localhost:8000/calendar.ics?type=language_cafe&lang=en"
    assert of_place == "webcal://localhost:8000/calendar.ics?place=stadsbiblioteket&lang=en"
