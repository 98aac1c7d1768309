"""Requests and proposals whose time passes without an answer, and visits that nobody has counted: what the pages say."""

from datetime import timedelta

import pytest

from app.settings import settings
from app.visits import queries, service
from app.visits.queries import count_to_answer
from tests.visits.build import agreed, ask, offer, slot

QUEUE = "/en/desk/visits"
PASSED = "The time passed without an answer"


@pytest.fixture
def requested(people, time_machine):
    """A request that nobody has answered; its time was an hour ago."""
    visit = ask(offer(people))[1][0]
    time_machine.move_to(visit.ends_at + timedelta(hours=1))
    return visit


def test_it_stays_in_the_queue_and_says_so(client, people, requested):
    page = client.sign_in(people.lina.id).get(QUEUE)

    assert requested.group_name in page.text
    assert PASSED in page.text
    assert count_to_answer(None) == 1


def test_it_leaves_the_queue_when_nobody_can_be_told_any_more(client, people, requested, time_machine):
    time_machine.move_to(requested.ends_at + timedelta(days=settings().contact_days, minutes=1))

    assert requested.group_name not in client.sign_in(people.lina.id).get(QUEUE).text
    assert count_to_answer(None) == 0


def test_another_time_is_proposed_but_it_is_not_accepted(client, people, requested):
    page = client.sign_in(people.lina.id).get(f"{QUEUE}/{requested.code}")
    service.propose(requested.code, slot(number=3), "Förlåt att vi svarar sent.", people.lina.id)

    assert "Accept the visit" not in page.text
    assert "Propose another time" in page.text
    assert queries.get_visit(requested.code).state == "proposed"


def test_the_group_reads_what_it_can_do(client, people, time_machine):
    receipt, (visit,) = ask(offer(people))
    time_machine.move_to(visit.ends_at + timedelta(hours=1))

    page = client.submit("/en/visits/my", code=receipt.own_code)

    assert PASSED in page.text
    assert "You can ask for another time, or call the library." in page.text


def test_a_proposal_that_the_group_never_answered_stays_too(client, people, time_machine):
    visit = ask(offer(people))[1][0]
    service.propose(visit.code, slot(number=1), "", people.lina.id)
    time_machine.move_to(slot(number=1).ends_at + timedelta(hours=1))

    assert PASSED in client.sign_in(people.lina.id).get(QUEUE).text


def test_a_visit_that_nobody_counted_is_not_called_booked(client, people, time_machine):
    visit = agreed(people, offer(people))
    time_machine.move_to(visit.ends_at + timedelta(hours=1))

    page = client.sign_in(people.lina.id).get(f"{QUEUE}/{visit.code}")

    assert "Waiting for numbers" in page.text
    assert "Booked" not in page.text
