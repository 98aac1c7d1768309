"""Visits that the library enters, and what came of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.activities import queries as activities
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from app.db import reading
from app.messages.tables import Message
from app.visits import groups, queries, rules, service
from app.visits.service.entering import Entry
from app.visits.slots import SlotTaken
from tests.visits.build import agreed, ask, offer, slot, wanted


def mails(kind):
    return [one.recipient for one in reading().query(Message).filter_by(kind=kind)]


def again(visit):
    return queries.get_visit(visit.code)


def date_of(visit):
    return activities.find_occurrence(visit.occurrence_id)


def entry(people, source="phone", span=None, **changed):
    asked = wanted()
    made = Entry(rules.Source(source), span or slot(), asked.group, asked.asked, asked.contact)
    return replace(made, **changed)


def test_the_same_form_enters_once_and_with_another_time_that_too(people):
    made, nonce = offer(people), "a" * 32
    twice = [service.enter(made.code, entry(people, nonce=nonce), people.lina.id) for _time in range(2)]

    other = service.enter(made.code, entry(people, span=slot(number=1), nonce=nonce), people.lina.id)

    assert twice[0] == twice[1] != other
    assert (queries.get_visit(other).span, again(queries.get_visit(twice[0])).span) == (slot(number=1), slot())


def test_a_visit_agreed_by_telephone_is_entered(people):
    made = offer(people)

    visit = queries.get_visit(service.enter(made.code, entry(people, span=slot(hour=15)), people.lina.id))

    assert (visit.state, visit.source, date_of(visit).room_id) == ("confirmed", "phone", people.room.id)
    with pytest.raises(SlotTaken):
        service.enter(made.code, entry(people, span=slot(hour=15)), people.lina.id)


def test_an_outreach_visit_is_in_nobodys_way(people):
    made = offer(people)
    ask(made)

    visit = queries.get_visit(
        service.enter(made.code, entry(people, "outreach", elsewhere="Linnéskolan"), people.lina.id)
    )

    assert (visit.state, visit.elsewhere, date_of(visit).room_id) == ("confirmed", "Linnéskolan", None)


def test_a_past_visit_is_entered_and_counted(people):
    past = replace(slot(), starts_at=clock.now() - timedelta(days=3, hours=1), ends_at=clock.now() - timedelta(days=3))
    made = offer(people)

    code = service.enter(made.code, entry(people, "past", past), people.lina.id)
    service.save_outcome(code, Statement(14, loans=9), "Sagohörnan", Signer(people.lina.id))

    assert (queries.get_visit(code).state, queries.get_visit(code).shown) == ("held", "Sagohörnan")
    assert not mails("visit_confirmed")


def test_counting_the_date_holds_the_visit(people, time_machine):
    visit = agreed(people, offer(people))
    time_machine.move_to(visit.ends_at + timedelta(hours=1))
    from app.attendance import service as attendance

    attendance.save_record(date_of(visit).code, Statement(14), Signer(people.lina.id))

    assert again(visit).state == "held"


def test_the_tag_of_newcomers_can_be_changed(people):
    visit = agreed(people, offer(people))

    service.set_newcomers(visit.code, False, people.lina.id)

    assert date_of(visit).tags == frozenset()
    assert not again(visit).newcomers


def test_a_group_is_recognised(people):
    made = offer(people)
    first, second = ask(made)[1][0], ask(made, slot(number=1))[1][0]
    assert first.group_id != second.group_id

    service.recognise(second.code, first.group_code, people.lina.id)

    assert again(second).group_id == first.group_id
    assert [one.code for one in groups.list_visits(first.group_id)] == [second.code, first.code]
