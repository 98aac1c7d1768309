"""What residents find: home, the list and its filters, places, visibility, the page cache."""

from datetime import timedelta

import pytest
import time_machine

from app.attendance.views import host
from app.catalogue import rules
from app.db import transaction
from app.organisations.tables import Organisation
from app.places.tables import Place
from app.registrations.views import ticket
from app.web.page_cache import STAFF_COOKIE
from tests.catalogue import build
from tests.client import words
from tests.counting import count_statements
from tests.registrations.build import make_date

MORNING = "2026-11-23T08:00:00+00:00"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def headings(page, level="h2"):
    return [words(heading) for heading in page.all(level)]


def titles(page):
    return [words(item) for item in page.all("h3")]


@time_machine.travel(MORNING, tick=False)
def test_home_shows_the_week_by_day(client, people):
    build.activity(people, [HOUR, DAY, 2 * DAY, 8 * DAY])

    page = client.get("/sv/")

    assert [h.split()[-3:] for h in headings(page)] == [
        ["måndag", "23", "november"], ["tisdag", "24", "november"], ["onsdag", "25", "november"],
    ]  # fmt: skip
    assert len(titles(page)) == 3


@time_machine.travel(MORNING, tick=False)
def test_home_without_dates_this_week_shows_the_next(client, people):
    build.activity(people, [10 * DAY])

    page = client.get("/en/")

    assert "Nothing in the next seven days" in page.text
    assert titles(page) == ["Language café"]


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("type=digital_help", 1), ("place=magneteten", 1), ("spoken=so", 1), ("place=magneteten&spoken=so", 0),
     ("free=1", 3), ("children=1&q=x&day=sun&page=9", 3)],
)  # fmt: skip
@time_machine.travel(MORNING, tick=False)
def test_home_is_narrowed_by_kind_place_and_language(client, people, query, found):
    build.activity(people, [HOUR], type_key="digital_help", place_id=people.magneteten.id)
    build.activity(people, [2 * DAY], spoken=frozenset({"so", "sv"}))
    build.activity(people, [DAY])

    page = client.get(f"/en/?{query}")

    assert len(titles(page)) == found
    assert page.fields().get("place", "") == ("magneteten" if "place" in query else "")
    assert ("No dates fit what you chose" in page.text) == (found == 0)


def test_home_answers_a_bad_choice_kindly_and_ignores_what_it_does_not_ask(client, people):
    build.activity(people)

    assert len(client.get("/en/?place=x&type=y&page=abc&from=x").all("div", class_="note")) == 2


def test_where_the_week_has_nothing_of_the_kind_the_next_ones_are_shown(client, people):
    build.activity(people, [DAY])
    build.activity(people, [10 * DAY], type_key="digital_help")

    page = client.get("/en/?type=digital_help")

    assert "Nothing in the next seven days" in page.text
    assert len(titles(page)) == 1


def test_home_without_dates_says_what_to_do(client):
    page = client.get("/en/")

    assert "There are no dates yet" in page.text
    assert "/en/places" in page.links().values()


def test_home_has_one_primary_button(client, people):
    build.activity(people)

    assert len(client.get("/sv/").all("a", class_="button")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4), ("type=digital_help", 1), ("type=digital_help,language_cafe", 4), ("place=magneteten", 1),
        ("spoken=so", 1), ("from=2026-12-01", 1), ("to=2026-11-24", 2), ("free=1", 3), ("place=magneteten&spoken=so", 0),
        ("unknown=1&spoken=so", 1), ("children=1", 1), ("day=mon", 1), ("day=tue,sat", 1), ("day=sun", 1),
        ("time=morning", 3), ("time=evening", 1), ("day=sun&time=evening", 1), ("day=mon&time=evening", 0),
    ],
)  # fmt: skip
@time_machine.travel(MORNING, tick=False)
def test_each_filter_narrows_the_list(client, people, query, found):
    build.activity(people, [HOUR], type_key="digital_help", place_id=people.magneteten.id)
    build.activity(people, [2 * DAY], spoken=frozenset({"so", "sv"}), children_welcome=True)
    _code, dates = build.activity(people, [DAY, 20 * DAY + 9 * HOUR], signup="required", spoken=frozenset({"sv"}))
    build.pool(dates[0], taken=10)
    build.pool(dates[1], taken=9)

    assert len(titles(client.get(f"/en/activities?{query}"))) == found


