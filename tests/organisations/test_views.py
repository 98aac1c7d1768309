"""Organisations are made by the coordinator and edited by their own; colleagues are invited."""

import pytest

from app.messages import service as messages
from tests.messages.build import read_all, text

EVERYBODY = "/en/desk/organisations/municipality/people"


def test_the_coordinator_makes_an_association(client, people):
    page = client.sign_in(people.kim.id).submit(
        "/sv/desk/organisations/new", kind="association", name="Odlarna i Vittsjö"
    )

    assert page.h1 == "Odlarna i Vittsjö"


def test_the_admin_makes_an_association_and_invites_its_editor(client, people, mail):
    client.sign_in(people.alma.id)
    page = client.submit("/en/desk/organisations/new", kind="association", name="Odlarna", description__en="We grow.")
    client.submit_page(page, page.response.request.path, email="odlare@example.org", role="editor")

    messages.deliver_due()

    assert "Odlarna" in text(read_all(mail)[0])


def test_a_name_that_is_taken_is_refused_and_keeps_what_was_typed(client, people):
    page = client.sign_in(people.alma.id).submit(
        "/en/desk/organisations/new", status=422, kind="library", name="Stickfrämjandet", phone="0451-1"
    )

    assert "already an organisation" in page.text
    assert page.fields()["phone"] == "0451-1"


def test_an_editor_edits_the_own_organisation_only(client, people):
    client.sign_in(people.eva.id)

    page = client.submit(f"/sv/desk/organisations/{people.association.code}", email="hej@example.org")

    assert page.fields()["email"] == "hej@example.org"
    client.get(f"/sv/desk/organisations/{people.other_association.code}", status=404)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "inte en adress"])
def test_a_web_address_must_be_one(client, people, website):
    page = client.sign_in(people.eva.id).submit(
        f"/en/desk/organisations/{people.association.code}", status=422, website=website
    )

    assert "https://" in page.text


def test_an_editor_sees_no_one_of_another_organisation(client, people):
    page = client.sign_in(people.eva.id).get(f"/sv/desk/organisations/{people.association.code}/people")

    assert "eva@example.org" in page.text
    assert "olga@example.org" not in page.html


def test_an_editor_cannot_invite_to_a_role_of_the_municipality(client, people):
    page = client.sign_in(people.eva.id).submit(
        f"/sv/desk/organisations/{people.association.code}/people", status=422, email="x@example.org", role="admin"
    )

    assert page.title.startswith("Fel:") or page.title.startswith("Error:")


def test_switching_an_account_off_ends_its_sessions(client, app, people):
    other = type(client)(app).sign_in(people.olga.id)

    client.sign_in(people.alma.id).submit(f"{EVERYBODY}/{people.olga.code}/off")

    assert other.raw("/sv/desk/").status_code == 302


def test_an_account_is_switched_off_only_by_the_page_that_says_whose(client, app, people):
    other = type(client)(app).sign_in(people.olga.id)

    page = client.sign_in(people.alma.id).get(f"{EVERYBODY}/{people.olga.code}/off")

    assert "olga@example.org" in page.text
    assert other.raw("/sv/desk/").status_code == 200
    assert "button danger" not in client.get(EVERYBODY).html


def test_nobody_switches_off_their_own_account(client, people):
    client.sign_in(people.alma.id)

    assert f"{people.alma.code}/off" not in client.get(EVERYBODY).html
    client.get(f"{EVERYBODY}/{people.alma.code}/off", status=404)


def test_a_suspended_organisation_is_restored(client, people):
    path = f"/en/desk/organisations/{people.other_association.code}"
    client.sign_in(people.kim.id)

    suspended = client.submit(path, form=1)
    restored = client.submit(path, form=1)

    assert "Restore" in suspended.text
    assert "may publish again" in restored.text
