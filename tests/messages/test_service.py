"""The outbox is swept: every mail goes out once, waits when the server is away, and keeps nothing."""

from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes

import pytest
import time_machine

from app import clock
from app.db import reading, transaction
from app.messages import service, steps, transport
from app.messages.tables import Message
from app.registrations import queries
from app.settings import settings
from tests.messages.build import html, invite, let_go, read_all, states, text
from tests.registrations.build import make_date, sign_up
from tests.smtp import opened


@pytest.fixture
def smtp(app, monkeypatch):
    with opened() as postbox:
        changed = settings().model_copy(update={"smtp_url": postbox.url})
        monkeypatch.setitem(app.extensions, "samspel_settings", changed)
        yield postbox


def test_a_mail_is_written_to_the_folder_where_no_server_is_set(people, mail):
    invite(people)

    assert service.deliver_due() == 1
    assert read_all(mail)[0]["To"] == "new@example.org"


def test_text_and_html_say_the_same_in_the_recipients_language(people, mail):
    invite(people, language="en")

    service.deliver_due()

    letter = read_all(mail)[0]
    link = next(line for line in text(letter).splitlines() if line.startswith("http"))
    assert f'<a href="{link}" dir="ltr">' in html(letter)
    assert '<html lang="en" dir="ltr">' in html(letter)


def test_what_was_sent_keeps_no_address(people, mail):
    invite(people)

    service.deliver_due()

    assert reading().query(Message).one().recipient == "ne…@example.org"


def test_a_mail_is_sent_once(people, mail):
    invite(people)

    service.deliver_due()
    service.deliver_due()

    assert len(read_all(mail)) == 1


def test_the_same_dedupe_key_makes_one_mail(people):
    for _time in range(2):
        with transaction() as session:
            steps.enqueue(session, "staff_invitation", ("a@example.org", "sv"), "same", {"invitation": "X"})

    assert states() == ["pending"]


def test_a_mail_about_something_that_is_gone_is_dropped(people, mail):
    with transaction() as session:
        steps.enqueue(session, "staff_invitation", ("a@example.org", "sv"), "gone", {"invitation": "NOTTHERE"})

    service.deliver_due()

    assert states() == ["dropped"]


def test_no_mail_about_what_was_rolled_back(people, mail):
    with suppress(ZeroDivisionError), transaction() as session:
        steps.enqueue(session, "staff_invitation", ("a@example.org", "sv"), "never", {"invitation": "X"})
        session.flush()
        raise ZeroDivisionError

    assert service.deliver_due() == 0


def test_a_real_server_takes_the_mail(people, smtp):
    invite(people)

    service.deliver_due()

    assert states() == ["sent"]
    assert b"Message-ID: <" in smtp.mails[0]


def test_a_server_that_is_busy_is_asked_again_later(people, smtp):
    smtp.answer = "451 later"
    invite(people)
    service.deliver_due()
    assert states() == ["pending"]

    smtp.answer = "250 OK"
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        service.deliver_due()

    assert states() == ["sent"]


def test_an_address_that_is_refused_for_ever_fails(people, smtp):
    smtp.answer = "550 no such person"
    invite(people)

    service.deliver_due()

    assert states() == ["failed"]


def test_a_repeat_after_a_dead_worker_has_the_same_message_id(people, smtp):
    invite(people)
    claimed = service.claim(10)

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        service.deliver_due()

    assert f"<{claimed[0].code.lower()}@localhost>".encode() in smtp.mails[0]


def test_two_workers_never_claim_the_same_mail(people):
    invite(people)

    first, second = service.claim(10), service.claim(10)

    assert (len(first), len(second)) == (1, 0)


def test_many_mails_go_by_one_connection(people, smtp):
    for number in range(5):
        invite(people, f"n{number}@example.org")

    assert service.deliver_due() == 5
    assert smtp.connections == 1


@pytest.mark.parametrize(("answer", "state"), [("550 no such person", "failed"), ("450 mailbox busy", "pending")])
def test_one_refused_address_stops_no_other(people, smtp, answer, state):
    smtp.to_recipient = answer
    invite(people, "gone@example.org")
    service.deliver_due()
    smtp.to_recipient = ""
    invite(people, "there@example.org")

    service.deliver_due()

    assert states() == [state, "sent"]


def test_a_server_that_refuses_us_is_no_fault_of_the_address(people, smtp, app, monkeypatch):
    wrong = settings().model_copy(update={"smtp_url": settings().smtp_url.replace("://", "://who:what@")})
    monkeypatch.setitem(app.extensions, "samspel_settings", wrong)
    invite(people)

    service.deliver_due()

    assert states() == ["pending"]


def test_a_server_that_dies_after_the_mail_gets_it_again_by_the_same_id(people, smtp):
    smtp.dies_after_data = 1
    invite(people)
    service.deliver_due()
    assert states() == ["pending"]

    let_go()
    service.deliver_due()

    ids = [message_from_bytes(content)["Message-ID"] for content in smtp.mails]
    assert states() == ["sent"]
    assert (len(ids), len(set(ids))) == (2, 1)


def test_a_slow_server_never_outlasts_the_lease(people, smtp, monkeypatch):
    for number in range(3):
        invite(people, f"n{number}@example.org")
    started = clock.now()
    taken = []
    send = transport.Carrier.send

    def slowly(self, code, mail):
        send(self, code, mail)
        taken.append(code)
        traveller.shift(timedelta(minutes=8))

    monkeypatch.setattr(transport.Carrier, "send", slowly)
    with time_machine.travel(started, tick=False) as traveller:
        service.deliver_due()
        assert len(taken) == 1
        assert service.claim(10) == []


def test_no_more_go_out_than_the_server_takes(people, mail, app, monkeypatch):
    slow = settings().model_copy(update={"mails_per_minute": 2})
    monkeypatch.setitem(app.extensions, "samspel_settings", slow)
    for number in range(5):
        invite(people, f"n{number}@example.org")

    assert service.deliver_due() == 2
    assert service.deliver_due() == 0
    with time_machine.travel(clock.now() + timedelta(seconds=61)):
        assert service.deliver_due() == 2


def test_a_bounced_mail_is_told_to_the_host(people, smtp):
    date = make_date(people)
    noor = sign_up(date.pool, email="gone@example.org")
    smtp.to_recipient = "550 no such person"

    service.deliver_due()

    assert queries.find_registration(noor.code).to_tell == "bounced"


def test_news_for_one_person_are_one_mail_until_it_goes_out(app, mail):
    def gather(key, value):
        due = clock.now() + timedelta(minutes=5)
        with transaction() as session:
            steps.gather(
                session, "dates_changed", [steps.News("noor@example.org", "sv", {"registrations": {key: value}}, due)]
            )

    gather("A", {"x": 1})
    gather("A", {"x": 2})
    gather("B", {"x": 3})

    (held,) = reading().query(Message)
    assert held.about == {"registrations": {"A": {"x": 1}, "B": {"x": 3}}}
    let_go()
    assert service.claim(5)[0].code == held.code
    gather("A", {"x": 4})
    assert [message.gathers for message in reading().query(Message).order_by(Message.id)] == [False, True]