def test_an_organisers_dates(client, people):
    build.activity(people)
    build.activity(people, organisation_id=people.association.id, title={"sv": "Cykel"})

    assert titles(client.get(f"/sv/activities?organisation={people.association.code}")) == ["Cykel"]


@pytest.mark.parametrize(
    "query",
    ["type=x", "place=x", "organisation=x", "spoken=x", "from=2026-02-31", "to=x", "from=2026-11-02&to=2026-11-01",
     "page=abc", "page=9999", "page=-1", "page=" + "9" * 400, "place=%E2%80%AEx"],
)  # fmt: skip
def test_a_bad_filter_gets_a_kind_answer(client, people, query):
    build.activity(people)

    page = client.get(f"/en/activities?{query}")

    assert len(page.all("div", class_="note")) == 1
    assert titles(page)


def test_the_form_shows_what_is_asked(client, people):
    page = client.get("/en/activities?place=magneteten&spoken=so&from=2026-12-01&free=1&type=language_cafe")

    asked = {name: value for name, value in page.fields().items() if value}
    assert asked == {
        "place": "magneteten", "spoken": "so", "from": "2026-12-01", "free": "1", "type": "language_cafe",
    }  # fmt: skip
    assert "Take away a choice" in page.text


def test_the_list_goes_on_over_pages_without_a_gap(client, people):
    build.activity(people, [DAY] + [2 * DAY + n // 3 * HOUR + timedelta(seconds=n) for n in range(44)])

    pages = [client.get(f"/sv/activities?page={n}").all("a") for n in (1, 2, 3)]

    dates = [{link.get("href") for link in links if "/occurrences/" in link.get("href")} for links in pages]
    assert [len(page) for page in dates] == [20, 20, 5]
    assert len(set.union(*dates)) == 45


def test_only_what_is_public_is_listed(client, people):
    for facts in ({"state": "draft"}, {"state": "withdrawn"}, {"visibility": "link"}):
        build.activity(people, **facts)
    build.activity(people, organisation_id=people.other_association.id)
    with transaction() as session:
        session.get_one(Organisation, people.other_association.id).state = "suspended"

    for path in ("/sv/", "/sv/activities", "/sv/places/stadsbiblioteket"):
        assert not client.get(path).all("li", class_="card")


def test_a_place_says_how_to_get_there_and_what_happens(client, people):
    build.activity(people)

    page = client.get("/en/places/stadsbiblioteket")

    for said in ("Enter from the square.", "Lift", "Rum 2", "20 people", "Language café"):
        assert said in page.text
    assert "Stadsbiblioteket" in client.get("/ar/places").text
    client.get("/en/places/nowhere", status=404)


@pytest.mark.parametrize(("path", "who"), [("privacy", "dataskydd"), ("accessibility", "tillganglighet")])
def test_the_statements_say_who_answers(client, path, who):
    page = client.get(f"/en/{path}")

    assert f"{who}@hassleholm.example" in page.text
    assert page.main.find(".//{*}a") is not None


def test_the_privacy_page_says_how_long(client):
    text = client.get("/en/privacy").text

    assert "14 days" in text
    assert "30 days" in text
    assert "Kultur- och fritidsnämnden" in text


def test_an_unknown_language_gets_a_page_in_the_readers(client):
    page = client.get("/xx/activities", status=404, headers={"Accept-Language": "ar"})

    assert page.tree.get("lang") == "ar"


@pytest.mark.parametrize(("path", "most"), [("/ar/", 12), ("/ar/activities", 6), ("/ar/places/stadsbiblioteket", 12)])
def test_statements_do_not_grow_with_the_rows(app, client, people, path, most):
    for _ in range(15):
        _code, dates = build.activity(people, [HOUR, DAY], signup="required")
        build.pool(dates[0], role="learner", taken=3)
        build.pool(dates[0], role="speaker")

    with count_statements(app) as sent:
        client.get(path)

    assert 0 < len(sent) <= most


def test_the_page_cache_gives_the_same_page_and_304(app, people):
    build.activity(people)
    cached = build.with_page_cache(app)

    first, second = cached.raw("/ar/activities"), cached.raw("/ar/activities")

    assert first.data == second.data
    assert cached.raw("/ar/activities", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_card_offers_no_places_once_sign_up_is_over(client, people):
    make_date(people, starts_in=timedelta(minutes=-30), title={"en": "Begun"})
    make_date(people, starts_in=timedelta(minutes=30), title={"en": "Begins soon"})

    begun, soon = (words(card) for card in client.get("/en/activities").all("li", class_="card"))

    assert "Begun" in begun
    assert "Sign-up is over" in begun
    assert "10 of 10 places left" not in begun
    assert "10 places left" in soon


@time_machine.travel(MORNING, tick=False)
def test_a_long_list_is_counted_and_leafed_through_to_a_bound(client, people, monkeypatch):
    monkeypatch.setattr(rules, "MOST_LISTED", 40)
    build.activity(people, [timedelta(hours=n) for n in range(1, 46)])

    page = client.get("/en/activities?page=9")

    assert "More than 40 dates" in page.text
    assert "Page 2 of 2" in page.text
    assert page.links()["Look month by month"] == "/en/calendar/2026-11"


@time_machine.travel(MORNING, tick=False)
def test_a_place_may_be_asked_for_with_those_near_it(client, people):
    with transaction() as session:
        spots = [(people.stadsbiblioteket.id, 56.159, 13.766), (people.magneteten.id, 56.165, 13.775)]
        for key, latitude, longitude in spots:
            place = session.get_one(Place, key)
            place.latitude, place.longitude = latitude, longitude
    build.activity(people, [HOUR])
    build.activity(people, [DAY, 9 * DAY], place_id=people.magneteten.id)

    near = client.get("/en/activities?place=stadsbiblioteket&near=1")
    place = client.get("/en/places/magneteten")

    assert len(titles(near)) == 3
    assert len(titles(client.get("/en/activities?place=stadsbiblioteket"))) == 1
    assert place.links()["Stadsbiblioteket"] == "/en/places/stadsbiblioteket"
    assert len(titles(client.get(place.links()["Everything here and nearby this week"]))) == 2
    assert "Later" in headings(place)


@pytest.mark.parametrize("path", ["/en/activities", "/en/places/stadsbiblioteket", "/en/organisations/{library}"])
def test_cancelled_dates_are_listed_while_they_are_near(client, people, path):
    _near, far, _on = (
        build.activity(people, [days * DAY], title={"en": title}, dates={"state": state})[0]
        for days, title, state in ((13, "Near", "cancelled"), (15, "Far", "cancelled"), (30, "On", "scheduled"))
    )

    page = client.get(path.format(library=people.library.code))

    assert [title.split()[0] for title in titles(page)] == ["Near", "On"]
    assert client.get(f"/en/activities/{far}").main is not None
    assert client.raw("/calendar.ics").get_data(as_text=True).count("STATUS:CANCELLED") == 2


def test_every_cookie_that_can_be_set_is_told_of(client, people, app):
    told = client.get("/en/cookies").text

    known = {app.config["SESSION_COOKIE_NAME"], ticket.COOKIE, host.COOKIE, STAFF_COOKIE}
    assert [name for name in known if name not in told] == []
