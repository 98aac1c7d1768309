"""Writing down a visit that was agreed by telephone, an outreach visit, or one that has been."""

from datetime import timedelta

import pytest

from app import clock
from app.db import reading
from app.messages.tables import Message
from app.visits import queries
from tests.counting import count_statements
from tests.visits.build import agreed, ask, offer, slot

NEW = "/en/desk/visits/new"


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def typed(span=None, **more):
    at = clock.wall((span or slot(hour=14)).starts_at)
    return {"day": at.date().isoformat(), "start": f"{at:%H.%M}", "group_name": "SFI 2B", "learners": "14", **more}


def visits():
    since = clock.now() - timedelta(days=400)
    return queries.list_between(None, since, clock.now() + timedelta(days=400))


def test_a_visit_agreed_by_telephone_is_written_in_one_form(lina, people):
    offer(people)

    page = lina.submit(
        NEW, **typed(organisation="Lärcentrum", email="Oksana@example.org", name="Oksana", note="Ring dagen före")
    )

    (visit,) = visits()
    assert "The visit is entered." in page.text
    assert (visit.state, visit.source, visit.span, visit.learners, visit.adults) == (
        "confirmed",
        "phone",
        slot(hour=14),
        14,
        1,
    )
    assert (visit.group_name, visit.group_organisation, visit.newcomers) == ("SFI 2B", "Lärcentrum", True)
    assert (visit.contact_email, visit.note) == ("oksana@example.org", "Ring dagen före")
    assert [one.kind for one in reading().query(Message)] == ["visit_confirmed"]


def test_without_an_address_it_says_that_no_mail_goes_out(lina, people):
    offer(people)

    page = lina.submit(NEW, **typed(phone="070 123 45 67"))

    assert "No mail is sent" in page.text
    assert visits()[0].contact_phone == "+46701234567"
    assert reading().query(Message).count() == 0


def test_an_outreach_visit_says_where(lina, people):
    offer(people)

    nowhere = lina.submit(NEW, 422, **typed(source="outreach"))
    lina.submit(NEW, **typed(source="outreach", elsewhere="Linnéskolan"))

    assert "Write where you meet the group." in nowhere.text
    assert (visits()[0].source, visits()[0].elsewhere) == ("outreach", "Linnéskolan")


def test_a_past_visit_leads_on_to_its_outcome(lina, people):
    offer(people)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    page = lina.submit(NEW, **{**typed(source="past"), "day": yesterday})

    assert page.h1 == "How many came?"
    done = lina.submit_page(page, f"/en/desk/visits/{visits()[0].code}/outcome", total="13", loans="0")
    assert "Saved. Thank you!" in done.text
    assert visits()[0].state == "held"


def test_a_group_that_has_been_here_is_chosen_and_stays_one(lina, people):
    before = agreed(people, offer(people))

    lina.submit(NEW, **{**typed(), "group_name": "", "group": before.group_code, "kind": "school"})

    assert {(one.group_id, one.newcomers) for one in visits()} == {(before.group_id, True)}


def test_the_same_form_twice_enters_once(lina, people):
    offer(people)
    page = lina.get(NEW)

    for _time in range(2):
        lina.submit_page(page, NEW, **typed())

    assert len(visits()) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"group_name": ""}, "Write what the group is called"),
        ({"learners": ""}, "Write how many come"),
        ({"day": ""}, "Choose a day."),
        ({"start": "sju"}, "Write a time like 17:00."),
        ({"start": "23.30"}, "The end must be later than the start"),
        ({"day": "2020-01-07"}, "Choose a time that has not been yet."),
        ({"source": "past"}, "That time has not been yet."),
        ({"phone": "12"}, "Write the number like this"),
        ({"email": "oksana"}, "Write the address like this"),
        ({"source": "form"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_so_is_said_and_nothing_typed_is_lost(lina, people, changed, words):
    offer(people)

    page = lina.submit(NEW, 422, **typed(organisation="Lärcentrum", **{}) | changed)

    assert words in page.text
    assert page.fields()["organisation"] == "Lärcentrum"
    assert visits() == []


def test_a_time_that_is_taken_is_said_at_the_hour(lina, people):
    made = offer(people)
    ask(made)

    page = lina.submit(NEW, 422, **typed(slot()))

    assert "That time has just been taken." in page.text
    assert len(visits()) == 1


def test_where_nothing_is_offered_the_page_says_what_to_do(lina):
    assert "Write down what you offer first." in lina.get(NEW).text


def test_few_statements(app, lina, people):
    for number in range(3):
        agreed(people, offer(people, room_id=None, title={"sv": f"Besök {number}"}))

    lina.get(NEW)
    with count_statements(app) as counted:
        lina.get(f"{NEW}?day=2026-12-01&source=past")

    assert len(counted) <= 12


@pytest.mark.parametrize("person", ["eva", "kim", "alma"])
def test_only_librarians_enter(client, people, person):
    offer(people)

    assert client.sign_in(getattr(people, person).id).raw(NEW).status_code == 403
