"""A month as a table: every date in the cell of its day, with the filters of the list."""

from datetime import datetime, timedelta

import pytest
import time_machine

from app import clock
from tests.catalogue import build
from tests.client import words
from tests.counting import count_statements

NOW = "2026-11-24T09:00:00+00:00"


def at(text):
    return clock.to_utc(datetime.fromisoformat(text))


def cells(page):
    """Day of the month -> words of its cell."""
    inside = [cell for cell in page.all("td") if "inside" in cell.get("class", "")]
    return {int(cell[0].get("datetime")[-2:]): words(cell) for cell in inside}


@time_machine.travel(NOW, tick=False)
def test_a_date_stands_in_the_cell_of_its_day(client, people):
    build.activity(people, [at("2026-11-30T23:30"), at("2026-12-01T00:30"), at("2026-11-02T17:00")])

    page = client.get("/en/calendar/2026-11")

    assert page.h1 == "November 2026"
    assert "23:30 Language café" in cells(page)[30]
    assert "17:00 Language café" in cells(page)[2]
    assert " ".join(cells(page).values()).count("Language café") == 2
    assert "Today" in cells(page)[24]


@time_machine.travel(NOW, tick=False)
def test_weeks_begin_on_monday_and_every_day_stands_once(client, people):
    build.activity(people, [at("2026-11-02T17:00")])

    page = client.get("/sv/calendar/2026-11")

    assert words(page.all("th")[0]) == "måndag"
    assert sorted(cells(page)) == list(range(1, 31))


@time_machine.travel(NOW, tick=False)
def test_the_months_beside_keep_the_filters(client, people):
    page = client.get("/en/calendar/2026-11?type=language_cafe&spoken=ar&from=2026-01-01")

    links = page.links()
    assert links["Later month"] == "/en/calendar/2026-12?type=language_cafe&spoken=ar"
    assert links["Earlier month"] == "/en/calendar/2026-10?type=language_cafe&spoken=ar"
    assert links["Groups that talk"].startswith("/en/calendar/2026-11?type=dialogue_group,civic_orientation&spoken=ar")
    assert links["Show as a list"] == "/en/activities?type=language_cafe&spoken=ar"


@time_machine.travel(NOW, tick=False)
def test_the_calendar_without_a_month_is_this_month(client, people):
    answer = client.raw("/ar/calendar?type=language_cafe&_external=1&_scheme=javascript")

    assert answer.headers["Location"] == "/ar/calendar/2026-11?type=language_cafe"


def test_the_filters_narrow_the_month(client, people):
    build.activity(people, title={"en": "Coffee"})
    build.activity(people, title={"en": "Talk"}, type_key="dialogue_group")
    month = clock.local(clock.now() + timedelta(days=1)).strftime("%Y-%m")

    page = client.get(f"/en/calendar/{month}?type=dialogue_group")

    assert "Talk" in page.text
    assert "Coffee" not in page.text


@pytest.mark.parametrize(
    "month", ["9999-12", "1999-12", "2100-01", "2026-13", "2026-00", "2026-1", "nonsense", "٢٠٢٦-١١"]
)
def test_a_month_that_is_none_is_a_page_with_the_way_out(client, people, month):
    page = client.get(f"/en/calendar/{month}", status=404)

    assert "There is no such month here." in page.text


@pytest.mark.parametrize("month", ["2000-01", "2099-12"])
def test_at_the_ends_one_way_is_closed(client, people, month):
    links = client.get(f"/en/calendar/{month}").links()

    assert ("Earlier month" in links, "Later month" in links) == (month != "2000-01", month != "2099-12")


def test_a_month_asks_little_however_full(app, client, people):
    build.activity(people, [timedelta(hours=n) for n in range(1, 50)])

    with count_statements(app) as counted:
        client.get(f"/en/calendar/{clock.today():%Y-%m}")

    assert len(counted) <= 6, counted.statements
