"""The staff's pages of the figures."""

import csv
import io
import json

import pytest

from tests.counting import count_statements


@pytest.fixture
def year(build):
    """A café with three dates (one not counted), a group, and a bicycle day that counts to nothing."""
    cafe = build.series("language_cafe", title={"sv": "Kaffe och prat"})
    build.date(cafe, "2025-03-02", 10, newcomer=5)
    build.date(cafe, "2026-03-02", 12, newcomer=7, resident=5)
    build.date(cafe, "2026-03-09", 8, newcomer=3)
    build.date(cafe, "2026-03-16")
    build.date(build.series("dialogue_group"), "2026-03-03", 9)
    build.date(build.series("other", title={"sv": "Cykeldag"}), "2026-05-03", 40)
    return build


@pytest.fixture
def kim(client, people):
    return client.sign_in(people.kim.id)


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def row(page, words: str) -> str:
    return next(" ".join("".join(tr.itertext()).split()) for tr in page.all("tr") if words in "".join(tr.itertext()))


def test_the_coordinator_sees_every_indicator_by_goal(kim, year):
    page = kim.get("/en/desk/reports/")

    line = row(page, "Newcomers' visits to the language cafés")
    assert "10 5 +100 %" in line
    assert "2 of 3 dates counted" in line
    assert "Not yet told" in row(page, "Views of the housing-school films")
    assert "1 January 2026 to 24 November 2026, compared with the same time in 2025." in page.text


def test_a_date_without_a_count_is_told_and_can_be_found(kim, year):
    page = kim.get("/en/desk/reports/")

    assert "1 date has no count yet: see which." in page.text
    missing = kim.get(page.links()["see which"])
    assert "Monday 16 March" in missing.text
    assert "Monday 9 March" not in missing.text


def test_what_counts_to_no_indicator_is_listed(kim, year):
    page = kim.get("/en/desk/reports/")

    assert "1 activity counts to no indicator Cykeldag 1 date held" in page.text


@pytest.mark.parametrize(("code", "heading"), [("4", "Goal 4:"), ("4a", "Sub-goal 4a:"), ("4a.4", "Strategy 4a.4:")])
def test_a_part_of_the_plan_has_its_own_page(kim, year, code, heading):
    page = kim.get(f"/en/desk/reports/plan/{code}")

    assert page.h1.startswith(heading)
    assert "Newcomers' visits to the language cafés" in page.text
    assert "housing-school" not in page.text


def test_a_figure_opens_the_dates_behind_it(kim, year):
    page = kim.get("/en/desk/reports/indicators/4a.4-a")

    assert "Kaffe och prat" in row(page, "Monday 9 March")
    assert row(page, "Monday 9 March").endswith("Counted 8 3")
    assert "Not counted yet" in row(page, "Monday 16 March")
    assert "/desk/occurrences/" in page.links()["Monday 9 March"]


def test_every_finished_course_is_listed(kim, year):
    for hours in (61, 64):
        year.date(year.series("civic_orientation"), "2026-02-03", 9, hours=hours)

    page = kim.get("/en/desk/reports/indicators/4a.1-a")

    assert "".join(page.all("dd")[0].itertext()) == "61"
    assert "Finished series" in page.text
    assert "64" in page.text


def test_a_reported_figure_says_where_it_comes_from(kim, year):
    year.reported("2b.1-a", 2026, 0.85)

    page = kim.get("/en/desk/reports/indicators/2b.1-a")

    assert "85 percent" in page.text
    assert "A responsible unit reports this figure once a year." in page.text


@pytest.mark.parametrize("by", ["goal", "subgoal", "strategy", "unit", "type", "organisation", "place", "month"])
def test_attendance_is_arranged_by(kim, year, by):
    page = kim.get(f"/en/desk/reports/attendance/{by}?year=2026")

    figures = "5 4 69" if by in {"organisation", "place", "unit"} else "3 2 20"
    if by in {"goal", "subgoal", "month"}:
        figures = "4 3 29"
    assert figures in page.text


