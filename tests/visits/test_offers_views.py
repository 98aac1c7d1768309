"""What a library offers: one page, good defaults, and nothing cancelled without a word."""

from dataclasses import replace

import pytest

from app.db import reading
from app.messages.tables import Message
from app.schedule.hours import exception
from app.visits import queries
from tests.counting import count_statements
from tests.visits.build import WEEKDAYS, agreed, ask, changed, day, offer, slot

LIST, NEW = "/sv/desk/visits/offers", "/sv/desk/visits/offers/new"


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def one(code=""):
    return f"/en/desk/visits/offers/{code}"


def only():
    (found,) = queries.list_offers()
    return found


def test_a_title_and_hours_are_enough(lina, people):
    page = lina.submit(one("new"), title__sv="Hitta ditt bibliotek", hours__tue="9-12", hours__thu="13–15.30")

    made = only()
    assert "Saved." in page.text
    assert (made.organisation_id, made.place_id, made.type_key) == (
        people.library.id,
        people.stadsbiblioteket.id,
        "library_visit",
    )
    assert [len(windows) for windows in made.hours.weekly] == [0, 1, 0, 1, 0, 0, 0]
    assert (made.minutes, made.max_people, made.languages, made.state) == (60, 30, {"sv"}, "open")


def test_everything_can_be_written(lina, people):
    room = f"{people.stadsbiblioteket.code}/{people.room.code}"
    lina.submit(
        one("new"), type="source_criticism", title__sv="Källkritik", title__ar="نقد المصادر", summary__sv="Vi jämför.",
        bring__sv="Penna", place=room, receiver="Lina", minutes="90", gap_minutes="30", min_people="5", max_people="25",
        languages=["sv", "ar"], lead_days="14", horizon_days="200", per_day="2", most_visits="3", auto_accept="y",
        question__sv="Vad har ni läst?", state="staff", hours__mon="9-12", hours__on_holidays="y",
        hours__exceptions__0__first_on="2027-06-01", hours__exceptions__0__why="Inventering",
    )  # fmt: skip

    made = only()
    assert (made.room_id, made.title["ar"], made.bring, made.receiver) == (
        people.room.id,
        "نقد المصادر",
        {"sv": "Penna"},
        "Lina",
    )
    assert (made.terms.minutes, made.terms.gap_minutes, made.terms.per_day, made.terms.most_visits) == (90, 30, 2, 3)
    assert (made.auto_accept, made.state, made.languages) == (True, "staff", {"sv", "ar"})
    assert (made.hours.on_holidays, made.hours.exceptions[0].why) == (True, "Inventering")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title__sv": ""}, "Write in at least one language what the visit is about."),
        ({"minutes": "10"}, "Write a whole number from 15 to 480."),
        ({"max_people": "3", "min_people": "5"}, "The largest group cannot be smaller than the smallest."),
        ({"lead_days": "30", "horizon_days": "20"}, "The last day must come after the first one"),
        ({"hours__mon": "9-9.30"}, "A visit fits into none of these hours."),
        ({"hours__mon": "12-9"}, "Write hours like 10–19"),
        ({"languages": None}, "Choose a language."),
    ],
)
def test_what_cannot_be_so_is_said_at_its_field(lina, typed, words):
    page = lina.submit(one("new"), 422, **{"title__sv": "Besök", **typed})

    assert words in page.text
    assert page.title.startswith("Error:")
    assert queries.list_offers() == []
    assert page.fields()["receiver"] == ""


def test_an_offer_is_changed_and_the_form_shows_it(lina, people):
    made = offer(people, receiver="Lina", question={"sv": "Vad läser ni?"})

    shown = lina.get(one(made.code)).fields()
    lina.submit(one(made.code), max_people="18")

    assert (shown["title-uk"], shown["hours-mon"], shown["question-sv"]) == (
        "Знайдіть свою бібліотеку",
        "09:00–12:00",
        "Vad läser ni?",
    )
    assert only() == replace(made, max_people=18)


