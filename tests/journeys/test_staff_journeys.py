"""Staff in a real browser."""

import pytest

from tests.people import PASSWORD

pytestmark = pytest.mark.journey


def test_the_coordinator_signs_in_and_out_on_a_phone(visit, people):
    page = visit("/sv/sign-in")

    page.get_by_label("E-post").fill("kim@example.org")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    assert page.url.endswith("/sv/desk/")

    page.get_by_role("button", name="Logga ut").click()
    assert page.url.endswith("/sv/sign-in")
