"""The groups of visits: one that a librarian has confirmed is one, whatever it is called."""

import json
from datetime import date, timedelta

import pytest

from app import clock
from app.reports.service.indicators import indicator_report
from app.visits import service
from app.visits.service.asking import GroupInput
from tests.counting import count_statements
from tests.visits.build import held, offer

SFI, SPELT = GroupInput("SFI 2B", "Lärcentrum", "sfi"), GroupInput("Klass sfi-2b", "Lärcentrum", "sfi")
ELSEWHERE = GroupInput("SFI 2B", "ABF", "sfi")


def groups():
    (found,) = indicator_report(2026, "year", "2b.3-a").figures
    return found.value


def rows(app, year=2026):
    words = ["report", "attendance", "--year", str(year), "--by", "occurrence", "--format", "json"]
    return [row["group"] for row in json.loads(app.test_cli_runner().invoke(args=words).stdout)]


@pytest.fixture
def made(people):
    return offer(people)


def ago(days) -> date:
    return clock.today() - timedelta(days=days)


def test_one_group_under_two_names_is_one(people, made):
    first = held(people, made, ago(30), SFI, total=14)
    other = held(people, made, ago(20), SPELT, total=13)
    assert groups() == 2

    service.recognise(other.code, first.group_code, people.lina.id)

    assert groups() == 1


def test_two_groups_of_one_name_are_two(people, made):
    held(people, made, ago(30), SFI, total=14)
    held(people, made, ago(20), ELSEWHERE, total=13)

    assert groups() == 2


def test_dates_without_a_visit_count_by_the_name_on_their_record(people, made, build):
    held(people, made, ago(30), SFI, total=14)
    series = build.series("library_visit", tags="newcomers")
    for day, name in (("2026-02-03", "Grundvux"), ("2026-02-10", " grundvux"), ("2026-02-17", "SFI 2B")):
        build.date(series, day, 15, group_name=name)

    assert groups() == 3


def test_only_groups_of_newcomers_with_numbers_count(people, made):
    held(people, made, ago(30), GroupInput("5B", "Linnéskolan", "school"), total=25)
    held(people, made, ago(20), SFI)

    assert groups() == 0


def test_whoever_counts_again_tells_the_groups_apart(app, people, made):
    first = held(people, made, ago(30), SFI, total=14)
    held(people, made, ago(25), SPELT, first.group_code, total=13)
    held(people, made, ago(20), ELSEWHERE, total=13)

    found = rows(app)

    assert len(set(found)) == groups() == 2
    assert {name.split(" (")[0] for name in found} == {"SFI 2B"}


def test_the_dates_behind_the_figure_say_which_group_it_is(app, client, people, made):
    first = held(people, made, ago(30), SFI, total=14)
    held(people, made, ago(25), SPELT, first.group_code, total=13)
    client.sign_in(people.kim.id)

    page = client.get("/en/desk/reports/indicators/2b.3-a")
    with count_statements(app) as counted:
        client.get("/en/desk/reports/indicators/2b.3-a")

    assert page.text.count("SFI 2B") == 2
    assert "Klass" not in page.text
    assert len(counted) <= 12
