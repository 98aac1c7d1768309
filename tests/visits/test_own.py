"""The page of whoever asked for visits: by code, by link, and what can be done there."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app import clock
from app.activities import queries as activities
from app.codes import new_nonce
from app.db import transaction
from app.schedule.hours import Hours
from app.visits import queries, service
from app.visits.forms.times import value_of
from app.visits.rules import Source
from app.visits.service.entering import Entry
from app.visits.tables import Visit
from tests.catalogue.readers import by_vobject
from tests.visits.build import agreed, ask, offer, slot, wanted
from tests.visits.typed import OWN, again, link, opened


def buttons(page):
    return {link for link in page.links() if link in {"Change how many you are", "Ask for another time", "Cancel the visit"}} | {
        button.text for button in page.all("button", type="submit") if button.text in {"Yes, we come then", "We cannot come then"}
    }  # fmt: skip


CHANGES = {"Change how many you are", "Ask for another time", "Cancel the visit"}


def test_the_page_says_how_it_stands_and_what_can_be_done(client, people):
    made = offer(people, receiver="Lina")
    visit = agreed(people, made)

    page = opened(client, visit)

    assert page.main.get("data-state") == "confirmed"
    for words in ("Booked", "Rum 2", "Enter from the square.", "15 people", "Lina", "09:00–10:00"):
        assert words in page.text
    assert buttons(page) == CHANGES
    assert page.links()["Add to your calendar"] == f"{OWN}.ics"


def test_more_people_come(client, people):
    (visit,) = ask(offer(people))[1]
    opened(client, visit)

    page = client.submit(f"{OWN}/{visit.code}/people", learners="20", adults="2")

    assert "Saved. Now you are 22." in page.text
    assert (again(visit).learners, again(visit).adults) == (20, 2)


@pytest.mark.parametrize(
    ("learners", "adults", "words"),
    [
        ("30", "2", "room for 30"),
        ("2", "1", "5 or more"),
        ("", "1", "without teachers"),
        ("x", "1", "digits only"),
        ("9", "", "or 0"),
    ],
)
def test_a_number_that_does_not_fit_stays(client, people, learners, adults, words):
    (visit,) = ask(offer(people))[1]
    opened(client, visit)

    page = client.submit(f"{OWN}/{visit.code}/people", status=422, learners=learners, adults=adults)

    assert words in page.text
    assert page.fields()["adults"] == adults
    assert again(visit) == visit


def test_another_time_is_asked_for_and_the_old_one_is_not_in_the_list(client, people):
    visit = agreed(people, offer(people))
    opened(client, visit)
    form = client.get(f"{OWN}/{visit.code}/again")

    page = client.submit_page(form, f"{OWN}/{visit.code}/again", slot=value_of(slot(number=2)))

    assert f'value="{value_of(slot())}"' not in form.html
    assert (page.main.get("data-state"), again(visit).span) == ("requested", slot(number=2))
    assert "You have asked for the new time." in page.text


def test_another_time_may_be_agreed_at_once(client, people):
    visit = ask(offer(people, auto_accept=True))[1][0]
    opened(client, visit)

    page = client.submit(f"{OWN}/{visit.code}/again", slot=value_of(slot(number=2)))

    assert page.main.get("data-state") == "confirmed"
    assert "The visit is booked" in page.text


def test_another_time_that_has_just_gone_says_so_and_the_old_one_stays(client, people):
    made = offer(people)
    (visit,) = ask(made)[1]
    opened(client, visit)
    form, address = client.get(f"{OWN}/{visit.code}/again"), f"{OWN}/{visit.code}/again"
    ask(made, slot(number=2))

    taken = client.submit_page(form, address, status=422, slot=value_of(slot(number=2)))
    none = client.submit_page(form, address, status=422, slot="")

    assert "That time has just been taken." in taken.text
    assert "Choose a time." in none.text
    assert again(visit) == visit


def test_who_waits_takes_a_free_time_only_in_turn(client, people):
    made = offer(people)
    (first,), (second,) = (ask(made, slots=())[1] for _number in range(2))
    opened(client, second)

    page = client.get(f"{OWN}/{second.code}/again")
    opened(client, first)
    taken = client.submit(f"{OWN}/{first.code}/again", slot=value_of(slot()))

    assert page.all("select") == []
    assert "When it is your turn" in page.text
    assert taken.main.get("data-state") == "requested"


def test_an_offer_without_times_has_no_other_to_choose(client, people):
    (visit,) = ask(offer(people, hours=Hours()), slots=(), suggestions=(slot(hour=13),))[1]

    page = opened(client, visit)

    assert buttons(page) == CHANGES - {"Ask for another time"}
    assert "Times that suit you" in page.text


def proposed(people):
    (visit,) = ask(offer(people))[1]
    service.propose(visit.code, slot(number=1), "Då är vi två.", people.lina.id)
    return again(visit)


def test_a_proposal_is_shown_with_what_the_library_says(client, people):
    page = opened(client, proposed(people))

    assert page.main.get("data-state") == "proposed"
    assert "Då är vi två." in page.text
    assert {"Yes, we come then", "We cannot come then"} < buttons(page)


@pytest.mark.parametrize(("form", "state"), [(0, "confirmed"), (1, "waiting")])
def test_a_proposal_is_answered_with_a_button(client, people, form, state):
    visit = proposed(people)
    page = opened(client, visit)

    answered = client.submit_page(page, OWN, form=form)

    assert (answered.main.get("data-state"), again(visit).state) == (state, state)


def test_a_proposal_that_was_answered_elsewhere_says_so(client, people):
    visit = proposed(people)
    page = opened(client, visit)
    service.refuse_proposal(visit.code)

    late = client.submit_page(page, OWN, status=422, form=0)

    assert "That cannot be done with the visit as it stands now." in late.text
    assert late.main.get("data-state") == "waiting"


def test_a_proposal_whose_time_has_been_is_not_agreed_to(client, people, time_machine):
    visit = proposed(people)
    time_machine.move_to(visit.starts_at + timedelta(minutes=5))

    page = opened(client, visit)

    assert buttons(page) == {"We cannot come then"}


def test_cancelling_says_what_happens_and_then_does_it(client, people):
    visit = agreed(people, offer(people))
    opened(client, visit)

    asked = client.get(f"{OWN}/{visit.code}/cancel")
    assert again(visit) == visit
    page = client.submit_page(asked, f"{OWN}/{visit.code}/cancel")

    assert "Other groups can get the time." in asked.text
    assert page.main.get("data-state") == "cancelled"
    assert buttons(page) == set()
    assert activities.find_occurrence(visit.occurrence_id).state == "cancelled"


def test_cancelling_what_is_cancelled_says_so(client, people):
    (visit,) = ask(offer(people))[1]
    opened(client, visit)
    asked = client.get(f"{OWN}/{visit.code}/cancel")
    service.cancel(visit.code)

    page = client.submit_page(asked, f"{OWN}/{visit.code}/cancel")

    assert "The visit is cancelled" in page.text
    assert again(visit).sequence == 2  # made, and cancelled once


@pytest.mark.parametrize("rest", ["people", "again", "cancel", "suggest"])
def test_what_is_cancelled_is_changed_no_more(client, people, rest):
    receipt, (visit,) = ask(offer(people))
    client.submit(OWN, code=receipt.own_code)
    service.cancel(visit.code)

    page = client.get(f"{OWN}/{visit.code}/{rest}")

    assert (page.response.request.path, page.main.get("data-state")) == (OWN, "cancelled")


def test_each_of_several_visits_is_changed_by_itself(client, people):
    first, second = ask(offer(people, most_visits=2), slot(), slot(number=1))[1]
    opened(client, first)

    page = client.submit(f"{OWN}/{second.code}/cancel")

    assert [again(first).state, again(second).state] == ["requested", "cancelled"]
    assert page.main.get("data-state") == "requested"
    assert "The visit is cancelled" in page.text


def test_what_the_library_has_said_is_shown(client, people):
    (visit,) = ask(offer(people))[1]
    service.decline(visit.code, "Vi har stängt <b>.", people.lina.id)

    page = opened(client, visit)

    assert page.main.get("data-state") == "declined"
    assert "Vi har stängt <b>." in page.text
    assert page.links()["Visit the library with a group"] == "/en/visits"


def test_an_outreach_visit_is_where_the_group_is(client, people):
    made, form = offer(people), wanted()
    entry = Entry(
        Source.OUTREACH, slot(), form.group, form.asked, form.contact, elsewhere="Linnéskolan", nonce=new_nonce()
    )
    visit = queries.get_visit(service.enter(made.code, entry, people.lina.id))

    page = opened(client, visit)

    assert "Linnéskolan" in page.text
    assert "Rum 2" not in page.text


def test_the_calendar_file_has_the_agreed_visits_alone(client, people):
    made = offer(people, most_visits=2)
    visit, _other = ask(made, slot(), slot(number=1))[1]
    service.accept(visit.code, None, people.lina.id)
    opened(client, visit)

    answer = client.raw(f"{OWN}.ics")

    (found,) = by_vobject(answer.get_data(as_text=True))
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (found.uid, found.start.at) == (f"{visit.code}@localhost", slot().starts_at)
    assert "Stadsbiblioteket" in found.location
    for secret_word in ("Oksana", "oksana", "SFI 2B", visit.request_code):
        assert secret_word not in answer.get_data(as_text=True)


def test_a_visit_that_has_been_says_so(client, people, time_machine):
    visit = agreed(people, offer(people))
    time_machine.move_to(visit.ends_at + timedelta(hours=2))

    page = opened(client, visit)

    assert "The visit has been" in page.text
    assert buttons(page) == set()


@pytest.mark.parametrize(("ended", "opens"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_the_page_closes_a_day_after_the_last_visit(client, people, time_machine, ended, opens):
    receipt, visits = ask(offer(people, most_visits=2), slot(), slot(number=1))
    time_machine.move_to(visits[1].ends_at + ended)

    assert client.raw(link(visits[0])).status_code == (303 if opens else 404)
    client.submit(OWN, status=200 if opens else 422, code=receipt.own_code)


def test_who_waits_keeps_the_page_and_who_was_declined_without_a_time_for_a_while(client, people, time_machine):
    made = offer(people)
    (waits,), (declined,) = ask(made, slots=())[1], ask(made, slots=())[1]
    service.decline(declined.code, "Nej.", people.lina.id)
    moment = clock.now()

    time_machine.move_to(moment + timedelta(days=13))
    assert [client.raw(link(one)).status_code for one in (waits, declined)] == [303, 303]
    time_machine.move_to(moment + timedelta(days=15))
    assert [client.raw(link(one)).status_code for one in (waits, declined)] == [303, 404]


def test_a_get_changes_nothing(client, people):
    visit = proposed(people)
    opened(client, visit)

    for rest in (
        "",
        ".ics",
        "/done",
        *(f"/{visit.code}/{step}" for step in ("people", "again", "cancel", "agree", "refuse")),
    ):
        client.raw(f"{OWN}{rest}")

    assert again(visit) == visit


def test_a_room_that_is_gone_when_they_agree_is_a_time_that_is_taken(client, people):
    visit = proposed(people)
    page = opened(client, visit)
    with transaction() as session:
        session.execute(update(Visit).values(booking_id=None))  # now the booking is somebody else's

    late = client.submit_page(page, OWN, status=422, form=0)

    assert "That time has just been taken." in late.text
    assert again(visit).state == "proposed"


def test_another_visit_is_opened_with_its_code(client, people):
    made = offer(people)
    first, _visits = ask(made)
    opened(client, ask(made, slot(number=1))[1][0])

    client.submit(f"{OWN}?other=1", code=first.own_code)

    assert first.own_code in client.get(OWN).text.replace(" ", "")


def test_another_time_is_found_in_the_months_to_come(client, people):
    visit = agreed(people, offer(people))
    opened(client, visit)
    later = client.get(f"{OWN}/{visit.code}/again").main

    months = [e.get("href") for e in later.iter() if e.get("rel") == "next"]
    page = client.get(months[0])

    listed = [one.get("value") for one in page.all("option") if one.get("value")]
    assert listed
    assert {one[:7] for one in listed} == {months[0][-7:]}