def test_a_month_has_a_chart_with_title_and_description(kim, year):
    page = kim.get("/en/desk/reports/attendance/month")

    chart = next(element for element in page.main.iter() if element.get("role") == "img")
    words = ["".join(part.itertext()) for part in list(chart)[:2]]
    assert words == ["Participations by month", "The table below has the figures."]


def test_a_librarian_sees_the_attendance_of_the_own_library(lina, year, people):
    foreign = year.series("language_cafe", organisation_id=people.association.id, title={"sv": "Deras kafé"})
    year.date(foreign, "2026-03-02", 500)

    page = lina.get("/en/desk/reports/")

    assert "Attendance: Type of activity" in page.h1
    assert "500" not in page.text
    assert "Föreningen" not in lina.get("/en/desk/reports/attendance/organisation").text


@pytest.mark.parametrize("path", ["plan/4", "indicators/4a.4-a", "files/indicators.csv"])
def test_the_figures_of_the_municipality_are_not_a_librarians(lina, year, path):
    assert lina.raw(f"/en/desk/reports/{path}").status_code == 403


def test_a_librarian_downloads_only_own_dates(lina, year, people):
    foreign = year.series("language_cafe", organisation_id=people.association.id)
    code = year.date(foreign, "2026-03-02", 500)

    answer = lina.raw("/en/desk/reports/files/attendance-occurrence.json?year=2026")

    assert code not in answer.text
    assert len(json.loads(answer.text)) == 5


def test_a_visitor_is_asked_to_sign_in(client, year):
    assert client.raw("/sv/desk/reports/").status_code == 302


@pytest.mark.parametrize("name", ["indicators", "attendance-strategy", "attendance-occurrence"])
def test_a_report_can_be_downloaded(kim, year, name):
    for file_format in ("csv", "xlsx", "json"):
        answer = kim.raw(f"/sv/desk/reports/files/{name}.{file_format}?year=2026&period=q1")

        assert answer.status_code == 200
        assert f"2026-q1.{file_format}" in answer.headers["Content-Disposition"]
        assert len(answer.data) > 100


def test_a_downloaded_csv_has_the_figures_of_the_page(kim, year):
    answer = kim.raw("/sv/desk/reports/files/indicators.csv?year=2026&part=4a.4")

    rows = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert {line["code"]: line["value"] for line in rows} == {
        "4a.4-a": "10", "4a.4-b": "5", "4a.4-c": "0", "4a.4-d": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "?year=abc", "?year=1", "?year=20266", "?year=-2026", "?period=q9", "?year=२०२६", "plan/9z", "indicators/9z",
        "attendance/weather", "attendance/occurrence", "files/indicators.pdf", "files/attendance-x.csv",
        "files/indicators.csv?part=9z", "missing?year=x",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_told(kim, year, path):
    assert kim.raw(f"/en/desk/reports/{path}").status_code == 404


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_every_page_opens_in_other_languages(kim, year, language):
    pages = ["", "plan/4", "indicators/4a.4-a", "indicators/1b.1-a", "missing", "attendance/month", "attendance/goal"]
    for path in pages:
        kim.get(f"/{language}/desk/reports/{path}")
        kim.get(f"/{language}/desk/reports/{path}?year=2024&period=02")


@pytest.mark.parametrize(
    "path",
    ["", "plan/4", "indicators/4a.1-a", "indicators/4a.3-b", "missing", "attendance/strategy", "attendance/unit"],
)
def test_a_page_asks_at_most_twelve_statements(app, kim, year, path):
    for number in range(12):
        year.date(year.series("language_cafe"), "2026-03-20", number, newcomer=number)

    with count_statements(app) as counted:
        kim.get(f"/en/desk/reports/{path}")

    assert len(counted) <= 12, "\n".join(counted.statements)


def test_the_public_plan_shows_totals_without_background(app, client, year):
    with count_statements(app) as counted:
        page = client.get("/en/plan")

    assert len(counted) <= 12
    assert "1 (1 of 1 date counted)" in page.text
    assert "2 of 3 dates counted" not in page.text
