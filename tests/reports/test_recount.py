"""The independent recount: a demo year's 19 figures from the rows of ``report attendance --by occurrence`` by plain Python.

Nothing of the reports' own rules is imported: only what the commands print, and the plan file as it is written.
"""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from ruamel.yaml import YAML

from app.plan.file.reader import HASSLEHOLM
from tests.demo.conftest import TODAY, load

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
MONTHS = {
    "year": (1, 12),
    "q2": (4, 6),
    "t1": (1, 4),
    "vt": (1, 6),
    "ht": (7, 12),
    "d8": (1, 8),
    "03": (3, 3),
    "11": (11, 11),
}


@pytest.fixture
def told(app):
    """What a command prints, on a demo that stands on one November day."""
    with time_machine.travel(NOW, tick=False):
        load(occurrences=1200, registrations=0)
        yield lambda *words: json.loads(
            app.test_cli_runner().invoke(args=["report", *words, "--format", "json"]).stdout
        )


def computed() -> list[dict]:
    """The computed indicators of the plan file, each with its strategy."""
    plan = YAML(typ="safe").load(HASSLEHOLM)
    strategies = [s for goal in plan["goals"] for sub in goal["subgoals"] for s in sub["strategies"]]
    return [{**i, "strategy": s["code"]} for s in strategies for i in s["indicators"] if "measure" in i]


def day(row: dict) -> date:
    return datetime.fromisoformat(row["starts_at"]).astimezone(ZoneInfo("Europe/Stockholm")).date()


def is_held(row: dict) -> bool:
    return row["state"] != "cancelled" and datetime.fromisoformat(row["ends_at"]) <= NOW


def counts(row: dict, indicator: dict) -> bool:
    """Whether a date counts for an indicator, as the head of the plan file says."""
    tags = set(row["tags"])
    return (
        indicator["strategy"] in row["counts_to"]
        and row["type"] in indicator["of"]
        and row["place"] in indicator.get("at", [row["place"]])
        and tags >= set(indicator.get("tagged", []))
        and not tags & set(indicator.get("not_tagged", []))
    )


def course_hours(rows: list[dict], inside) -> float | None:
    """The lowest hours of the series whose last uncancelled date was held in the period."""
    finished = []
    for root in {row["root"] for row in rows}:
        dates = [row for row in rows if row["root"] == root and row["state"] != "cancelled"]
        last = max(dates, key=lambda row: row["starts_at"], default=None)
        if last and is_held(last) and inside(last):
            finished.append([row["hours"] for row in dates if row["hours"] is not None])
    return min((sum(hours) for hours in finished if hours), default=None)


def recount(rows: list[dict], indicator: dict, inside) -> float | None:
    """One figure, counted again. None where the dates tell nothing."""
    rows = [row for row in rows if counts(row, indicator)]
    held = [row for row in rows if is_held(row) and inside(row)]
    recorded = [row for row in held if row["recorded"]]
    measure, background = indicator["measure"], indicator.get("background")
    if measure == "hours":
        return course_hours(rows, inside)
    if measure in ("occurrences", "visits"):
        return len(recorded)
    if measure == "groups":
        return len({row["group"] for row in recorded})
    if measure == "members":
        found = list({row["root"]: row["members"] for row in recorded}.values())
    elif background:
        found = [row["categories"] for row in recorded]
    else:
        column = {"participants": "total", "loans": "loans", "contacts": "visit_count"}[measure]
        found, background = recorded, column
    numbers = [heads[background] for heads in found if heads.get(background) is not None]
    return sum(numbers) if numbers or not held else None


@pytest.mark.parametrize("year", [TODAY.year, TODAY.year - 1])
def test_the_19_figures_are_those_of_an_independent_recount(told, year):
    rows = [
        row
        for near in (year - 1, year, year + 1)
        for row in told("attendance", "--year", str(near), "--by", "occurrence")
    ]
    for period, (first, last) in MONTHS.items():

        def inside(row, first=first, last=last):
            return day(row).year == year and first <= day(row).month <= last

        figures = {row["code"]: row["value"] for row in told("indicators", "--year", str(year), "--period", period)}
        again = {indicator["code"]: recount(rows, indicator, inside) for indicator in computed()}

        assert len(again) == 19
        assert {code: figures[code] for code in again} == pytest.approx(again), period
        assert period != "year" or None not in again.values()


def test_held_recorded_and_missing_are_those_of_the_recount(told):
    rows = told("attendance", "--year", "2026", "--by", "occurrence")
    figures = {row["code"]: row for row in told("indicators", "--year", "2026")}

    for indicator in computed():
        held = [row for row in rows if counts(row, indicator) and is_held(row)]
        figure = figures[indicator["code"]]
        recorded = sum(row["recorded"] for row in held)
        assert (figure["held"], figure["recorded"], figure["missing"]) == (len(held), recorded, len(held) - recorded)


def test_last_years_figure_stops_at_the_same_date(told):
    rows = told("attendance", "--year", "2025", "--by", "occurrence")
    figures = {row["code"]: row["previous"] for row in told("indicators", "--year", "2026")}

    for indicator in computed():
        if indicator["measure"] != "hours":
            assert figures[indicator["code"]] == recount(rows, indicator, lambda row: day(row) <= date(2025, 11, 22))
