"""``flask report``, as somebody who pipes it into a file sees it."""

import json

import pytest


@pytest.fixture
def run(app, build):
    cafe = build.series("language_cafe")
    build.date(cafe, "2026-03-02", 12, newcomer=7, resident=5)
    build.date(cafe, "2026-04-02", 3)
    build.date(cafe, "2026-12-02")
    return lambda *words: app.test_cli_runner().invoke(args=["report", *words])


def test_the_figures_of_a_year_as_json(run):
    answer = run("indicators", "--year", "2026", "--format", "json")

    rows = {row["code"]: row for row in json.loads(answer.stdout)}
    assert answer.exit_code == 0
    assert len(rows) == 39
    assert rows["4a.4-a"] == {
        "code": "4a.4-a", "title": "Besök av nyanlända på språkkaféerna", "kind": "participants", "value": 7,
        "previous": 0, "held": 2, "recorded": 2, "missing": 0, "target": None, "period": "2026",
    }  # fmt: skip
    assert rows["1b.1-a"]["value"] is None
    assert rows["4a.1-a"]["target"] == {"at_least": 60}


def test_the_figures_of_a_goal_in_a_quarter(run):
    answer = run("indicators", "--year", "2026", "--period", "q2", "--goal", "4", "--format", "json")

    rows = {row["code"]: row for row in json.loads(answer.stdout)}
    assert {code[0] for code in rows} == {"4"}
    assert rows["4a.4-a"]["value"] is None
    assert (rows["4a.4-a"]["held"], rows["4a.4-a"]["period"]) == (1, "2026-q2")


def test_a_row_a_date_has_everything_to_count_again(run):
    answer = run("attendance", "--year", "2026", "--by", "occurrence", "--format", "json")

    first, _second, coming = json.loads(answer.stdout)
    assert list(first) == [
        "code", "series", "root", "group", "starts_at", "ends_at", "type", "organisation", "unit", "place", "tags",
        "counts_to", "recorded", "total", "categories", "loans", "hours", "visit_count", "call_count", "state", "members",
    ]  # fmt: skip
    assert (first["starts_at"], first["counts_to"]) == ("2026-03-02T16:00:00Z", ["4a.4"])
    assert (first["recorded"], first["total"], first["categories"]) == (True, 12, {"newcomer": 7, "resident": 5})
    assert (coming["recorded"], coming["total"], coming["loans"]) == (False, None, None)


@pytest.mark.parametrize("by", ["goal", "subgoal", "strategy", "unit", "type", "organisation", "place", "month"])
def test_every_other_arrangement_has_the_same_keys(run, by):
    answer = run("attendance", "--year", "2026", "--by", by, "--format", "json")

    rows = json.loads(answer.stdout)
    assert {tuple(row) for row in rows} == {
        ("key", "title", "dates", "recorded", "total", "categories", "loans", "hours")
    }
    (counted,) = [row for row in rows if row["dates"] == 2 and row["total"] == 15] if by != "month" else [rows[2]]
    assert counted["categories"] == {"newcomer": 7, "resident": 5}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["indicators", "--year", "1"], "There is no report for the year 1."),
        (["indicators", "--year", "soon"], "'soon' is not a valid integer"),
        (["indicators", "--year", "2026", "--period", "q9"], "There is no period q9."),
        (["indicators", "--year", "2026", "--goal", "9z"], "no goal, sub-goal, strategy or indicator 9z."),
        (["indicators", "--year", "2026", "--format", "pdf"], "'pdf' is not one of"),
        (["attendance", "--year", "2026", "--by", "weather"], "'weather' is not one of"),
        (["attendance", "--year", "2026", "--by", "type", "--format", "xlsx"], "Say where to write it: --out FILE"),
    ],
)
def test_what_cannot_be_answered_is_told(run, words, told):
    answer = run(*words)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert told in " ".join(answer.stderr.split())


def test_a_file_is_written_whole(run, tmp_path):
    file = tmp_path / "figures.xlsx"

    answer = run("indicators", "--year", "2026", "--format", "xlsx", "--out", str(file))

    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert file.read_bytes().startswith(b"PK")
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_is_told(run, tmp_path):
    answer = run("indicators", "--year", "2026", "--out", str(tmp_path / "nowhere" / "figures.csv"))

    assert answer.exit_code == 1
    assert "cannot be written: No such file or directory" in answer.stderr
