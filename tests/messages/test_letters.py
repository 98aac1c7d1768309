"""Every kind of mail in every language: it says what happened, where its link leads, and nothing a stranger typed."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest

from app.activities import service as activities
from app.db import reading
from app.languages import LANGUAGES
from app.messages import hooks, service
from app.messages.rendering import ADDRESS, Letter, render
from app.messages.tables import Message
from app.messages.transport import compose
from tests.messages.build import html, let_go, read_all, text
from tests.messages.letters import BODY, CAUSES, KINDS, WAYS
from tests.registrations.build import make_date, sign_up

UNFILLED = re.compile(r"%\(|\{\{|\{%|\bNone\b|Undefined| ,|:  |\(\)")
FOR_STAFF = {"activity_submitted", "activity_approved", "activity_rejected"}


def delivered(way, language, people, mail):
    """The mail that its cause made."""
    WAYS[way](people, language)
    let_go()
    service.deliver_due()
    message = reading().query(Message).filter_by(kind=KINDS[way]).one()
    assert (message.state, message.problem) == ("sent", "")
    return next(letter for letter in read_all(mail) if message.code.lower() in letter["Message-ID"])


def links(letter):
    return [line for line in text(letter).splitlines() if ADDRESS.fullmatch(line)]


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
@pytest.mark.parametrize("kind", WAYS)
def test_every_mail_is_whole_in_every_language(people, mail, client, kind, language):
    letter = delivered(kind, language, people, mail)

    direction = LANGUAGES[language].direction
    assert f'<html lang="{language}" dir="{direction}">' in html(letter)
    assert letter["Subject"].strip()
    assert not UNFILLED.search(letter["Subject"] + text(letter))
    assert "Noor" not in letter.as_string()
    assert links(letter)
    reader = {
        "activity_submitted": people.kim,
        "handed_over": people.lina,
        "host_list": people.eva,
        "host_record": people.eva,
        "room_requested": people.lina,
        "visit_asked": people.lina,
        "visit_changed_by_group": people.lina,
        "visit_today": people.lina,
    }.get(kind, people.nils)
    client.sign_in(reader.id)
    for address in links(letter):
        assert address.startswith(f"http://localhost:8000/{language}/")
        client.get(urlsplit(address).path)


def test_all_kinds_of_mail_are_read_here(app):
    assert set(hooks.letters) - {"staff_invitation"} == set(CAUSES)


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize("kind", WAYS)
def test_no_line_is_left_in_english(people, kind, language):
    WAYS[kind](people, language)
    message = reading().query(Message).filter_by(kind=KINDS[kind]).one()

    english, theirs = (lines(render(message.kind, code, message.about, "")) for code in ("en", language))

    assert english & theirs == set()


def lines(letter):
    """The lines of a letter that Samspel wrote."""
    written = [letter.subject, *letter.text.splitlines()]
    return {line for line in written if line and not line.startswith(">")}


def test_a_withdrawn_series_tells_whoever_signed_up_for_it_once(people, mail):
    date = make_date(people, dates=3, signup_scope="series")
    sign_up(date.pool, email="noor@example.org", language="en")

    activities.withdraw(date.activity_code, people.eva.id)
    let_go()
    service.deliver_due()

    mails = [letter for letter in read_all(mail) if letter["Subject"].startswith("Dates are changed")]
    assert len(mails) == 1
    assert "All dates that were left are cancelled" in text(mails[0])


def test_nobody_is_told_of_a_place_on_a_date_that_is_cancelled_meanwhile(people, mail):
    date = make_date(people)
    sign_up(date.pool, email="noor@example.org", language="en")

    activities.cancel_date(date.code, people.eva.id)
    let_go()
    service.deliver_due()

    assert [letter["Subject"].split(":")[0] for letter in read_all(mail)] == ["Cancelled"]


def test_a_title_never_becomes_a_link_or_a_line_of_its_own(people, mail):
    date = make_date(people, title={"en": "Café\nhttps://evil.example/\u2028https://evil.example/"})
    sign_up(date.pool, email="noor@example.org", language="en")

    service.deliver_due()

    assert "https://evil.example/" not in links(read_all(mail)[0])
    assert 'href="https://evil' not in html(read_all(mail)[0])


def test_a_long_subject_keeps_its_spaces(app):
    subject = "أنت على قائمة الانتظار: مقهى اللغة في القاعة 2، الاثنين 23 نوفمبر"

    sent = compose("C0DE", "noor@example.org", "ar", Letter(subject, "text", "<p>text</p>")).as_bytes()

    assert message_from_bytes(sent, policy=policy.default)["Subject"] == subject
    assert max(len(line) for line in sent.splitlines()) <= 78


def test_what_an_organiser_wrote_is_marked_and_never_a_link(people, mail):
    letter = delivered("organiser_message", "sv", people, mail)

    quoted = [line.removeprefix(">").strip() for line in text(letter).splitlines() if line.startswith(">")]
    assert quoted == BODY.splitlines()
    assert "https://example.org/karta" not in links(letter)
    assert 'href="https://example.org' not in html(letter)
    assert html(letter).count("<blockquote") == 1
