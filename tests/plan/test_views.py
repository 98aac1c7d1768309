"""The public page of the plan."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app.db import transaction
from app.plan import hooks
from tests.client import words


@pytest.mark.parametrize(
    "shown",
    [
        "Strategy 4a.4 Meeting places on equal terms",
        "Language cafés within the municipality's services",
        "Newcomers' visits to the language cafés 4a.4-a",
        "Kultur- och fritidsförvaltningen (Kultur- och fritidsnämnden)",
        "Bibliotekssamverkan Skåne Nordost",
        "External project funds",
        "Hard to judge material in other languages",
        "Attendance is compulsory for enrolled pupils",
        "Our own figure. It is not in the plan.",
        "The plan's sentence is not complete. This is how we read it.",
        "A unit may add a figure from its own system. It is shown apart.",
        "No longer in the strategy",
        "Until 2020",
        "Target: at least 60",
        "Target: 100 percent",
        "Target: by 2020",
        "2018: 35 percent",
        "2020: 11.1 percent",
        "KS 2019-11-20 § 238",
        "Every year",
        "At most 4 years",
    ],
)
def test_the_page_shows_the_whole_plan(client, shown):
    assert shown in client.get("/en/plan").text


@pytest.mark.parametrize("code", ["4", "4a", "4a.4", "4a.4-a"])
def test_every_part_of_the_plan_can_be_linked_to(client, code):
    page = client.get("/en/plan")

    assert [element for element in page.main.iter() if element.get("id") == code]


def test_own_figures_stand_apart(client):
    found = client.get("/en/plan").text

    assert found.index("Views of the housing-school films") < found.index("Other figures")
    assert found.index("Other figures") < found.index("Participations in housing information")


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_page_opens_in_every_language(client, language):
    page = client.get(f"/{language}/plan")

    assert "Handlingsplan till Hässleholms kommuns integrationsstrategi" in page.h1


def test_what_is_not_translated_says_its_language(client):
    heading = client.get("/ar/plan").all("h1")[0]

    assert [(span.get("lang"), span.get("dir")) for span in heading] == [("sv", "ltr")]


def test_figures_stand_beside_their_indicators(client, monkeypatch):
    figure = SimpleNamespace(value=77, held=4, recorded=3)
    monkeypatch.setattr(hooks, "indicator_figures", lambda _year, _plan: {"4a.5-a": figure})

    page = client.get("/en/plan")

    assert [words(b) for b in page.all("b")] == ["77"]
    assert "77 3 of 4 dates counted" in page.text


def test_the_plan_is_folded_but_for_its_first_goal(client):
    page = client.get("/en/plan")

    goals = [next(iter(goal)) for goal in page.all("section", class_="goal")]
    assert [goal.get("open") is not None for goal in goals] == [True, False, False, False]
    assert all(goal.tag.endswith("details") for goal in goals)


def test_without_a_plan_the_page_says_so(client):
    with transaction() as session:
        session.execute(text('UPDATE "plan" SET "current" = false'))

    assert "No plan has been loaded yet." in client.get("/en/plan", status=404).text
