"""The page of a date and of a series, in every state and language."""

from datetime import timedelta

import pytest
import time_machine

from app import clock
from tests.catalogue import build
from tests.client import words
from tests.counting import count_statements

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def occurrence(client, people, dates=None, lang="en", start=DAY, **facts):
    _code, codes = build.activity(people, [start], dates=dates or {}, **facts)
    return client.get(f"/{lang}/occurrences/{codes[0]}")


@time_machine.travel("2026-11-24T09:00:00+00:00", tick=False)
def test_a_date_says_all_that_one_needs(client, people):
    page = occurrence(
        client, people, start=HOUR * 7, room_id=people.room.id, spoken=frozenset({"sv", "ar", "fa-AF"}), cost_kr=20,
        children_welcome=True, contact_name="Amira", contact_email="amira@example.org", contact_phone="0451-26 71 00",
    )  # fmt: skip

    for said in (
        "Tuesday 24 November, 17:00–19:00", "Stadsbiblioteket, Rum 2", "Första Avenyen 1", "20 kronor",
        "Swedish, Arabic, and Dari", "Children are welcome", "Amira", "Enter from the square.", "No steps",
        "Stadsbiblioteket i Hässleholm", "Come without signing up",
    ):  # fmt: skip
        assert said.lower() in page.text.lower()
    assert {"mailto:amira%40example.org", "tel:0451-267100"} <= set(page.links().values())


@pytest.mark.parametrize(
    ("signup", "pool", "said", "button"),
    [
        ("required", {"taken": 7}, "3 of 10 places left", "Sign up"),
        ("required", {"taken": 10, "waiting": 2}, "2 people in the queue", "Join the waiting list"),
        ("required", {"taken": 10, "waiting_capacity": 0}, "It is full", "See other dates"),
        ("optional", {"taken": 10}, "You are welcome anyway", None),
        ("optional", {"taken": 1}, "Sign up if you like, or come anyway", "Sign up"),
    ],
)
def test_how_to_come(client, people, signup, pool, said, button):
    _code, codes = build.activity(people, signup=signup)
    build.pool(codes[0], **pool)

    page = client.get(f"/en/occurrences/{codes[0]}")

    assert said in page.text
    links = page.links()
    assert (button in links) if button else ("Sign up" not in links)
    if button == "Sign up":
        assert links[button] == f"/en/occurrences/{codes[0]}/sign-up"


def test_sign_up_that_has_not_opened_says_when(client, people):
    _code, codes = build.activity(people, signup="required")
    build.pool(codes[0], opens_at=clock.now() + HOUR)

    page = client.get(f"/en/occurrences/{codes[0]}")

    assert "Sign-up has not opened yet" in page.text
    assert "Sign up" not in page.links()


@pytest.mark.parametrize(
    ("start", "dates", "said"),
    [
        (-5 * DAY, {}, "This has already been"),
        (DAY, {"state": "cancelled"}, "This date is cancelled"),
        (-HOUR, {"state": "scheduled"}, "Sign-up is over"),
    ],
)
def test_a_date_that_one_cannot_come_to_says_so(client, people, start, dates, said):
    page = occurrence(client, people, dates, start=start, signup="required")

    assert said in page.text
    assert "Sign up" not in page.links()


def test_a_missing_translation_is_marked_and_told(client, people):
    page = occurrence(client, people, lang="ar", summary={"sv": "Vi fikar."})

    marked = [e for e in page.main.iter() if e.get("lang") == "sv" and words(e) == "Vi fikar."]
    assert marked[0].get("dir") == "ltr"
    assert page.all("div", class_="note")
    assert page.tree.get("dir") == "rtl"
    assert page.h1 == build.TITLE["ar"]


def test_a_long_text_is_markdown_and_never_script(client, people):
    text = "# Head\n**bold** <script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/i.png)"

    page = occurrence(client, people, description={"en": text}, title={"en": "<b>x</b>"})

    assert words(page.all("h3")[0]) == "Head"
    assert "bold" in [words(strong) for strong in page.all("strong")]
    assert not page.all("img")
    assert "javascript:" not in "".join(page.links().values())
    assert page.h1 == "<b>x</b>"


def test_a_notice_for_one_date_is_shown(client, people):
    assert "In the cellar" in occurrence(client, people, {"notice": {"en": "In the cellar"}}).text


def test_a_series_shows_its_dates_and_one_sign_up(client, people):
    code, codes = build.activity(
        people, [-9 * DAY, DAY, 8 * DAY], signup="required", signup_scope="series", dates={"sequence": 1}
    )
    build.pool(series=code, taken=4, closes_at=clock.now() + DAY)

    page = client.get(f"/en/activities/{code}")

    assert "6 of 10 places left" in page.text
    assert page.links()["Sign up"] == f"/en/activities/{code}/sign-up"
    assert "Dates that have already been" in page.text
    assert {f"/en/occurrences/{one}" for one in codes} <= set(page.links().values())
    assert "6 of 10 places left" in client.get(f"/en/occurrences/{codes[1]}").text


def test_a_series_closes_at_its_second_date_on_every_page(client, people):
    code, codes = build.activity(people, [-9 * DAY, -2 * DAY, 5 * DAY], signup="required", signup_scope="series")
    build.pool(series=code)

    for path in (f"/en/activities/{code}", f"/en/occurrences/{codes[2]}"):
        page = client.get(path)
        assert "Sign-up is over" in page.text
        assert "Sign up" not in page.links()


def test_a_series_that_is_over_says_so(client, people):
    code, _codes = build.activity(people, [-9 * DAY])

    assert "There are no more dates" in client.get(f"/en/activities/{code}").text


@pytest.mark.parametrize(
    ("state", "status"), [("draft", 404), ("submitted", 404), ("rejected", 404), ("withdrawn", 410)]
)
def test_what_is_not_published_is_not_shown(client, people, state, status):
    code, codes = build.activity(people, state=state)

    client.get(f"/sv/activities/{code}", status=status)
    client.get(f"/sv/occurrences/{codes[0]}", status=status)
    assert client.raw(f"/occurrences/{codes[0]}.ics").status_code == status


def test_by_link_only_means_not_for_search_engines(client, people):
    code, codes = build.activity(people, visibility="link")

    for path in (f"/sv/activities/{code}", f"/sv/occurrences/{codes[0]}"):
        assert client.get(path).all("meta", name="robots", content="noindex")


def test_short_links_lead_to_the_readers_language(client, people):
    code, codes = build.activity(people)

    arabic = {"Accept-Language": "ar,sv;q=0.5"}
    assert client.raw(f"/o/{codes[0].lower()}", headers=arabic).location == f"/ar/occurrences/{codes[0]}"
    assert client.raw(f"/a/{code}", headers=arabic).location == f"/ar/activities/{code}"
    client.get("/o/NOSUCH00", status=404)


@pytest.mark.parametrize(("what", "most"), [("occurrences", 6), ("activities", 12)])
def test_statements_do_not_grow_with_the_rows(app, client, people, what, most):
    code, codes = build.activity(people, [DAY + n * HOUR for n in range(60)], signup="required", room_id=people.room.id)
    for one in codes:
        build.pool(one, role="learner", taken=2)

    with count_statements(app) as sent:
        client.get(f"/ar/{what}/{code if what == 'activities' else codes[0]}")

    assert 0 < len(sent) <= most
