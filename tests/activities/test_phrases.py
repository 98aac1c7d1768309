"""Common lines: chosen once, read by everybody in their own language, on the page, the poster and in the mail."""

import pytest
from flask import g
from flask_babel import gettext
from icalendar import Calendar

from app.activities import queries
from app.activities.phrases import PHRASES, phrases_of
from app.activities.versions import from_plain
from app.languages import LANGUAGES
from app.messages import service as outbox
from app.registrations.queries import list_pool_states
from tests.activities.build import publish_cafe
from tests.messages.build import read_all, text
from tests.registrations.build import sign_up


def test_an_organiser_ticks_them_and_sees_what_was_ticked(client, people):
    code = publish_cafe(people).code
    client.sign_in(people.eva.id)

    shown = client.submit(f"/en/desk/activities/{code}/edit", phrases=["coffee", "bring_nothing"])

    assert "You need not bring anything. There is coffee and tea." in shown.text
    assert queries.get_activity(code).phrases == {"coffee", "bring_nothing"}
    assert client.get(f"/en/desk/activities/{code}/edit").fields()["phrases"] == ["bring_nothing", "coffee"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_residents_read_them_in_their_language(app, client, people, mail, code):
    series = publish_cafe(people, phrases=frozenset(PHRASES))
    date = queries.list_occurrences(series.id)[0]
    pages = [client.get(f"/{code}/{path}").text for path in (f"occurrences/{date.code}", f"activities/{series.code}")]
    sign_up(list_pool_states([date.id], [])[0].code, email="noor@example.org", language=code)
    outbox.deliver_due()

    said = [*pages, " ".join(text(read_all(mail)[-1]).split())]

    with app.test_request_context(f"/{code}/"):
        g.language_code = code
        expected = [gettext(phrase) for phrase in PHRASES.values()]
    assert [phrase for phrase in expected for found in said if phrase not in found] == []
    assert code == "en" or not set(expected) & set(PHRASES.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_calendars_say_them_in_their_language(app, client, people, code):
    series = publish_cafe(people, phrases=frozenset({"coffee"}))
    date = queries.list_occurrences(series.id)[0]
    files = [f"/occurrences/{date.code}.ics", f"/activities/{series.code}.ics", "/calendar.ics"]

    with app.test_request_context(f"/{code}/"):
        g.language_code = code
        said = gettext(PHRASES["coffee"])
    for path in files:
        dates = Calendar.from_ical(client.raw(f"{path}?lang={code}").data).walk("VEVENT")
        assert {str(one["description"]).split("\n")[-1] for one in dates} == {said}, path


def test_they_stand_in_the_order_of_the_list_and_gone_ones_are_left_out():
    assert phrases_of(["coffee", "gone", "all_levels"]) == (PHRASES["all_levels"], PHRASES["coffee"])


def test_what_was_published_before_there_were_any_can_still_be_compared():
    kept = {name: () for name in ("spoken", "tags", "contact")} | dict.fromkeys(
        ("type_key", "place_name", "room_name", "signup", "visibility", "picture"), ""
    )
    texts = {key: {} for key in ("type_title", "title", "summary", "description", "picture_alt")}

    assert (
        from_plain({**kept, **texts, "place_id": 1, "room_id": None, "children_welcome": False, "cost_kr": 0}).phrases
        == ()
    )
