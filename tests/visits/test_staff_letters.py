"""What a library reads of groups: asked, changed, and in the morning who comes today."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app import clock
from app.accounts import service as accounts
from app.attendance import rounds as for_hosts
from app.db import reading
from app.messages import service as messages
from app.messages.tables import Message
from app.schedule.hours import Hours
from app.visits import queries, rounds_staff, service
from app.visits.asking import Asked
from app.visits.service.asking import Contact, GroupInput
from tests.messages.build import let_go, read_all, text
from tests.visits.build import agreed, ask, offer, slot

CALLED = Contact("Oksana Melnyk", None, "+46701234567", "uk")  # no mail goes to the group


def delivered(mail, kind):
    """The mails of a kind that went out, oldest first."""
    reading().rollback()
    codes = [one.code.lower() for one in reading().query(Message).filter_by(kind=kind).order_by(Message.id)]
    let_go()
    messages.deliver_due()
    read = read_all(mail)
    return [letter for code in codes for letter in read if code in letter["Message-ID"]]


def states(kind):
    reading().rollback()
    return [one.state for one in reading().query(Message).filter_by(kind=kind)]


def test_the_library_reads_who_asks_and_when_but_not_whom_to_call(people, mail):
    visit = ask(offer(people), contact=CALLED)[1][0]

    (letter,) = delivered(mail, "visit_asked")

    body = text(letter)
    assert letter["To"] == people.lina.email
    assert "SFI 2B" in letter["Subject"]
    assert "Hässleholms lärcentrum" in body
    assert "15" in body
    assert "09:00" in body
    assert f"/desk/visits/{visit.code}" in body
    assert not any(word in body for word in ("Oksana", "example.org", "70123"))


def test_several_visits_of_one_request_are_one_mail(people, mail):
    _receipt, visits = ask(offer(people, most_visits=3), slot(), slot(number=1), contact=CALLED)

    (letter,) = delivered(mail, "visit_asked")

    assert all(f"/desk/visits/{visit.code}" in text(letter) for visit in visits)


@pytest.mark.parametrize("facts", [{"auto_accept": True}, {"hours": Hours(), "room_id": None}])
def test_it_says_what_is_to_do(people, mail, facts):
    made = offer(people, **facts)
    asked = {} if made.terms.has_windows else {"slots": (), "suggestions": (slot(hour=13),)}
    ask(made, contact=CALLED, **asked)

    (letter,) = delivered(mail, "visit_asked")

    assert ("13:00" in text(letter)) != made.terms.has_windows


def test_what_a_colleague_has_answered_is_no_news(people, mail):
    visit = ask(offer(people), contact=CALLED)[1][0]
    service.accept(visit.code, None, people.lina.id)

    assert delivered(mail, "visit_asked") == []
    assert states("visit_asked") == ["dropped"]


def test_a_group_that_changes_something_is_told_of(people, mail):
    made = offer(people)
    visit = ask(made, contact=CALLED)[1][0]
    service.change_people(visit.code, 20, 2)

    (letter,) = delivered(mail, "visit_changed_by_group")

    assert "22" in text(letter)
    assert visit.code in text(letter)


def test_what_is_no_longer_so_is_not_told(people, mail):
    visit = ask(offer(people), contact=CALLED)[1][0]
    service.propose(visit.code, slot(number=1), "", people.lina.id)
    service.refuse_proposal(visit.code)
    service.cancel(visit.code)

    assert len(delivered(mail, "visit_changed_by_group")) == 1
    assert sorted(states("visit_changed_by_group")) == ["dropped", "sent"]


@pytest.fixture
def morning(people, time_machine):
    """``morning(visit)``: seven o'clock on its day, with the round begun the day before."""

    def go(visit):
        day = visit.span.day
        for at in (day - timedelta(days=1), day):
            time_machine.move_to(clock.to_utc(datetime.combine(at, time(7, 1))))
            rounds_staff.tell_today()

    return go


def test_in_the_morning_the_library_reads_who_comes(people, mail, morning):
    asked = Asked(14, 1, needs=frozenset({"slow_swedish"}))
    visit = agreed(people, offer(people), contact=CALLED, asked=asked)
    agreed(
        people,
        offer(people, room_id=None),
        slot(hour=11),
        group=GroupInput("5B", "Linnéskolan", "school"),
        contact=CALLED,
    )
    morning(visit)

    (letter,) = delivered(mail, "visit_today")

    body = text(letter)
    assert body.index("SFI 2B") < body.index("5B")
    assert all(word in body for word in ("09:00", "15", "Rum 2", "Oksana, +46701234567"))
    assert "Melnyk" not in body
    assert f"/desk/visits/{visit.code}/outcome" in body
    assert letter["List-Unsubscribe"]


def test_once_a_day_and_nothing_where_nobody_comes(people, mail, morning):
    visit = agreed(people, offer(people), contact=CALLED)
    morning(visit)
    rounds_staff.tell_today()
    service.withdraw(visit.code, "Sjuk", people.lina.id)

    assert delivered(mail, "visit_today") == []
    assert states("visit_today") == ["dropped"]


def test_what_only_waits_is_not_told(people, morning):
    visit = ask(offer(people), contact=CALLED)[1][0]
    morning(visit)

    assert states("visit_today") == []


def test_who_wants_no_such_mails_gets_none(people, morning):
    visit = agreed(people, offer(people), contact=CALLED)
    accounts.choose_rounds(people.lina.code, wanted=False)
    morning(visit)

    assert states("visit_today") == []


def test_the_morning_after_the_library_is_asked_how_many_came(people, mail, time_machine):
    visit = agreed(people, offer(people), contact=CALLED)
    for days in (0, 1):
        time_machine.move_to(clock.to_utc(datetime.combine(visit.span.day + timedelta(days=days), time(8, 1))))
        for_hosts.ask_for_records()

    (letter,) = delivered(mail, "host_record")

    assert "Hitta ditt bibliotek" in text(letter)
    assert queries.get_visit(visit.code) == replace(visit)
