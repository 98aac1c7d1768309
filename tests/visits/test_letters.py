"""Mails to groups: read at delivery, nothing that was typed in them, and the calendar of whoever asked kept right."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activities import queries as activities
from app.activities import service as series
from app.db import reading
from app.messages import service as outbox
from app.messages.tables import Message
from app.schedule.hours import Hours
from app.visits import queries, rounds, service
from tests.catalogue.readers import by_vobject
from tests.messages.build import let_go, read_all, text
from tests.registrations.test_invitations import Calendar
from tests.visits.build import agreed, ask, offer, slot, wanted

SOMEBODY = "kanariefagel"


@pytest.fixture
def deliver(mail):
    """Deliver what waits; the mails to Oksana that came since the last time."""
    seen = []

    def go():
        let_go()
        outbox.deliver_due()
        new = [one for one in read_all(mail) if one["Message-ID"] not in seen]
        seen.extend(one["Message-ID"] for one in new)
        return [one for one in new if one["To"] == "oksana@example.org"]

    return go


@pytest.fixture
def calendar():
    return Calendar(by_vobject)


def in_english(**changed):
    form = wanted(**changed)
    return {**changed, "contact": replace(form.contact, language="en")}


def requested(people, made=None, *slots, **changed):
    return ask(made or offer(people), *slots, **in_english(**changed))[1]


def subjects(mails):
    return [mail["Subject"].strip().split(":")[0] for mail in mails]


def test_the_request_is_confirmed_with_time_place_link_and_code(people, deliver, client):
    made = offer(people, receiver="Lina", bring={"en": "Your cards"})
    receipt, _visits = ask(made, **in_english())

    (mail,) = deliver()

    for words in (
        "will answer you", "Until then the time is held", "Rum 2", "Enter from the square.", "Lina", "Your cards",
        "Number of people: 15", receipt.own_code,
    ):  # fmt: skip
        assert words in text(mail)
    (address,) = [line for line in text(mail).splitlines() if "/my/" in line]
    assert client.get(address.removeprefix("http://localhost:8000")).main.get("data-state") == "requested"


def test_nothing_that_was_typed_stands_in_a_mail(people, deliver):
    form = wanted()
    group, asked = replace(form.group, name=SOMEBODY, organisation=SOMEBODY), replace(form.asked, answer=SOMEBODY)
    contact = replace(form.contact, name=SOMEBODY, phone="+46701234567")
    (visit,) = ask(offer(people, auto_accept=True), group=group, asked=asked, contact=contact)[1]
    service.cancel(visit.code)

    mails = deliver()

    (mail,) = mails
    for words in (SOMEBODY, "701234567"):
        assert words not in mail.as_string() + text(mail)


def test_a_mail_about_what_has_changed_meanwhile_is_not_sent(people, deliver):
    (visit,) = requested(people)
    service.accept(visit.code, None, people.lina.id)
    service.propose(requested(people, offer(people, room_id=None))[0].code, slot(number=1), "", people.lina.id)

    assert subjects(deliver()) == ["The visit is booked", "The library has proposed a time"]


def test_several_times_are_told_in_one_mail(people, deliver):
    made = offer(people, most_visits=2)
    visits = requested(people, made, slot(), slot(number=1))

    (mail,) = deliver()
    service.accept(visits[1].code, None, people.lina.id)
    (booked,) = deliver()

    assert text(mail).count("When:") == 2
    assert text(booked).count("When:") == 1


def test_suggestions_are_told_as_such(people, deliver):
    requested(people, offer(people, hours=Hours()), slots=(), suggestions=(slot(hour=13), slot(number=1)))

    (mail,) = deliver()

    assert "Suggestion 2: " in text(mail)
    assert "held for you" not in text(mail)


def test_who_waits_is_told_how_it_goes_on(people, deliver):
    requested(people, slots=())

    (mail,) = deliver()

    assert mail["Subject"] == "You are on the waiting list: Hitta ditt bibliotek"
    assert "When it is your turn" in text(mail)


def test_a_proposal_has_the_librarys_words_as_a_quote_and_both_answers_behind_the_link(people, deliver, client):
    (visit,) = requested(people)
    deliver()
    service.propose(visit.code, slot(number=1), "Då är vi två.\nhttps://example.org/", people.lina.id)

    (mail,) = deliver()

    assert [one for one in text(mail).splitlines() if one[:1] == ">"] == ["> Då är vi två.", "> https://example.org/"]
    (address,) = [line for line in text(mail).splitlines() if line.startswith("http")]
    page = client.get(address.removeprefix("http://localhost:8000"))
    assert "Yes, we come then" in page.text
    assert "We cannot come then" in page.text
    assert queries.get_visit(visit.code).state == "proposed"


@pytest.mark.parametrize("command", ["decline", "withdraw"])
def test_no_is_said_with_its_reason_and_where_to_look_on(people, deliver, command):
    (visit,) = requested(people)
    deliver()
    getattr(service, command)(visit.code, "Vi har stängt.", people.lina.id)

    (mail,) = deliver()

    assert "We are sorry." in text(mail)
    assert "> Vi har stängt." in text(mail)
    assert "http://localhost:8000/en/visits" in text(mail).splitlines()


def test_an_agreed_visit_is_in_their_calendar_and_a_moved_one_replaces_it(people, deliver, calendar):
    (visit,) = requested(people)
    service.accept(visit.code, None, people.lina.id)
    calendar.take(deliver())
    first = calendar.shown

    service.move(visit.code, slot(number=1, hour=14), people.lina.id)
    mails = deliver()
    calendar.take(mails)

    assert first == [clock.wall(slot().starts_at)]
    assert subjects(mails) == ["The visit has a new time"]
    assert calendar.shown == [clock.wall(slot(number=1, hour=14).starts_at)]
    ((found, _stamp, _method),) = calendar.kept.values()
    assert found.uid == f"{visit.code}@localhost"


@pytest.mark.parametrize("who", ["group", "library", "date"])
def test_a_cancelled_visit_leaves_their_calendar(people, deliver, calendar, who):
    visit = agreed(people, offer(people), **in_english())
    calendar.take(deliver())

    if who == "group":
        service.cancel(visit.code)
    elif who == "library":
        service.withdraw(visit.code, "Vi har stängt.", people.lina.id)
    else:
        series.cancel_date(activities.find_occurrence(visit.occurrence_id).code, people.lina.id)
    mails = deliver()
    calendar.take(mails)

    assert calendar.shown == []
    assert subjects(mails) == ["You have cancelled the visit" if who == "group" else "The visit is cancelled"]


def test_who_asks_for_another_time_is_told_and_has_the_old_one_no_longer(people, deliver, calendar):
    visit = agreed(people, offer(people), **in_english())
    calendar.take(deliver())

    service.ask_again(visit.code, slot(number=2))
    mails = deliver()
    calendar.take(mails)
    service.accept(visit.code, None, people.lina.id)
    later = deliver()
    calendar.take(later)

    assert subjects(mails) == ["You have asked for the visit"]
    assert calendar.shown == [clock.wall(slot(number=2).starts_at)]


def test_a_first_request_ends_nothing_in_a_calendar(people, deliver, calendar):
    requested(people)

    calendar.take(deliver())

    assert calendar.kept == {}


def test_nothing_of_the_request_stands_in_an_invitation(people, deliver):
    receipt, (visit,) = ask(offer(people, auto_accept=True), **in_english())

    (mail,) = deliver()

    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    for secret in (receipt.own_code, visit.request_code, "SFI 2B", "Oksana"):
        assert secret not in part.get_content()
    assert "RSVP=FALSE" in part.get_content()


def test_who_left_a_number_alone_gets_no_mail(people):
    form = wanted()
    ask(offer(people), contact=replace(form.contact, email=None, phone="+46701234567"))

    assert reading().query(Message).filter_by(kind="visit_requested").count() == 0


def wall(day, at):
    return clock.to_utc(datetime.combine(day, at))


def reminders():
    reading().rollback()
    found = reading().scalars(select(Message).where(Message.kind == "visit_reminder").order_by(Message.id))
    return [(message.recipient, message.state) for message in found]


@pytest.fixture
def morning(time_machine):
    """Nine o'clock today, with the round begun; ``morning(days, hour)`` goes to another hour."""
    today = clock.today()

    def go(days, hour=9):
        time_machine.move_to(wall(today + timedelta(days=days), time(hour)))

    go(0)
    rounds.remind()
    return go


