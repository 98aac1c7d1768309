"""Signing up as a browser does it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select, update

from app import clock
from app.activities.tables import Occurrence
from app.db import db, reading, transaction
from app.registrations.tables import Registration, SeatPool
from app.settings import EXTENSION
from tests.registrations.build import make_date, sign_up


def count():
    return reading().scalar(select(func.count(Registration.id)))


def test_a_first_name_is_enough_to_sign_up(client, people):
    date = make_date(people)

    page = client.submit(date.sign_up, name="Noor")

    assert page.response.request.path == "/en/my/done"
    assert page.main.get("data-state") == "confirmed"
    assert "cannot reach you" in page.text


def test_the_confirmation_says_when_where_how_and_keeps_the_code(client, people):
    date = make_date(people)

    page = client.submit(date.sign_up, name="Noor", party_size="2")

    code = page.all("button", type="button")[0].get("data-copy")
    assert len(code) == 10
    for words in ("Stadsbiblioteket", "Enter from the square.", "2 people", code, "screenshot"):
        assert words in page.text


def test_the_confirmation_says_as_what_one_comes(client, people):
    date = make_date(people, pools=({"role": "learner"}, {"role": "speaker"}))

    page = client.submit(date.sign_up, name="Noor", pool=date.pools[1])

    assert "Your roleI speak Swedish" in page.text


def test_every_page_leads_to_the_own_page(client, people):
    assert 'href="/en/my">My registration</a>' in client.get("/en/").html


def test_a_browser_signs_up_with_at_most_15_statements(client, people):
    date = make_date(people, capacity=1)
    sign_up(date.pool, "Ali")
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *facts: seen.append(facts[2]))

    page = client.submit(date.sign_up, name="Noor", email="noor@example.org")

    counted = [statement for statement in seen if not statement.startswith("BEGIN")]
    assert page.main.get("data-state") == "waiting"
    assert len(counted) <= 15, counted


def test_places_left_and_the_queue_are_shown_before_the_form(client, people):
    date = make_date(people, pools=({"role": "learner", "capacity": 3}, {"role": "speaker", "capacity": 1}))
    sign_up(date.pools[1])
    sign_up(date.pools[1])

    page = client.get(date.sign_up)

    assert "I practise Swedish 3 of 3 places left" in page.text
    assert "1 person in the queue" in page.text
    assert page.text.index("in the queue") < page.text.index("Any name will do.")


def test_one_chooses_a_role_where_there_are_two(client, people):
    date = make_date(people, pools=({"role": "learner", "capacity": 3}, {"role": "speaker", "capacity": 1}))

    failed = client.submit(date.sign_up, status=422, name="Noor")
    page = client.submit_page(failed, date.sign_up, pool=date.pools[1])

    assert "Choose how you take part." in failed.text
    assert page.main.get("data-state") == "confirmed"


FULL_AND_OPEN = (
    {"role": "learner", "capacity": 1, "waiting_capacity": 0},
    {"role": "speaker", "capacity": 5},
)


def test_nobody_is_signed_up_silently_for_the_other_role(client, people):
    date = make_date(people, pools=FULL_AND_OPEN)
    sign_up(date.pool, "Ali")

    refused = client.submit(date.sign_up, status=422, name="Noor")

    assert "Choose how you take part." in refused.text
    assert count() == 1


def test_the_role_that_is_full_is_shown_and_says_so(client, people):
    date = make_date(people, pools=FULL_AND_OPEN)
    sign_up(date.pool, "Ali")

    page = client.get(date.sign_up)

    full, open_ = page.all("input", name="pool")
    assert "disabled" in full.attrib
    assert not {"disabled", "checked"} & open_.attrib.keys()
    assert "I practise Swedish It is full, and there is no waiting list." in page.text


def test_who_can_only_wait_presses_the_button_for_the_waiting_list(client, people):
    date = make_date(people, capacity=1)
    sign_up(date.pool, "Ali")

    page = client.get(date.sign_up)

    assert page.all("button", class_="button")[0].text == "Join the waiting list"


WRONG = [
    ({"name": ""}, "Write a name"),
    ({"name": "  "}, "Write a name"),
    ({"name": "\u202e"}, "Write a name"),
    ({"name": "x" * 201}, "at most 200"),
    ({"party_size": ""}, "Write how many you are"),
    ({"party_size": "0"}, "from 1 to 100"),
    ({"party_size": "-3"}, "from 1 to 100"),
    ({"party_size": "two"}, "digits only"),
    ({"party_size": "9" * 400}, "from 1 to 100"),
    ({"party_size": "11"}, "At most 10"),
    ({"email": "noor at example"}, "name@example.org"),
    ({"email": "n@" + "x" * 300}, "at most 254"),
    ({"phone": "12"}, "070 123 45 67"),
    ({"phone": "call me"}, "070 123 45 67"),
    ({"pool": "NOSUCH00"}, "Choose how you take part."),
    ({"pool": "💥" * 50}, "Choose how you take part."),
]


@pytest.mark.parametrize(("typed", "words"), WRONG)
def test_bad_input_keeps_the_answers_and_says_what_is_wrong(client, people, typed, words):
    date = make_date(people)
    answers = {"name": "Noor", "phone": "070-123 45 67", "needs": ["lift"], "language": "ar", **typed}

    page = client.submit(date.sign_up, status=422, **answers)

    assert page.title.startswith("Error:")
    assert words in page.text
    kept = page.fields()
    typed = {**answers, "needs": "lift", "name": answers["name"].strip(" \u202e"), "pool": kept["pool"]}
    assert {name: kept[name] for name in typed} == typed
    assert count() == 0


def test_a_missing_field_or_an_unknown_choice_is_no_error_of_ours(client, people):
    date = make_date(people)

    page = client.submit(
        date.sign_up, name="Noor", needs=["gold"], language="xx", pool=None, email=None, nonce=None
    )  # fmt: skip

    assert page.main.get("data-state") == "confirmed"
    assert reading().scalar(select(Registration.language)) == "en"


def test_a_pool_of_another_date_is_refused(client, people):
    date, other = make_date(people), make_date(people)

    client.submit(date.sign_up, status=422, name="Noor", pool=other.pool)

    assert count() == 0


def test_names_of_mixed_direction_and_phones_as_people_write_them_are_kept(client, people):
    date = make_date(people)

    client.submit(date.sign_up, name="\u202eنور Noor\u2069", phone="070-123 45 67")

    row = reading().execute(select(Registration.name, Registration.phone)).one()
    assert row == ("نور Noor", "+46701234567")


def test_a_contact_is_asked_for_where_the_host_needs_one(client, people):
    date = make_date(people, contact_required=True)

    page = client.submit(date.sign_up, status=422, name="Noor")

    assert "needs to be able to reach you" in page.text
    client.submit_page(page, date.sign_up, phone="0701234567")


def test_the_next_one_waits(client, people):
    date = make_date(people, capacity=1)
    sign_up(date.pool)

    page = client.submit(date.sign_up, name="Noor")

    assert page.main.get("data-state") == "waiting"
    assert "number 1 in the queue" in page.text


@pytest.mark.parametrize(
    ("facts", "pool", "state"),
    [
        ({}, {"closes_at": clock.now()}, "closed"),
        ({}, {"opens_at": clock.now() + timedelta(days=1)}, "soon"),
        ({}, {"capacity": 1, "waiting_capacity": 0}, "full"),
        ({"signup": "optional"}, {"capacity": 1}, "full"),
    ],
)
def test_a_date_that_takes_nobody_says_why_instead_of_a_form(client, people, facts, pool, state):
    date = make_date(people, **facts)
    sign_up(date.pool)
    form = client.get(date.sign_up)
    with transaction() as session:
        session.execute(update(SeatPool).values(**pool))

    page, late = client.get(date.sign_up), client.submit_page(form, date.sign_up, status=422, name="Noor")

    assert (page.main.get("data-state"), late.main.get("data-state")) == (state, state)
    assert "form" not in {element.tag.split("}")[1] for element in page.main.iter() if isinstance(element.tag, str)}
    assert late.fields()["name"] == "Noor"


def test_a_cancelled_date_is_off(client, people):
    date = make_date(people)
    form = client.get(date.sign_up)
    with transaction() as session:
        session.execute(update(Occurrence).values(state="cancelled"))

    assert client.get(date.sign_up).main.get("data-state") == "off"
    assert client.submit_page(form, date.sign_up, status=422, name="Noor").main.get("data-state") == "off"


@pytest.mark.parametrize("path", ["/en/occurrences/NOSUCH00/sign-up", "/en/activities/NOSUCH00/sign-up"])
def test_what_is_not_there_is_not_found(client, people, path):
    client.get(path, status=404)
    assert client.raw(path, method="POST").status_code in {400, 404}


def test_a_draft_is_not_found(client, people):
    date = make_date(people, state="draft")

    client.get(date.sign_up, status=404)


def test_a_whole_series_is_signed_up_for_once(client, people):
    date = make_date(people, dates=3, signup_scope="series")

    page = client.submit(f"/en/occurrences/{date.codes[1]}/sign-up", name="Noor")

    assert page.main.get("data-state") == "confirmed"
    assert "All dates" in client.get("/en/my").text


def test_the_address_of_a_series_with_single_dates_leads_to_the_next_date(client, people):
    date = make_date(people)

    assert client.get(f"/en/activities/{date.activity_code}/sign-up").response.request.path == date.sign_up


def test_a_date_without_pools_needs_no_sign_up(client, people):
    date = make_date(people)

    page = client.get(f"/en/occurrences/{make_date(people, pools=({},), dates=2).codes[1]}/sign-up")

    assert "Just come!" in page.text
    assert date.code


def test_sending_the_form_again_shows_the_first_registration(client, people):
    date = make_date(people)
    form = client.get(date.sign_up)
    client.submit_page(form, date.sign_up, name="Noor")

    page = client.submit_page(form, date.sign_up, name="Noor")

    assert page.main.get("data-state") == "confirmed"
    assert count() == 1


def test_the_form_with_other_answers_makes_nothing_and_offers_a_fresh_one(client, people):
    date = make_date(people)
    form = client.get(date.sign_up)
    client.submit_page(form, date.sign_up, name="Noor")

    page = client.submit_page(form, date.sign_up, name="Ali")

    assert (page.main.get("data-state"), count()) == ("confirmed", 1)
    assert "sent already" in page.text
    assert page.fields()["name"] == "Ali"
    client.submit_page(page, date.sign_up)
    assert count() == 2


def test_nobody_learns_from_the_page_who_takes_part(client, people):
    date = make_date(people)
    sign_up(date.pool, "Noor", email="noor@example.org")

    known = client.submit(date.sign_up, name="Noor", email="noor@example.org")
    new = client.submit(date.sign_up, name="Nils", email="nils@example.org")

    def folded(page):
        code = page.all("button", type="button")[0].get("data-copy")
        return page.text.replace(code, "CODE")

    assert folded(known) == folded(new)
    assert count() == 2


def test_back_after_a_confirmation_says_that_one_has_signed_up(client, people):
    date, other = make_date(people), make_date(people)
    client.submit(date.sign_up, name="Noor")

    page = client.get(date.sign_up)

    assert "You have signed up here already." in page.text
    assert page.links()["See your registration"] == "/en/my"
    assert "already" not in client.get(other.sign_up).text.replace("Have you signed up already?", "")


def test_a_blank_form_is_the_same_for_everybody_and_keeps_nothing_of_anybody(client, people):
    date = make_date(people)
    client.submit(date.sign_up, status=422, name="Noor", party_size="x")

    fields = client.get(date.sign_up).fields()

    assert (fields["name"], fields["party_size"], fields["language"]) == ("", "1", "en")
    assert client.get(date.sign_up.replace("/en/", "/ar/")).fields()["language"] == "ar"


def test_the_municipality_may_promise_to_pass_nothing_on(client, people, monkeypatch):
    date = make_date(people)
    promise = "not passed on to the Swedish Migration Agency"

    assert promise not in client.get(date.sign_up).text
    monkeypatch.setitem(
        client.app.extensions,
        EXTENSION,
        client.app.extensions[EXTENSION].model_copy(update={"tell_not_passed_on": True}),
    )
    assert promise in client.get(date.sign_up).text
