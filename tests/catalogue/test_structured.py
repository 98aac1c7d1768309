"""What a program reads in the page of a date and of a series, by extruct: JSON-LD (schema.org) and Open Graph."""

from datetime import datetime, timedelta

import extruct
import pytest
import time_machine

from app import clock
from app.activities.tables import Occurrence
from app.db import transaction
from tests.catalogue import build

HOST = "http://localhost:8000"
SUMMARY = {"sv": 'Prat, kaffe & </script> "kaka"', "ar": "حديث وقهوة"}
ADDRESS = {
    "@type": "PostalAddress", "streetAddress": "Första Avenyen 1", "postalCode": "281 38",
    "addressLocality": "Hässleholm", "addressCountry": "SE",
}  # fmt: skip
LIBRARY = {"@type": "Place", "name": "Stadsbiblioteket", "address": ADDRESS}


def local(text):
    return clock.to_utc(datetime.fromisoformat(text))


def read(client, path):
    """The page's one JSON-LD object and its Open Graph properties, as extruct finds them."""
    found = extruct.extract(client.get(path).html, base_url=HOST + path, syntaxes=["json-ld", "opengraph"])
    (data,), (graph,) = found["json-ld"], found["opengraph"]
    return data, dict(graph["properties"])


@pytest.fixture(autouse=True)
def early_in_march():
    with time_machine.travel("2027-03-01T09:00:00+00:00", tick=False):
        yield


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_a_date_is_read_as_its_rows_hold_it(client, people, language):
    code, codes = build.activity(
        people,
        [local("2027-03-28T17:00")],
        summary=SUMMARY,
        spoken=frozenset({"sv", "ar"}),
        signup="required",
        cost_kr=40,
    )
    build.pool(occurrence=codes[0], taken=3)
    path, title = f"/{language}/occurrences/{codes[0]}", build.TITLE[language]

    data, graph = read(client, path)

    assert data == {
        "@context": "https://schema.org", "@type": "Event", "name": title, "url": HOST + path,
        "description": SUMMARY[language], "inLanguage": ["ar", "sv"], "location": LIBRARY,
        "startDate": "2027-03-28T17:00:00+02:00", "endDate": "2027-03-28T19:00:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "isAccessibleForFree": False,
        "organizer": [{"@type": "Organization", "name": "Stadsbiblioteket i Hässleholm"}],
        "offers": {
            "@type": "Offer", "price": "40", "priceCurrency": "SEK", "url": f"{HOST}{path}/sign-up",
            "availability": "https://schema.org/InStock",
        },
        "superEvent": {"@type": "EventSeries", "name": title, "url": f"{HOST}/{language}/activities/{code}"},
    }  # fmt: skip
    assert (graph["og:title"], graph["og:description"]) == (title, SUMMARY[language])
    assert (graph["og:url"], graph["og:site_name"]) == (HOST + path, "Samspel")


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_a_series_is_read_with_each_of_its_coming_dates(client, people, language):
    starts = [local(f"{day}T17:00") for day in ("2027-02-22", "2027-03-22", "2027-03-29")]
    code, codes = build.activity(people, starts, summary=SUMMARY, spoken=frozenset({"sv"}))
    path = f"/{language}/activities/{code}"

    data, graph = read(client, path)

    dates = data.pop("subEvent")
    assert data == {
        "@context": "https://schema.org", "@type": "EventSeries", "name": build.TITLE[language], "url": HOST + path,
        "description": SUMMARY[language], "inLanguage": ["sv"], "location": LIBRARY, "isAccessibleForFree": True,
        "startDate": "2027-03-22T17:00:00+01:00", "endDate": "2027-03-29T19:00:00+02:00",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "organizer": [{"@type": "Organization", "name": "Stadsbiblioteket i Hässleholm"}],
    }  # fmt: skip
    assert [date["url"] for date in dates] == [f"{HOST}/{language}/occurrences/{code}" for code in codes[1:]]
    assert [datetime.fromisoformat(date["startDate"]) for date in dates] == starts[1:]
    assert [datetime.fromisoformat(date["endDate"]) for date in dates] == [at + timedelta(hours=2) for at in starts[1:]]
    assert (graph["og:title"], graph["og:url"]) == (build.TITLE[language], HOST + path)


def test_a_cancelled_date_is_read_as_cancelled_on_both_pages(client, people):
    code, codes = build.activity(people, [local("2027-03-22T17:00"), local("2027-03-29T17:00")])
    change(codes[0], state="cancelled", sequence=1)

    of_date, _graph = read(client, f"/sv/occurrences/{codes[0]}")
    of_series, _graph = read(client, f"/sv/activities/{code}")

    states = [part["eventStatus"] for part in (of_date, *of_series["subEvent"])]
    assert [state.rsplit("/", 1)[1] for state in states] == ["EventCancelled", "EventCancelled", "EventScheduled"]
    assert of_date["startDate"] == "2027-03-22T17:00:00+01:00"


def test_a_date_somewhere_else_is_read_there_on_both_pages(client, people):
    code, codes = build.activity(people, [local("2027-03-22T17:00"), local("2027-03-29T17:00")])
    change(codes[1], place_id=people.magneteten.id)

    of_date, _graph = read(client, f"/sv/occurrences/{codes[1]}")
    of_series, _graph = read(client, f"/sv/activities/{code}")

    assert of_date["location"]["name"] == "Magneteten"
    assert [part["location"]["name"] for part in of_series["subEvent"]] == ["Stadsbiblioteket", "Magneteten"]


def test_without_sign_up_the_offer_leads_to_the_date_itself_and_is_free(client, people):
    _code, codes = build.activity(people, [local("2027-03-22T17:00")], spoken=frozenset())

    data, _graph = read(client, f"/en/occurrences/{codes[0]}")

    assert data["isAccessibleForFree"] is True
    assert (data["offers"]["price"], data["offers"]["url"]) == ("0", data["url"])
    assert not {"inLanguage", "description"} & set(data)


def change(code, **facts):
    with transaction() as session:
        session.query(Occurrence).filter_by(code=code).update(facts)
