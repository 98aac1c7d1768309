"""Staff in a real browser."""

import pytest

from tests.journeys.build import cafe, staff_signs_in
from tests.people import PASSWORD
from tests.registrations.build import sign_up

pytestmark = pytest.mark.journey


def test_the_coordinator_signs_in_and_out_on_a_phone(visit, people):
    page = visit("/sv/sign-in")

    page.get_by_label("E-post").fill("kim@example.org")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    assert page.url.endswith("/sv/desk/")

    page.get_by_role("button", name="Logga ut").click()
    assert page.url.endswith("/sv/sign-in")


def test_the_list_of_a_date_is_worked_with_one_thumb(visit, people):
    made = cafe(people)
    sign_up(made.pool, "Ali", phone="+46701234567")
    page = visit("/sv/sign-in")
    staff_signs_in(page, people.eva)
    page.goto(f"/sv/desk/occurrences/{made.date}/registrations")

    boxes = [one.bounding_box() for one in page.locator(".parties a").all()]
    assert len(boxes) == 3
    assert all(box["height"] >= 48 and box["x"] + box["width"] <= 360 for box in boxes)
    assert page.locator(".parties > li").bounding_box()["height"] < 174
    assert page.locator(".staff").bounding_box()["height"] < 60


def test_the_whole_row_of_an_activity_opens_it(visit, people):
    made = cafe(people)
    page = visit("/sv/sign-in")
    staff_signs_in(page, people.eva)
    page.goto("/sv/desk/activities")

    page.locator(".items > li").click(position={"x": 200, "y": 60})

    assert page.url.endswith(f"/activities/{made.activity}")
