"""An activity that several arrange together: who may do what, what residents read, and when it is over."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activities import queries, service
from app.attendance import queries as attendance
from app.db import reading
from app.messages.tables import Message
from app.organisations.rules import NoSuchOrganisation
from app.schedule.recurrence import Every, Schedule
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly


@pytest.fixture
def shared(people):
    """A café of Eva's association, arranged together with that of Nils."""
    return publish_cafe(people, co_organisers=frozenset({people.newcomer_association.id}))


@pytest.fixture
def nils(client, people):
    return client.sign_in(people.nils.id)


def first_date(activity):
    return queries.list_occurrences(activity.id)[0]


def told():
    return reading().scalars(select(Message.recipient).where(Message.kind == "co_organiser_added")).all()


def test_who_is_named_is_told_once_and_the_lead_is_not_named_twice(people, shared):
    together = frozenset({people.newcomer_association.id, people.association.id})
    service.change_activity(shared.code, cafe(people, co_organisers=together), None, people.eva.id)

    assert queries.get_activity(shared.code).co_organiser_ids == {people.newcomer_association.id}
    assert told() == [people.nils.email]


def test_a_draft_that_says_nothing_of_them_leaves_them(people, shared):
    service.change_activity(shared.code, cafe(people, title={"sv": "Nytt"}), None, people.nils.id)

    assert queries.get_activity(shared.code).co_organiser_ids == {people.newcomer_association.id}


def test_an_organisation_that_is_not_there_is_refused(people):
    with pytest.raises(NoSuchOrganisation):
        service.create_activity(cafe(people, co_organisers=frozenset({10**6})), weekly(), THIRTY, people.eva.id)


def test_a_copy_is_arranged_by_the_same(people, shared):
    code = service.copy_to_term(shared.code, weekly(), people.eva.id)

    assert queries.get_activity(code).co_organiser_ids == {people.newcomer_association.id}


def test_a_co_organiser_finds_it_in_their_list_and_changes_it(nils, shared):
    assert shared.code in nils.get("/en/desk/activities").html
    nils.submit(f"/en/desk/activities/{shared.code}/edit", title__sv="Kaffe ihop")

    assert queries.get_activity(shared.code).title["sv"] == "Kaffe ihop"


def test_a_co_organiser_counts_who_came(nils, people, shared):
    yesterday = Schedule(Every.ONCE, clock.today() - timedelta(days=1), time(17), time(19))
    service.add_dates(shared.code, yesterday, people.eva.id)
    date = first_date(shared)
    assert date.code in nils.get("/en/desk").html
    nils.submit(f"/en/desk/occurrences/{date.code}/attendance", total="12")

    assert attendance.find_record(date.id).total == 12


def test_who_comes_with_whom_and_who_has_signed_up_is_the_leads_alone(nils, shared):
    date = first_date(shared).code
    page = nils.get(f"/en/desk/activities/{shared.code}/edit")

    assert "co_organisers" not in page.fields()
    assert nils.get(f"/en/desk/occurrences/{date}").links().keys().isdisjoint({"The list"})
    nils.get(f"/en/desk/occurrences/{date}/registrations", status=404)
    nils.get(f"/en/desk/activities/{shared.code}/withdraw", status=404)


def test_others_reach_nothing_of_it(client, people, shared):
    client.sign_in(people.olga.id)

    for path in ("", "/edit", "/copy", "/leave", "/host-links"):
        client.get(f"/en/desk/activities/{shared.code}{path}", status=404)
    client.get(f"/en/desk/occurrences/{first_date(shared).code}/attendance", status=404)


def test_a_co_organiser_steps_down(nils, people, shared):
    page = nils.get(f"/en/desk/activities/{shared.code}")
    nils.submit(page.links()["Step down"])

    assert queries.get_activity(shared.code).co_organiser_ids == frozenset()
    nils.get(f"/en/desk/activities/{shared.code}", status=404)


def test_the_lead_chooses_them_in_the_form(client, people, shared):
    client.sign_in(people.eva.id)
    client.submit(f"/en/desk/activities/{shared.code}/edit", co_organisers=[people.other_association.code])

    assert queries.get_activity(shared.code).co_organiser_ids == {people.other_association.id}
    assert "Stickfrämjandet" in client.get(f"/en/desk/activities/{shared.code}").text


def test_residents_read_who_arranges_it_and_find_it_with_each(client, people, shared):
    page = client.get(f"/en/occurrences/{first_date(shared).code}")

    assert "together with" in page.text
    assert "Nya Cykelvänner" in page.text
    of_nils = f"/en/activities?organisation={people.newcomer_association.code}"
    assert first_date(shared).code in client.get(of_nils).html
    assert first_date(shared).code in client.get("/en/activities?q=cykelvänner").html
