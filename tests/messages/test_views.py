"""The admin's outbox."""

import pytest

from app.messages import service
from app.messages.hooks import examples, letters
from app.messages.rules import KIND_NAMES
from tests.client import words
from tests.messages.build import invite


def test_the_admin_sees_states_and_masked_addresses(client, people):
    invite(people)
    service.deliver_due()

    page = client.sign_in(people.alma.id).get("/en/desk/outbox/")

    assert "Sent" in page.text
    assert "Invitation to a colleague" in page.text
    assert "new@example.org" not in page.html


def test_every_kind_of_mail_has_a_name_for_readers(app):
    texts = app.jinja_env.list_templates(extensions=["txt"])
    written = {name.split("/")[1].removesuffix(".txt") for name in texts if name.startswith("messages/")} - {
        "parts",
        "changed_part",
        "room_parts",
        "visit_parts",
    }

    assert set(KIND_NAMES) == written


def test_every_kind_of_mail_has_an_example_to_read(app):
    assert set(examples) == set(letters) == set(KIND_NAMES)


@pytest.mark.parametrize("reader", ["sv", "en", "ar"])
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_the_admin_reads_each_text_in_each_language(client, people, kind, reader):
    page = client.sign_in(people.alma.id).get(f"/sv/desk/outbox/texts/{kind}/{reader}")

    found = page.all("div", class_="letter")
    assert found
    assert {letter.get("lang") for letter in found} == {reader}
    assert all(len(words(letter)) > 100 for letter in found)
    assert "example.org/" not in page.html  # nothing that could be followed


def test_the_texts_are_listed_and_an_unknown_one_is_not_found(client, people):
    client.sign_in(people.alma.id)

    listed = client.get("/en/desk/outbox/texts/").links()

    assert listed["Reminder the day before"] == "/en/desk/outbox/texts/reminder/en"
    client.get("/en/desk/outbox/texts/parts/en", status=404)
    client.get("/en/desk/outbox/texts/reminder/xx", status=404)


def test_the_outbox_is_the_admins_alone(client, people):
    client.sign_in(people.kim.id).get("/sv/desk/outbox/", status=403)


def test_an_empty_outbox_says_what_fills_it(client, people):
    page = client.sign_in(people.alma.id).get("/en/desk/outbox/?state=failed&page=abc")

    assert "No messages here" in page.text
