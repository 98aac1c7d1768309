"""A library's year: what was counted, what was not, and what the plan counts of it."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine as travel

from app import clock
from app.attendance.rules.statement import Statement
from app.reports.service.indicators import indicator_report
from app.visits import months, rules
from app.visits.service.asking import GroupInput
from app.visits.yearly import Been, Sums, by_kind, by_month, sums_of
from tests.counting import count_statements
from tests.visits.build import agreed, held, offer

YEAR = "/en/desk/visits/year"


@pytest.fixture(autouse=True)
def november():
    with travel.travel("2026-11-24T11:00:00Z"):
        yield


def been(month=3, group=1, kind="sfi", total=None, loans=None, **more):
    record = None if total is None else Statement(total, loans=loans)
    return Been("CODE", month, group, kind, more.get("type_key", "library_visit"), more.get("newcomers", True), record)


def test_a_visit_counts_once_somebody_has_said_who_came():
    sums = sums_of([been(total=14, loans=9), been(total=11), been(group=2, total=0, loans=0), been(group=3)])

    assert (sums.visits, sums.counted, sums.heads, sums.groups) == (4, 3, 25, 2)
    assert (sums.loans, sums.loans_told) == (9, 2)


def test_loans_that_nobody_counted_are_not_nought():
    assert sums_of([been(total=11)]).loans is None
    assert Sums().loans is None


def test_by_kind_and_by_month():
    visits = [been(total=14), been(month=5, kind="school", total=20)]

    assert [(kind, sums.heads) for kind, sums in by_kind(visits, rules.KIND_NAMES)] == [("sfi", 14), ("school", 20)]
    assert [sums.visits for _month, sums in by_month(visits)] == [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(("typed", "year"), [("2025", 2025), ("", 2026), ("x", 2026), ("20255", 2026), ("1999", 2026)])
def test_a_year_is_read_or_it_is_this_one(typed, year):
    assert months.read_year(typed, clock.today()) == year


def test_months_beside_a_month():
    assert [f"{day:%Y-%m}" for day in months.beside(months.read_month("2026-12", clock.today()))] == [
        "2026-11",
        "2027-01",
    ]


SFI, SFI_AGAIN = GroupInput("SFI 2B", "Lärcentrum", "sfi"), GroupInput("sfi 2 B", "Lärcentrum", "sfi")
SCHOOL, GRUNDVUX = GroupInput("5B", "Linnéskolan", "school"), GroupInput("Grundvux 1", "Lärcentrum", "grundvux")


@pytest.fixture
def year(people):
    """A class that came twice under two names, another class of that name, a school class, one that nobody counted."""
    made, today = offer(people), clock.today()
    first = held(people, made, today - timedelta(days=200), SFI, total=14, loans=9)
    held(people, made, today - timedelta(days=100), SFI_AGAIN, first.group_code, total=13)
    held(people, made, today - timedelta(days=90), SFI, total=10, loans=0)
    held(people, made, today - timedelta(days=60), SCHOOL, total=25, loans=30)
    return held(people, made, today - timedelta(days=9), GRUNDVUX)


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def facts(page):
    """The lists of facts of a page: label -> value."""
    pairs = zip(page.all("dt"), page.all("dd"), strict=True)
    return {" ".join("".join(dt.itertext()).split()): " ".join("".join(dd.itertext()).split()) for dt, dd in pairs}


def test_the_year_at_a_glance(app, lina, year):
    page = lina.get(YEAR)
    with count_statements(app) as counted:
        lina.get(YEAR)

    seen = facts(page)
    assert (seen["Visits that have been"], seen["Different groups"]) == ("5", "3")
    assert seen["People, the same person again each time"] == "62"
    assert seen["Items lent"] == "39 counted at 3 of 4 visits"
    assert seen["Visits without numbers"] == "1"
    assert f"/en/desk/visits/{year.code}/outcome" in page.links().values()
    assert len(counted) <= 12


def test_groups_of_newcomers_are_those_that_the_plan_counts(lina, people, year):
    seen = facts(lina.get(YEAR))
    plan = {one.indicator.code: one.value for one in indicator_report(2026, "year", "2b.3").figures}

    assert seen["2b.3-a Number of groups of newcomers"] == str(plan["2b.3-a"]) == "2"
    assert seen["2b.3-b Number of visits by the groups"] == str(plan["2b.3-b"]) == "3"
    assert seen["2b.3-c Material lent at group visits"] == str(plan["2b.3-c"]) == "9"


def test_the_coordinator_is_led_to_the_indicator(client, people, year):
    links = client.sign_in(people.kim.id).get(YEAR).links().values()

    assert "/en/desk/reports/indicators/2b.3-a?year=2026" in links
    assert not any(href.endswith("/outcome") for href in links)


def test_another_year_is_empty_and_says_so(lina, year):
    page = lina.get(f"{YEAR}?year=2024")

    assert "No visits have been this year" in page.text
    assert facts(page)["2b.3-a Number of groups of newcomers"] == "0"


def test_the_file_has_a_row_a_visit_and_no_contact(lina, year):
    body = lina.raw(f"{YEAR}.csv?year=2026").get_data(as_text=True)

    rows = list(
        csv.DictReader(io.StringIO(body.lstrip("\ufeff")), delimiter=";" if ";" in body.split("\n")[0] else ",")
    )
    assert [row["total"] for row in rows] == ["14", "13", "10", "25", ""]
    assert [row["loans"] for row in rows] == ["9", "", "0", "30", ""]
    assert "ksana" not in body
    assert lina.raw(f"{YEAR}.xlsx").status_code == 200
    assert lina.raw(f"{YEAR}.exe").status_code == 404


def test_what_is_only_agreed_has_not_been(lina, people):
    agreed(people, offer(people))

    assert "No visits have been this year" in lina.get(YEAR).text


@pytest.mark.parametrize("person", ["eva", "alma"])
def test_others_see_nothing_of_it(client, people, person):
    client.sign_in(getattr(people, person).id)

    assert {client.raw(path).status_code for path in (YEAR, f"{YEAR}.csv")} == {403}
