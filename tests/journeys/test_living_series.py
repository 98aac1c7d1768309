"""A café moves from a date on and pauses over the holidays: the organiser sees first, and the guest reads one mail."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from app.activities import queries
from app.messages import service as outbox
from app.schedule.recurrence import Every, Schedule
from tests.browser import DESKTOP
from tests.journeys.build import cafe, sign_up, staff_signs_in
from tests.messages.build import let_go, read_all, text

pytestmark = pytest.mark.journey


def weekly():
    return Schedule(Every.WEEKLY, clock.today() + timedelta(days=7), time(17), time(19), count=5)


def opened(visit, people, path):
    page = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(page, people.eva)
    page.goto(path)
    return page


def dates_of(code):
    return queries.list_occurrences(queries.get_activity(code).id)


def delivered(mail):
    let_go()
    outbox.deliver_due()
    return read_all(mail)


def test_a_cafe_moves_from_a_date_on_and_the_guest_reads_why(visit, people, mail):
    made = cafe(people, schedule=weekly())
    sign_up(made.pool, "Noor", "noor@example.org", "sv")
    delivered(mail)
    page = opened(visit, people, f"/sv/desk/occurrences/{made.date}")

    page.get_by_role("link", name="Det här och följande tillfällen").click()
    page.locator("[name=start]").fill("18:30")
    page.locator("[name=end]").fill("20:00")
    page.get_by_role("button", name="Visa vad som ändras").click()
    assert page.locator("h1").inner_text() == "5 tillfällen ändras: stämmer det?"
    page.locator("summary", has_text="Vad de läser").click()
    assert "18:30" in page.locator(".letter").inner_text()
    page.get_by_role("button", name="Spara").click()

    letter = delivered(mail)[-1]
    assert letter["Subject"].startswith("Ny tid eller plats: Språkkafé på Magneteten")
    assert "klockan 18:30 till 20:00" in text(letter)
    assert "klockan 17:00 till 19:00" in text(letter)
    assert {f"{clock.local(date.starts_at):%H:%M}" for date in dates_of(made.activity)} == {"18:30"}


def test_a_later_date_splits_the_series_and_both_parts_are_found(visit, people):
    made = cafe(people, schedule=weekly())
    third = dates_of(made.activity)[2]
    page = opened(visit, people, f"/sv/desk/occurrences/{third.code}")

    page.get_by_role("link", name="Det här och följande tillfällen").click()
    page.locator("[name=weekday]").select_option(str((third.starts_on.weekday() + 1) % 7))
    page.get_by_role("button", name="Visa vad som ändras").click()
    page.get_by_role("button", name="Spara").click()

    expect(page.get_by_text("Andra delar av serien")).to_be_visible()
    residents = visit(f"/sv/activities/{made.activity}", javascript=False)
    expect(residents.locator("main a[href*='/occurrences/']").nth(4)).to_be_visible()


def test_a_cafe_pauses_over_the_holidays_and_is_extended(visit, people, mail):
    made = cafe(people, schedule=weekly())
    sign_up(made.pool, "Noor", "noor@example.org", "sv")
    delivered(mail)
    dates = dates_of(made.activity)
    page = opened(visit, people, f"/sv/desk/activities/{made.activity}")

    page.get_by_role("link", name="Pausa eller avsluta").click()
    page.locator("[name=first_on]").fill(dates[0].starts_on.isoformat())
    page.locator("[name=last_on]").fill(dates[1].starts_on.isoformat())
    page.locator("[name=notice-sv]").fill("Vi har jullov.")
    page.get_by_role("button", name="Visa vad som ändras").click()
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Lägg till tillfällen").click()
    page.locator("[name=count]").fill("3")
    page.locator("button[name=step][value=preview]").click()
    page.locator("button[name=step][value=draft]").click()

    letter = delivered(mail)[-1]
    assert letter["Subject"].startswith("Inställt: Språkkafé på Magneteten")
    assert "Vi har jullov." in text(letter)
    states = [date.state for date in dates_of(made.activity)]
    assert (states[:2], len(states)) == (["cancelled", "cancelled"], 8)


def test_one_date_is_moved_and_another_cancelled_with_the_reason(visit, people, mail):
    made = cafe(people, schedule=weekly())
    sign_up(made.pool, "Noor", "noor@example.org", "sv")
    delivered(mail)
    page = opened(visit, people, f"/sv/desk/occurrences/{made.date}")

    page.get_by_role("link", name="Ändra eller flytta tillfället").click()
    page.locator("[name=start]").fill("18:30")
    page.locator("[name=end]").fill("20:00")
    page.get_by_role("button", name="Spara").click()
    page.locator("summary", has_text="Vad de läser").click()
    assert "klockan 18:30 till 20:00" in page.locator(".letter").inner_text()
    page.get_by_role("button", name="Spara").click()
    assert "18:30" in page.locator(".lead").inner_text()
    moved = delivered(mail)[-1]
    page.get_by_role("link", name="Ställ in tillfället").click()
    page.locator("[name=notice-sv]").fill("Ledaren är sjuk.")
    page.get_by_role("button", name="Visa vad som ändras").click()
    page.get_by_role("button", name="Ställ in tillfället").click()

    cancelled = delivered(mail)[-1]
    assert moved["Subject"].startswith("Ny tid eller plats: Språkkafé på Magneteten")
    assert cancelled["Subject"].startswith("Inställt: Språkkafé på Magneteten")
    assert "Ledaren är sjuk." in text(cancelled)
    assert {f"{clock.local(date.starts_at):%H:%M}" for date in dates_of(made.activity)[1:]} == {"17:00"}


def test_a_cafe_is_handed_over_and_everybody_reads_who_answers_now(visit, people, mail):
    made = cafe(people, schedule=weekly(), co_organisers=frozenset({people.other_association.id}))
    sign_up(made.pool, "Noor", "noor@example.org", "sv")
    delivered(mail)
    page = opened(visit, people, f"/sv/desk/activities/{made.activity}")

    page.get_by_role("link", name="Flytta eller lämna över").click()
    page.locator("[name=organisation]").select_option(label="Stickfrämjandet")
    page.get_by_role("button", name="Visa vad som ändras").click()
    page.get_by_role("button", name="Spara").click()

    letters = {letter["To"]: letter for letter in delivered(mail)[-2:]}
    assert letters["noor@example.org"]["Subject"].startswith("Ny arrangör: Språkkafé på Magneteten")
    assert "Stickfrämjandet ordnar det från och med nu" in text(letters["noor@example.org"])
    assert letters["olga@example.org"]["Subject"].startswith("Ni leder den från och med nu")
    other = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(other, people.olga)
    other.goto(f"/sv/desk/occurrences/{made.date}/registrations")
    expect(other.get_by_text("Noor").first).to_be_visible()