def test_nobody_saves_over_what_has_changed_since_without_knowing(lina, people):
    made = offer(people)
    page = lina.get(one(made.code))
    changed(made, people, max_people=25)

    refused = lina.submit_page(page, one(made.code), 422, max_people="18")
    after_refusal = only().max_people
    lina.submit_page(refused, one(made.code), max_people="18")

    assert "Somebody else has saved this while you were writing" in refused.text
    assert refused.fields()["max_people"] == "18"
    assert (after_refusal, only().max_people) == (25, 18)


def test_another_like_it_begins_with_its_terms_and_without_its_texts(lina, people):
    made = offer(people, gap_minutes=45)

    shown = lina.get(f"{NEW}?like={made.code}").fields()

    assert (shown["gap_minutes"], shown["hours-fri"], shown["title-sv"]) == ("45", "09:00–12:00", "")
    assert shown["place"].endswith(people.room.code)


def test_the_list_says_how_much_is_free_and_leads_to_the_public_page(app, lina, people):
    made = offer(people)
    for number in range(3):
        offer(people, room_id=None, title={"sv": f"Besök {number}"})
    ask(made)

    page = lina.get(LIST)
    with count_statements(app) as counted:
        lina.get(LIST)

    assert f"/sv/visits/{made.code}" in page.links().values()
    assert "lediga tider" in page.text or "free times" in page.text
    assert len(counted) <= 12


def closing(made):
    return {"hours__exceptions__0__first_on": day().isoformat(), "hours__exceptions__0__why": "Studiedag"}


def test_hours_that_close_over_agreed_visits_are_shown_first(lina, people):
    made = offer(people)
    visit = agreed(people, made)

    page = lina.submit(one(made.code), 409, **closing(made))

    assert "Nothing is saved yet" in page.text
    assert visit.group_name in page.text
    assert only().hours == WEEKDAYS


def test_each_visit_is_kept_or_cancelled_with_a_word(lina, people):
    made = offer(people)
    stays, goes = agreed(people, made), agreed(people, made, slot(hour=10))
    page = lina.submit(one(made.code), 409, **closing(made))
    fates = {f"fate-{stays.code}": "keep", f"fate-{goes.code}": "cancel"}

    left = lina.submit_page(page, one(made.code), 422, button=("step", "decide"), **{f"fate-{stays.code}": "keep"})
    silent = lina.submit_page(page, one(made.code), 422, button=("step", "decide"), **fates)
    done = lina.submit_page(page, one(made.code), 200, button=("step", "decide"), **fates, reason="Vi har studiedag.")

    assert "Say what becomes of each" in left.text
    assert "Write why, so that the group understands." in silent.text
    assert "Saved." in done.text
    assert (queries.get_visit(stays.code).state, queries.get_visit(goes.code).state) == ("confirmed", "cancelled")
    assert queries.get_visit(goes.code).reason == "Vi har studiedag."
    assert only().hours == replace(WEEKDAYS, exceptions=(exception(day(), None, (), "Studiedag"),))
    assert [one.recipient for one in reading().query(Message).filter_by(kind="visit_cancelled")] == [
        "oksana@example.org"
    ]


def test_from_there_one_can_go_back_to_the_hours(lina, people):
    made = offer(people)
    agreed(people, made)
    page = lina.submit(one(made.code), 409, **closing(made))

    form = lina.submit_page(page, one(made.code), button=("step", "change"))

    assert form.fields()["hours-exceptions-0-why"] == "Studiedag"
    assert only().hours == WEEKDAYS


@pytest.mark.parametrize("person", ["eva", "alma"])
def test_others_see_nothing_of_it(client, people, person):
    made = offer(people)
    client.sign_in(getattr(people, person).id)

    assert {client.raw(path).status_code for path in (LIST, NEW, one(made.code))} == {403}


def test_the_coordinator_reads_and_does_not_write(client, people):
    made = offer(people)
    client.sign_in(people.kim.id)

    assert "Hitta ditt bibliotek" in client.get(LIST).text
    assert {client.raw(path).status_code for path in (NEW, one(made.code))} == {403}
