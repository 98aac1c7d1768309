"""A volunteer counts through the host's link: with a thumb, a PIN, and no JavaScript; the coordinator finds the figures."""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from app import clock
from app.activities.queries import get_occurrence
from app.attendance import queries, service
from tests.browser import DESKTOP
from tests.journeys.build import cafe, staff_signs_in, yesterday

pytestmark = pytest.mark.journey


def open_link(visit, people, made):
    """The link and its PIN, and the first date that can be counted."""
    code, pin = service.make_host_link(made.activity, people.eva.id)
    page = visit(f"/sv/count/{service.host_token(code, 0)}", javascript=False)
    page.locator("[name=pin]").fill(pin)
    page.locator("main button[type=submit]").click()
    page.locator("main .items a.button").first.click()
    return page


def press(page, key, times):
    for _time in range(times):
        page.locator(f"button[value='{key}:+1']").click()


def count_twelve(visit, people, made):
    """Twelve came: seven newcomers and five earlier residents."""
    page = open_link(visit, people, made)
    press(page, "total", 12)
    press(page, "heads-newcomer", 7)
    press(page, "heads-resident", 5)
    page.locator("button.wide[value=save]").click()
    return page


def test_a_volunteer_counts_twelve_of_whom_seven_newcomers(visit, people):
    made = cafe(people, schedule=yesterday(), signup="none")

    page = count_twelve(visit, people, made)

    record = queries.find_record(get_occurrence(made.date).id)
    assert (record.total, record.categories) == (12, {"newcomer": 7, "resident": 5})
    assert page.locator(".head-count b").inner_text() == "12"


def test_by_keyboard_alone_three_are_counted_and_saved(visit, people):
    made = cafe(people, schedule=yesterday(), signup="none")
    code, pin = service.make_host_link(made.activity, people.eva.id)
    page = visit(f"/sv/count/{service.host_token(code, 0)}")
    page.locator("[name=pin]").focus()
    page.keyboard.type(pin)
    page.keyboard.press("Enter")
    page.locator("main .items a.button").first.press("Enter")

    plus = page.locator("button[value='total:+1']")
    plus.focus()
    for _time in range(3):
        page.keyboard.press("Space")
    expect(page.locator("[name=total]")).to_have_value("3")
    page.locator("button.wide[value=save]").press("Enter")

    expect(page.locator(".head-count b")).to_have_text("3")


def test_the_link_shows_no_token_once_the_pin_is_given(visit, people):
    made = cafe(people, schedule=yesterday(), signup="none")

    page = open_link(visit, people, made)

    assert page.url.endswith(f"/sv/count/dates/{made.date}")


def coordinator_opens(visit, people):
    """The page of strategy 4a.4 for the year of the date."""
    year = (clock.today() - timedelta(days=1)).year
    page = visit("/sv/sign-in", javascript=False, device=DESKTOP)
    staff_signs_in(page, people.kim)
    page.goto(f"/sv/desk/reports/plan/4a.4?year={year}")
    return page


def downloaded(page, file_format):
    """The bytes of a download, by the link that the page shows."""
    href = page.locator(f"main a[href*='indicators.{file_format}']").get_attribute("href")
    return page.request.get(href).body()


def figures(rows):
    return {row["code"]: int(row["value"]) for row in rows if row["code"] in {"4a.4-a", "4a.4-b"}}


def workbook_rows(body):
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True))
    head = next(index for index, row in enumerate(rows) if "code" in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]


def test_the_coordinator_finds_the_count_under_4a4_on_the_page_and_in_each_file(visit, people):
    count_twelve(visit, people, cafe(people, schedule=yesterday(), signup="none"))

    page = coordinator_opens(visit, people)

    shown = {
        row.locator("a").first.inner_text(): row.locator("td").first.inner_text()
        for row in page.locator("main tbody tr:has(td)").all()
    }
    assert shown["Besök av nyanlända på språkkaféerna"].split() == ["7"]
    assert shown["Besök av tidigare bosatta på språkkaféerna"].split() == ["5"]
    wanted = {"4a.4-a": 7, "4a.4-b": 5}
    sheet = downloaded(page, "csv").decode("utf-8-sig")
    assert figures(csv.DictReader(io.StringIO(sheet), delimiter=";")) == wanted
    assert figures(workbook_rows(downloaded(page, "xlsx"))) == wanted
    assert figures(json.loads(downloaded(page, "json"))) == wanted
