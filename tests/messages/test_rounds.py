"""Daily rounds: on the day, at the hour, once; missed rather than late."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activities import queries as dates
from app.activities import service as activities
from app.attendance import rounds as for_hosts
from app.db import reading, transaction
from app.messages import rounds, service
from app.messages.tables import Message
from app.registrations import queries
from app.registrations import rounds as for_people
from app.registrations import service as registrations
from app.registrations.rounds import REMINDER
from tests.messages.build import let_go, read_all, text
from tests.registrations.build import make_date, sign_up


def wall(day, at):
    return clock.to_utc(datetime.combine(day, at))


def mails(kind):
    reading().rollback()
    found = reading().scalars(select(Message).where(Message.kind == kind).order_by(Message.id))
    return [(message.recipient, message.state) for message in found]


@pytest.fixture
def morning(time_machine):
    """Nine o'clock today, with the rounds begun; ``morning(days, hour)`` goes to another hour."""
    today = clock.today()

    def go(days, hour=9):
        time_machine.move_to(wall(today + timedelta(days=days), time(hour)))

    go(0)
    for make in (for_people.remind, for_people.thank, for_hosts.send_lists, for_hosts.ask_for_records):
        make()
    return go


@pytest.mark.parametrize(
    ("at", "last"),
    [
        ("2026-11-26T15:59", date(2026, 11, 26)),
        ("2026-11-26T16:00", date(2026, 11, 27)),
        ("2026-11-27T00:10", date(2026, 11, 27)),
    ],
)
def test_the_reminder_of_a_day_is_due_the_day_before_at_four(at, last):
    assert REMINDER.last_day(clock.to_utc(datetime.fromisoformat(at))) == last


def test_whoever_has_a_place_is_reminded_once(people, morning):
    date = make_date(people, starts_in=timedelta(days=1, hours=8), capacity=1)
    sign_up(date.pool, email="noor@example.org")
    sign_up(date.pool, "Ali", email="ali@example.org")

    for_people.remind()
    assert mails("reminder") == []
    morning(0, 16)
    for_people.remind()
    for_people.remind()

    assert mails("reminder") == [("noor@example.org", "pending")]


def test_the_reminder_says_when_and_where_and_how_to_stop_it(people, morning, mail, client):
    date = make_date(people, starts_in=timedelta(days=1, hours=8))
    code = sign_up(date.pool, email="noor@example.org", language="en").code
    morning(0, 16)
    for_people.remind()
    service.deliver_due()

    letter = read_all(mail)[-1]

    assert letter["Subject"] == "Tomorrow: Language café, 17:00"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost:8000")
    assert path in text(letter)
    assert "We remind you the day before." in client.get(path).text
    assert queries.find_registration(code).reminded
    client.raw(path, method="POST", data={"List-Unsubscribe": "One-Click"})
    assert not queries.find_registration(code).reminded
    client.submit(path)
    assert queries.find_registration(code).reminded


def test_who_signs_up_after_it_was_due_or_wants_none_is_not_reminded(people, morning):
    date = make_date(people, starts_in=timedelta(days=1, hours=8))
    registrations.choose_mails(sign_up(date.pool, email="noor@example.org").code, wanted=False)
    morning(0, 17)
    sign_up(date.pool, "Ali", email="ali@example.org")

    for_people.remind()

    assert mails("reminder") == []


def test_a_moved_date_is_reminded_of_on_the_day_before_its_new_one(people, morning, mail):
    date = make_date(people, starts_in=timedelta(days=3, hours=8))
    sign_up(date.pool, email="noor@example.org")
    fact = dates.get_occurrence(date.code)
    morning(0, 16)
    for_people.remind()
    activities.move(date.code, fact.starts_at + timedelta(days=2), fact.ends_at + timedelta(days=2), people.eva.id)

    for day in (1, 2, 3):
        morning(day, 16)
        for_people.remind()
    assert mails("reminder") == []
    morning(4, 16)
    for_people.remind()

    assert mails("reminder") == [("noor@example.org", "pending")]