def eve_of(visit):
    return (clock.local(visit.starts_at).date() - clock.today()).days - 1


def test_the_day_before_they_are_reminded_once(people, morning, mail, client):
    visit = agreed(people, offer(people), **in_english())
    eve = eve_of(visit)

    morning(eve, 15)
    rounds.remind()
    assert reminders() == []
    morning(eve, 16)
    rounds.remind()
    rounds.remind()
    outbox.deliver_due()

    assert [state for _recipient, state in reminders()] == ["sent"]
    letter = read_all(mail)[-1]
    assert letter["Subject"] == "Tomorrow: Hitta ditt bibliotek, 09:00"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reminders_can_be_stopped_by_a_mail_program_and_wished_again(people, morning, mail, client):
    visit = agreed(people, offer(people), **in_english())
    morning(eve_of(visit), 16)
    rounds.remind()
    outbox.deliver_due()
    path = read_all(mail)[-1]["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost:8000")

    assert "We remind you the day before." in client.get(path).text
    client.raw(path, method="POST", data={"List-Unsubscribe": "One-Click"})
    assert not queries.get_visit(visit.code).reminded
    client.submit(path)

    assert queries.get_visit(visit.code).reminded
    client.get(f"{path[:-1]}x", status=404)
    assert client.raw(path, method="POST", data={}).status_code == 400


def test_who_wants_none_or_was_agreed_with_after_it_was_due_is_not_reminded(people, morning):
    made = offer(people)
    one, two = agreed(people, made, **in_english()), requested(people, made, slot(hour=10))[0]
    service.choose_mails(one.request_code, wanted=False)
    morning(eve_of(one), 17)
    service.accept(two.code, None, people.lina.id)

    rounds.remind()

    assert reminders() == []


def test_only_agreed_visits_are_reminded_of(people, morning):
    made = offer(people)
    waits = requested(people, made)[0]
    gone = agreed(people, made, slot(hour=10), **in_english())
    service.cancel(gone.code)
    morning(eve_of(waits), 16)

    rounds.remind()

    assert reminders() == []


def test_a_reminder_that_waits_is_dropped_when_the_visit_is_moved(people, morning, deliver):
    visit = agreed(people, offer(people), **in_english())
    morning(eve_of(visit), 16)
    rounds.remind()
    service.move(visit.code, slot(number=5), people.lina.id)

    mails = deliver()

    assert [state for _recipient, state in reminders()] == ["dropped"]
    assert "Tomorrow" not in subjects(mails)
