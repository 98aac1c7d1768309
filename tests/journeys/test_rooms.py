"""An association books a room every second Tuesday, and one of the times is taken."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from app.bookings import queries
from app.db import db
from tests.bookings.build import book, span
from tests.journeys.build import staff_signs_in

pytestmark = pytest.mark.journey


def tuesday(number: int) -> date:
    """The n-th Tuesday from next week on."""
    today = clock.today()
    return today + timedelta(days=8 - today.weekday() + 7 * number)


def wants_every_second_tuesday(visit, people):
    page = visit(f"/sv/desk/rooms/{people.room.code}")
    staff_signs_in(page, people.eva)
    page.locator("main a[href$='/ask']").first.click()
    page.locator("[name=purpose]").fill("Styrelsemöte")
    page.locator("[name=first_on]").fill(tuesday(0).isoformat())
    page.locator("[name=start]").fill("18:00")
    page.locator("[name=end]").fill("20:00")
    page.locator("[name=every]").select_option("second_week")
    page.locator("[name=count]").fill("4")
    page.locator("button[value=look]").click()
    return page


def own(people):
    db.session.rollback()
    found = queries.list_own(frozenset({people.association.id}))[0]
    return [(clock.wall(one.starts_at).date(), clock.wall(one.starts_at).hour, one.state) for one in found]


def test_one_conflict_of_four_is_shown_and_skipped(visit, people):
    book(people, span(tuesday(4), 17, 19), by=people.other_association)

    page = wants_every_second_tuesday(visit, people)
    expect(page.locator("main ol > li")).to_have_count(4)
    expect(page.locator("main ol > li").nth(2)).to_contain_text("Upptagen")
    expect(page.locator("main ol > li").nth(2).locator("input[value=skip]")).to_be_checked()
    page.locator("button[value=send]").click()
    expect(page.locator("main ol > li, main ul.items > li").first).to_be_visible()

    assert own(people) == [(tuesday(number), 18, "requested") for number in (0, 2, 6)]


def test_the_time_that_is_taken_is_changed(visit, people):
    book(people, span(tuesday(4), 17, 19), by=people.other_association)

    page = wants_every_second_tuesday(visit, people)
    taken = page.locator("main ol > li").nth(2)
    taken.locator("summary").click()
    taken.locator("input[type=time]").first.fill("19:00")
    taken.locator("input[type=time]").last.fill("21:00")
    taken.locator("input[value=book]").check(force=True)
    page.locator("button[value=look]").click()
    expect(page.locator("main ol > li").nth(2)).to_contain_text("19:00")
    page.locator("button[value=send]").click()
    expect(page.locator("main ol > li, main ul.items > li").first).to_be_visible()

    assert own(people) == [
        (tuesday(0), 18, "requested"),
        (tuesday(2), 18, "requested"),
        (tuesday(4), 19, "requested"),
        (tuesday(6), 18, "requested"),
    ]


def test_the_house_answers_what_was_asked_for(visit, people):
    page = wants_every_second_tuesday(visit, people)
    page.locator("button[value=send]").click()
    expect(page.locator("main ul.items > li, main ol > li").first).to_be_visible()

    house = visit("/sv/desk/rooms/requests")
    staff_signs_in(house, people.lina)
    house.locator("main a[href*='/requests/']").first.click()
    house.locator("button[value=approve]").click()
    expect(house.locator("body")).to_contain_text("odkän")

    assert [state for _day, _hour, state in own(people)] == ["approved"] * 4
