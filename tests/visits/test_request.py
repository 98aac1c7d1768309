"""Asking for a visit as a teacher's browser does it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from app import clock
from app.db import db, reading, transaction
from app.factory import create_app
from app.messages.tables import Message
from app.settings import EXTENSION
from app.visits import queries
from app.visits.forms.times import value_of
from app.visits.tables import VisitOffer
from app.web.limits import limiter
from tests.client import InspectingClient
from tests.visits.build import ask, offer, slot, wanted
from tests.visits.typed import ANSWERS, KEPT, count, path, visits


def test_a_chosen_time_is_asked_for_and_held(client, people):
    page = client.submit(path(offer(people), slot()), **ANSWERS)

    (visit,) = visits()
    assert (page.response.request.path, page.main.get("data-state")) == ("/en/visits/my/done", "requested")
    assert (visit.state, visit.span, visit.people) == ("requested", slot(), 15)
    assert (visit.group_name, visit.contact_email, visit.language) == ("SFI 2B", "oksana@example.org", "uk")


def test_what_the_group_says_of_itself_is_kept(client, people):
    client.submit(path(offer(people, question={"en": "What shall we show?"}), slot()), **KEPT)

    (visit,) = visits()
    assert (visit.languages, visit.level, visit.needs, visit.answer) == (
        {"sv", "uk"}, "some", {"step_free", "pictures"}, "Sagor",
    )  # fmt: skip


def test_the_confirmation_says_when_where_how_and_keeps_the_code(client, people):
    page = client.submit(path(offer(people, receiver="Lina", bring={"en": "Your cards"}), slot()), **ANSWERS)

    code = page.all("button", type="button")[0].get("data-copy")
    assert len(code) == 10
    for words in (
        "Rum 2",
        "Enter from the square.",
        "15 people",
        "Lina",
        "Your cards",
        "09:00–10:00",
        code,
        "screenshot",
    ):
        assert words in page.text
    assert [one.code for one in queries.find_by_own_code(code)] == [one.code for one in visits()]


def test_an_offer_may_answer_at_once(client, people):
    made = offer(people, auto_accept=True)
    form = client.get(path(made, slot()))

    page = client.submit_page(form, path(made), **ANSWERS)

    assert form.all("button", class_="button")[-1].text == "Book the visit"
    assert "Other times that suit you" not in form.text
    assert page.main.get("data-state") == "confirmed"
    assert page.links()["Add to your calendar"] == "/en/visits/my.ics"


def test_who_leaves_a_number_alone_reads_that_the_library_calls(client, people):
    page = client.submit(path(offer(people), slot()), **{**ANSWERS, "email": "", "phone": "070-123 45 67"})

    assert "The library calls you." in page.text
    assert visits()[0].contact_phone == "+46701234567"


def test_the_lists_begin_around_the_time_that_was_chosen(client, people):
    made = offer(people)

    page = client.get(path(made, slot(number=40)))

    for name in ("slot", "alternative-1"):
        values = [option.get("value") for option in page.all("select", name=name)[0].iter() if option.get("value")]
        assert value_of(slot(number=40)) in values
        assert len(values) <= 60
    assert page.fields()["slot"] == value_of(slot(number=40))


def test_a_browser_asks_with_few_statements(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *facts: seen.append(facts[2]))

    answer = client.raw(path(made), "POST", data={**form.fields(), **ANSWERS})

    counted = [statement for statement in seen if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
    assert answer.status_code == 303
    assert len(counted) <= 40, counted


WRONG = [
    ({"group_name": " "}, "Write what the group is called."),
    ({"group_name": "x" * 121}, "at most 120"),
    ({"organisation": "x" * 161}, "at most 160"),
    ({"kind": ""}, "Choose what kind of group it is."),
    ({"kind": "x" * 5000}, "Choose what kind of group it is."),
    ({"learners": ""}, "Write how many are in the group"),
    ({"learners": "0"}, "from 1 to 500"),
    ({"learners": "many"}, "digits only"),
    ({"learners": "30"}, "This visit has room for 30."),
    ({"learners": "2"}, "This visit is for groups of 5 or more."),
    ({"adults": ""}, "or 0"),
    ({"adults": "-1"}, "from 0 to 500"),
    ({"name": ""}, "Write a name."),
    ({"email": "", "phone": ""}, "Write an e-mail address or a phone number"),
    ({"email": "oksana at example"}, "name@example.org"),
    ({"phone": "call me"}, "070 123 45 67"),
    ({"slot": ""}, "Choose a time."),
    ({"slot": "soon"}, "Choose a time."),
    ({"slot": "2026-03-29T02:30"}, "Choose a time."),
    ({"alternative-1": "9" * 5000}, "Choose a time."),
    ({"answer": "x" * 501}, "at most 500"),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_bad_input_keeps_the_answers_and_says_what_is_wrong(client, people, typed, words):
    made = offer(people, question={"en": "What shall we show?"})
    sent = {**KEPT, "slot": value_of(slot()), "alternative-1": value_of(slot(number=1)), **typed}

    page = client.submit_page(client.get(path(made)), path(made), status=422, **sent)

    assert page.title.startswith("Error:")
    assert words in page.text
    kept = page.fields()
    lost = {"kind", "slot", "alternative-1"} & typed.keys()  # a list shows only what can be chosen
    assert {name: kept[name] for name in sent if name not in lost} == {
        name: value.strip() if isinstance(value, str) else value for name, value in sent.items() if name not in lost
    }
    assert count() == 0


def test_missing_and_unknown_choices_are_no_error_of_ours(client, people):
    made = offer(people)

    page = client.submit(
        path(made, slot()),
        **{**ANSWERS, "language": "xx", "level": "expert"},
        languages=["tlh"],
        needs=["gold"],
        nonce=None,
    )

    assert page.main.get("data-state") == "requested"
    (visit,) = visits()
    assert (visit.language, visit.level, visit.languages, visit.needs) == ("en", "not_known", set(), set())


def test_a_closed_offer_says_so_and_a_late_form_keeps_its_answers(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    with transaction() as session:
        session.execute(update(VisitOffer).values(state="closed"))

    page, late = client.get(path(made)), client.submit_page(form, path(made), status=422, **ANSWERS)

    assert (page.main.get("data-state"), late.main.get("data-state")) == ("closed", "closed")
    assert "form" not in {element.tag.split("}")[1] for element in page.main.iter() if isinstance(element.tag, str)}
    assert "Nobody can ask for this visit now." in late.text
    assert late.fields()["group_name"] == "SFI 2B"


def test_the_same_form_twice_asks_once(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))

    first, second = (client.submit_page(form, path(made), **ANSWERS) for _turn in range(2))

    assert (count(), first.text) == (1, second.text)
    assert reading().query(Message).filter_by(kind="visit_requested").count() == 1


def test_the_same_form_with_other_answers_makes_nothing_and_offers_a_fresh_one(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    client.submit_page(form, path(made), **ANSWERS)

    page = client.submit_page(form, path(made), **{**ANSWERS, "group_name": "SFI 3C"})
    again = client.submit_page(page, path(made), slot=value_of(slot(number=1)))

    assert "This form has been sent already. How it stands: Waits for the library's answer." in page.text
    assert page.main.get("data-state") == "requested"
    assert page.fields()["group_name"] == "SFI 3C"
    assert page.fields()["nonce"] != form.fields()["nonce"]
    assert (again.main.get("data-state"), count()) == ("requested", 2)


def test_the_answer_is_the_same_whether_somebody_has_asked_before(app, people):
    made = offer(people)
    ask(made, slot(number=5), contact=replace(wanted().contact, email=ANSWERS["email"]))

    known, new = (
        InspectingClient(app).submit(path(made, slot(number=number)), **{**ANSWERS, "email": email})
        for number, email in ((1, ANSWERS["email"]), (2, "new@example.org"))
    )

    def without_its_own(page):
        code = page.all("button", type="button")[0].get("data-copy")
        when = page.all("time")[0].get("datetime")[:10]
        return page.text.replace(code, "CODE").replace(f"{clock.local(slot(1).starts_at):%A}", "DAY").replace(
            f"{clock.local(slot(2).starts_at):%A}", "DAY").split("When")[0], when[:4]  # fmt: skip

    assert without_its_own(known) == without_its_own(new)
    assert known.main.get("data-state") == new.main.get("data-state") == "requested"


def test_times_and_people_of_others_are_refused_without_a_token_of_the_form(client, people):
    made = offer(people)

    assert client.raw(path(made), "POST", data=ANSWERS).status_code == 400
    assert count() == 0


def test_a_flood_is_slowed_down(app, people, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", limiter.enabled)  # one for all apps of a process: put back afterwards
    made = offer(people)
    given = app.extensions[EXTENSION].model_copy(update={"limits_enabled": True, "limit_sign_up": "2 per minute"})
    client = InspectingClient(create_app(given))

    sent = {**client.get(path(made, slot())).fields(), **ANSWERS}

    answers = [client.raw(path(made), "POST", data=sent).status_code for _turn in range(3)]

    assert answers == [303, 303, 429]


def test_the_language_of_the_question_is_the_readers(client, people):
    made = offer(people, question={"sv": "Vad vill ni se?", "ar": "ماذا تريدون؟"})

    assert "ماذا تريدون؟" in client.get(path(made).replace("/en/", "/ar/")).text
    assert "Vad vill ni se?" in client.get(path(made)).text


def test_autofill_knows_the_fields(client, people):
    page = client.get(path(offer(people)))

    hints = {
        name: page.all("input", name=name)[0].get("autocomplete") for name in ("organisation", "name", "email", "phone")
    }
    assert hints == {"organisation": "organization", "name": "name", "email": "email", "phone": "tel"}


def test_nobody_asks_for_the_past(client, people, time_machine):
    made = offer(people, lead_days=0)
    form = client.get(path(made, slot()))
    time_machine.move_to(slot().ends_at + timedelta(days=1))

    page = client.submit_page(form, path(made), status=422, **ANSWERS)

    assert "The first day that you can ask for" in page.text


def test_who_goes_back_to_the_form_reads_that_they_have_asked(client, people):
    made = offer(people)
    client.submit(path(made, slot()), **ANSWERS)

    text = client.get(path(made, slot())).text

    assert "You have asked for a visit here already." in text
    assert "That time has just been taken." not in text


def test_a_time_that_was_never_offered_has_not_just_been_taken(client, people):
    assert "just been taken" not in client.get(path(offer(people), slot(hour=3))).text


def test_a_time_that_is_gone_is_told_beside_what_else_is_wrong(client, people):
    made = offer(people)
    form = client.get(path(made, slot()))
    ask(made)

    page = client.submit_page(form, path(made), status=422, **{**ANSWERS, "group_name": ""})

    assert "That time has just been taken." in page.text
    assert "Write what the group is called." in page.text


def test_whoever_is_booked_at_once_and_left_a_number_is_not_promised_a_call(client, people):
    page = client.submit(
        path(offer(people, auto_accept=True), slot()), **{**ANSWERS, "email": "", "phone": "070 174 06 05"}
    )

    assert "If anything changes, the library calls you." in page.text
