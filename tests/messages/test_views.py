"""The admin's outbox."""

from app.messages import service
from app.messages.rules import KIND_NAMES
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
    }

    assert set(KIND_NAMES) == written


def test_the_outbox_is_the_admins_alone(client, people):
    client.sign_in(people.kim.id).get("/sv/desk/outbox/", status=403)


def test_an_empty_outbox_says_what_fills_it(client, people):
    page = client.sign_in(people.alma.id).get("/en/desk/outbox/?state=failed&page=abc")

    assert "No messages here" in page.text
