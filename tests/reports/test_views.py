"""The staff's pages of the figures."""

import csv
import io
import json

import pytest

from app.accounts.rules import Role
from app.accounts.tables import Membership
from app.db import transaction
from tests.client import words
from tests.counting import count_statements

BELOW = "The table below has the figures."
EVERY_PAGE = ["", "plan/4", "indicators/4a.4-a", "indicators/4a.1-a", "missing", "attendance/type", "attendance/month"]


def descendants(element, tag):
    return [one for one in element.iter() if isinstance(one.tag, str) and one.tag.endswith(f"}}{tag}")]


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


@pytest.mark.parametrize(("role", "buttons"), [(Role.LIBRARIAN, 1), (Role.REPORTER, 0)])
def test_who_may_count_gets_the_button_beside_the_date(lina, year, people, role, buttons):
    with transaction() as session:
        session.query(Membership).filter_by(user_id=people.lina.id).update({"role": role})

    page = lina.get("/en/desk/reports/missing")

    assert list(page.links()).count("Count") == buttons
    assert "Monday 16 March" in page.text


def test_the_coordinator_opens_the_count_of_a_date_that_misses_one(kim, year):
    page = kim.get("/en/desk/reports/missing")

    assert kim.get(page.links()["Count"]).h1 == "Kaffe och prat"


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


def test_a_course_is_called_by_its_name(kim, year):
    course = year.series("civic_orientation", title={"sv": "Samhällsorientering på dari"})
    year.date(course, "2026-02-03", 9, hours=61)

    page = kim.get("/en/desk/reports/indicators/4a.1-a")

    assert page.links()["Samhällsorientering på dari"].endswith(f"/desk/activities/{course.code}")
    assert course.code not in page.text


def test_a_target_stands_without_its_name_under_its_name(kim, year):
    year.date(year.series("civic_orientation"), "2026-02-03", 9, hours=15)

    page = kim.get("/en/desk/reports/indicators/4a.1-a")

    assert "At least 60" in [words(dd) for dd in page.all("dd")]
    assert "25 percent of the target" in page.text
    assert "plan file" not in page.text


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

    charts = [element for element in page.main.iter() if element.get("role") == "img"]
    for chart in charts:
        assert ["".join(part.itertext()) for part in list(chart)[:2]] == ["Participations by month", BELOW]
    assert [words(p) for p in page.all("p", id="by-month-text")] == [BELOW]


def test_a_month_is_named_without_the_year_that_the_page_says_already(kim, year):
    page = kim.get("/en/desk/reports/attendance/month?year=2026")

    assert [words(th) for th in page.all("th", scope="row")][:3] == ["January", "February", "March"]


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_each_cell_says_its_column_where_a_row_becomes_a_card(kim, year, path):
    year.date(year.series("civic_orientation"), "2026-02-03", 9, hours=61)

    tables = kim.get(f"/en/desk/reports/{path}").all("table")

    assert tables
    for table in tables:
        headings = [words(th) for th in descendants(table, "th") if th.get("scope") == "col"]
        rows = [[td.get("data-label") for td in tr if td.tag.endswith("}td")] for tr in descendants(table, "tr")]
        assert all(row == headings[1:] for row in rows if row and row != [None]), rows


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_the_title_of_a_table_stands_outside_what_scrolls(kim, year, path):
    page = kim.get(f"/en/desk/reports/{path}")

    for figure in page.all("figure", class_="figures"):
        caption, scroller = list(figure)
        assert caption.tag.endswith("figcaption")
        assert scroller.get("aria-label") == words(descendants(caption, "strong")[0])


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_the_heading_comes_first_and_the_way_to_the_page_is_marked(kim, year, path):
    page = kim.get(f"/en/desk/reports/{path}")

    parts = [element.tag.rpartition("}")[2] for element in page.main.iter() if isinstance(element.tag, str)]
    current = [words(a) for a in descendants(page.main, "a") if a.get("aria-current")]
    assert parts.index("h1") < parts.index("nav")
    assert current == [{"attendance/type": "Type of activity", "attendance/month": "Month"}.get(path, "Indicators")]


def test_a_column_without_a_figure_in_any_row_is_left_out(kim, year):
    before = kim.get("/en/desk/reports/attendance/type?year=2026").all("th", scope="col")
    year.date(year.series("library_visit"), "2026-03-04", 20, loans=12)

    after = kim.get("/en/desk/reports/attendance/type?year=2026").all("th", scope="col")

    assert [words(th) for th in before] == [
        "Type of activity", "Dates held", "Counted", "Participations", "Newcomer", "Earlier resident",
    ]  # fmt: skip
    assert words(after[-1]) == "Loans"


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
    assert "1 1 of 1 date counted" in page.text
    assert "2 of 3 dates counted" not in page.text
