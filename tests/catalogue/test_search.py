"""Searching the list: å, ä, ö, Arabic, misspellings, names of kinds and places, and everything that is no word."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.activities.tables import Activity
from app.db import transaction
from tests.activities.build import publish_cafe
from tests.catalogue import build
from tests.client import words
from tests.counting import count_statements


def titles(page):
    return [words(item) for item in page.all("h3")]


@pytest.fixture
def town(people):
    build.activity(people, title={"sv": "Läxhjälp", "ar": "مساعدة في الواجبات"}, type_key="digital_help")
    build.activity(
        people, title={"sv": "Odla tillsammans"}, summary={"sv": "Vi gräver i jorden."}, type_key="civil_society",
        place_id=people.magneteten.id, organisation_id=people.association.id,
    )  # fmt: skip
    build.activity(people, title={"sv": "Samtal om livet"}, type_key="dialogue_group")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("läxhjälp", ["Läxhjälp"]),
        ("laxhjalp", ["Läxhjälp"]),
        ("LÄXHJÄLP!", ["Läxhjälp"]),
        ("läx", ["Läxhjälp"]),
        ("hjälp", ["Läxhjälp"]),
        ("الواجبات", ["Läxhjälp"]),
        ("الواجِبات", ["Läxhjälp"]),
        ("jorden", ["Odla tillsammans"]),
        ("odla jorden", ["Odla tillsammans"]),
        ("odla läxhjälp", []),
        ("magneteten", ["Odla tillsammans"]),
        ("vänliga grannar", ["Odla tillsammans"]),
        ("samtalsgrupp", ["Samtal om livet"]),
        ("om", ["Samtal om livet"]),
        ("kvantfysik", []),
    ],
)
def test_what_is_found(client, town, query, found):
    page = client.get("/sv/activities", query_string={"q": query})

    assert titles(page) == found
    assert "stavat" not in page.text


@pytest.mark.parametrize(
    ("query", "found"), [("läxhälp", "Läxhjälp"), ("odlla", "Odla tillsammans"), ("magnetetten", "Odla tillsammans")]
)
def test_a_misspelt_word_is_taken_as_it_was_meant_and_that_is_told(client, town, query, found):
    page = client.get("/en/activities", query_string={"q": query})

    assert titles(page) == [found]
    assert f"We found nothing spelled “{query}”." in page.text


@pytest.mark.parametrize(
    "query", ['"', '" OR "', "*", "NEAR(", "words:", "';--", "%", "_", "\\", "(((", "^", "-", "!!!"]
)
def test_operators_are_not_words(client, town, query):
    page = client.get("/en/activities", query_string={"q": query})

    assert len(titles(page)) in {0, 3}


@pytest.mark.parametrize("query", ["x" * 10_000, "ab " * 3_000, "ሰላም", "ቋንቋ ካፌ", "日本", "a" * 101, "🙂", "İ" * 300])
def test_nothing_that_is_typed_is_too_much(client, town, query):
    page = client.get("/en/activities", query_string={"q": query})

    assert page.status == 200


def test_what_is_no_word_is_told(client, town):
    assert "Write a word to look for." in client.get("/en/activities?q=!!!").text
    assert "We looked for its first words." in client.get("/en/activities", query_string={"q": "odla " * 40}).text


def test_the_search_keeps_the_other_choices_and_they_keep_it(client, town):
    page = client.get("/en/activities?q=odla&place=magneteten")

    assert page.fields(0) == {"place": "magneteten", "q": "odla"}
    assert page.fields(1)["q"] == "odla"
    assert page.links()["Show as a month"].endswith("?place=magneteten&q=odla")


def test_a_month_can_be_searched(client, town):
    month = clock.local(clock.now() + timedelta(days=1)).strftime("%Y-%m")

    page = client.get(f"/sv/calendar/{month}?q=jorden")

    assert "Odla tillsammans" in page.text
    assert "Läxhjälp" not in page.text


def test_an_edited_text_is_found_by_its_new_words_only(client, people):
    cafe = publish_cafe(people, title={"sv": "Simning"})
    client.sign_in(people.eva.id)
    client.submit(f"/sv/desk/activities/{cafe.code}/edit", title__sv="Bokcirkel")

    assert titles(client.get("/sv/activities?q=bokcirkel"))[0] == "Bokcirkel"
    assert titles(client.get("/sv/activities?q=simning")) == []


def test_what_is_not_public_is_not_found(client, people):
    build.activity(people, title={"sv": "Hemligheten"}, state="draft")

    assert titles(client.get("/sv/activities?q=hemligheten")) == []


@pytest.mark.parametrize("query", ["q=odla", "q=odlla", "q=odla+jorden+magneteten+grannar+om", "q=odla&page=9"])
def test_a_search_asks_as_little_as_the_list(app, client, town, query):
    client.get(f"/en/activities?{query}")  # once a minute the words that there are are read
    with count_statements(app) as counted:
        client.get(f"/en/activities?{query}")

    assert len(counted) <= 6 + ("page=9" in query) * 2, counted.statements


def test_words_are_written_however_an_activity_comes_in(people):
    code, _dates = build.activity(people, title={"sv": "Åäö"})
    with transaction() as session:
        kept = session.query(Activity.words).filter_by(code=code).scalar()
        session.execute(update(Activity).where(Activity.code == code).values(words=" annat "))

    assert kept == " aao "
