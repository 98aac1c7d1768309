"""Signing in and out, and the invitation's link."""

import pytest

from app.accounts import service
from app.web.page_cache import STAFF_COOKIE
from tests.people import PASSWORD


def test_staff_sign_in_with_email_and_password(client, people):
    page = client.submit("/sv/sign-in", email="KIM@example.org", password=PASSWORD)

    assert page.response.request.path == "/sv/desk/"


@pytest.mark.parametrize(("email", "password"), [("kim@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_wrong_password_and_unknown_address_get_the_same_answer(client, people, email, password):
    page = client.submit("/en/sign-in", status=422, email=email, password=password)

    assert "do not match" in page.text
    assert page.title.startswith("Error:")
    assert page.fields()["email"] == email


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client, people, target):
    page = client.submit(f"/sv/sign-in?next={target}", email="kim@example.org", password=PASSWORD)

    assert page.response.request.path == "/sv/desk/"


def test_the_old_cookie_opens_nothing_after_signing_out(client, people):
    client.sign_in(people.kim.id)
    cookie = client.browser.get_cookie(STAFF_COOKIE).value

    token = client.get("/sv/desk/").all("input", name="csrf_token")[0].get("value")
    client.raw("/sv/sign-out", method="POST", data={"csrf_token": token})
    client.browser.set_cookie(STAFF_COOKIE, cookie)

    assert client.raw("/sv/desk/").status_code == 302


def test_an_invitation_is_used_once_and_opens_the_desk(client, people):
    code = service.invite("new@example.org", "editor", people.association.id, people.eva.id)
    path = f"/sv/invitation/{service.invitation_token(code)}"

    page = client.submit(path, name="Noor", password="fem gröna äpplen")

    assert page.response.request.path == "/sv/desk/"
    client.get(path, status=410)


def test_opening_the_link_of_an_invitation_uses_nothing(client, people):
    code = service.invite("new@example.org", "librarian", people.library.id, people.lina.id)
    path = f"/sv/invitation/{service.invitation_token(code)}"

    client.get(path)

    assert client.get(path).status == 200


def test_a_guessed_invitation_is_refused(client, people):
    code = service.invite("new@example.org", "admin", None, people.alma.id)

    client.get(f"/sv/invitation/{code}-{'0' * 32}", status=410)


def test_a_coordinator_needs_a_longer_password(client, people):
    code = service.invite("new@example.org", "coordinator", None, people.alma.id)

    page = client.submit(
        f"/en/invitation/{service.invitation_token(code)}", status=422, name="Ida", password="twelve chars"
    )

    assert "at least 14 characters" in page.text