def test_a_reminder_that_waits_is_dropped_when_the_date_moves_or_is_cancelled(people, morning, mail):
    date = make_date(people, starts_in=timedelta(days=1, hours=8))
    sign_up(date.pool, email="noor@example.org")
    morning(0, 16)
    for_people.remind()

    activities.cancel_date(date.code, people.eva.id)
    let_go()
    service.deliver_due()

    assert mails("reminder")[0][1] == "dropped"


def test_what_would_come_too_late_is_noted_as_missed_and_not_sent(people, morning, mail):
    date = make_date(people, starts_in=timedelta(days=1, hours=1))
    sign_up(date.pool, email="noor@example.org")
    morning(1, 9)

    for_people.remind()
    service.deliver_due()

    assert mails("reminder") == [("no…@example.org", "missed")]
    assert [letter["Subject"] for letter in read_all(mail)] == [
        "Du har en plats: Språkkafé, " + read_all(mail)[0]["Subject"].split(", ", 1)[1]
    ]


def test_what_is_due_at_night_waits_for_the_morning(people, morning):
    date = make_date(people, starts_in=timedelta(days=1, hours=8))
    sign_up(date.pool, email="noor@example.org")
    morning(0, 23)

    for_people.remind()

    (message,) = reading().scalars(select(Message).where(Message.kind == "reminder"))
    assert clock.local(message.next_attempt_at).time() == time(7)


def test_a_course_is_reminded_of_before_each_of_its_dates(people, morning):
    date = make_date(people, dates=2, signup_scope="series", starts_in=timedelta(days=1, hours=8))
    sign_up(date.pool, email="noor@example.org")

    for day in (0, 7):
        morning(day, 16)
        for_people.remind()

    assert len(mails("reminder")) == 2


def test_thanks_with_the_next_dates_for_who_wished_them(people, morning, mail):
    date = make_date(people, dates=3, starts_in=timedelta(hours=1))
    sign_up(date.pool, email="noor@example.org", language="en", wants_next=True)
    sign_up(date.pool, "Ali", email="ali@example.org")
    morning(1, 10)

    for_people.thank()
    let_go()
    service.deliver_due()

    assert mails("thanks")[0][1] == "sent"
    assert len(mails("thanks")) == 1
    letter = next(one for one in read_all(mail) if one["Subject"].startswith("Thank you"))
    assert text(letter).count("to 12:00") == 2


def test_hosts_read_in_the_morning_who_comes_today(people, morning, mail, client):
    date = make_date(people, starts_in=timedelta(days=1, hours=2), capacity=1)
    sign_up(date.pool, email="noor@example.org", needs=frozenset({"lift"}))
    sign_up(date.pool, "Ali")
    morning(1, 8)

    for_hosts.send_lists()
    service.deliver_due()

    assert mails("host_list") == [(people.eva.email, "pending")] or mails("host_list")[0][1] == "sent"
    letter = read_all(mail)[-1]
    assert letter["To"] == people.eva.email
    assert "1 av 1 (1 väntar)" in text(letter)
    assert "Noor" not in text(letter)
    path = letter["List-Unsubscribe"].strip(" <>").removeprefix("http://localhost:8000")
    client.raw(path, method="POST", data={"List-Unsubscribe": "One-Click"})
    morning(2, 8)
    assert "Mails" in client.get(path.replace("/sv/", "/en/")).text


def test_hosts_are_asked_for_what_nobody_counted_yesterday(people, morning, mail):
    make_date(people, starts_in=timedelta(hours=2))
    morning(1, 8)

    for_hosts.ask_for_records()
    service.deliver_due()

    assert "Hur många kom?" in read_all(mail)[-1]["Subject"]


def test_a_round_that_fails_is_tried_again_and_stops_no_other(app, monkeypatch):
    made = []

    def broken():
        raise RuntimeError("no")

    monkeypatch.setattr("app.messages.hooks.rounds", [broken, lambda: made.append(1)])

    service.go_round()

    assert made == [1]


def test_two_workers_make_a_round_once(app):
    with transaction() as session:
        assert rounds.take_days(session, REMINDER) == []
    with transaction() as session:
        assert rounds.take_days(session, REMINDER) == []
