"""Loading a plan, and what the other features read of it (the fixture has loaded Hässleholm's already)."""

from pathlib import Path

import pytest
from sqlalchemy import event, text

from app.clock import now
from app.db import db, reading, transaction
from app.organisations.tables import Organisation
from app.plan import queries
from app.plan.file.reader import HASSLEHOLM
from app.plan.rules import (
    NoPlanLoaded,
    PlanFileInvalid,
    UnitNameTaken,
    UnknownActivityType,
    indicators_of,
    strategies_in,
)
from app.plan.service import load_plan

TABLES = [
    *("plan", "plan_term", "plan_partner", "plan_goal", "plan_subgoal", "plan_strategy", "plan_indicator"),
    *("activity_type", "organisation"),
]
OTHER = """\
plan: {code: other, title: {en: Another plan}}
units: {kff: {name: Kultur och fritid, board: Nämnden}}
activity_types: {picnic: {en: Picnic}}
goals: [{code: "9", title: {en: Sun}}]
"""


def rows() -> dict[str, list[tuple]]:
    """Every row of the plan as it stands in the database."""
    reading().rollback()
    return {t: [tuple(row) for row in reading().execute(text(f'SELECT * FROM "{t}" ORDER BY id'))] for t in TABLES}


def written(folder: Path, content: str) -> Path:
    file = folder / "plan.yaml"
    file.write_text(content, encoding="utf-8")
    return file


def without_dialogue(folder: Path) -> Path:
    """Hässleholm's plan without the type, the second indicator and the words of dialogue groups."""
    lines = HASSLEHOLM.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.strip().startswith("dialogue_group:") and "dialogue_group]" not in line]
    at = next(place for place, line in enumerate(kept) if "code: 4a.3" in line)
    at = next(place for place in range(at, len(kept)) if kept[place].strip() == "indicators:")
    kept[at] = kept[at].replace("indicators:", "indicators: []")
    return written(folder, "\n".join(kept))


def test_the_plan_of_hassleholm_is_loaded_whole(app):
    plan = queries.get_plan()

    assert len(plan.goals) == 4
    assert sum(len(goal.subgoals) for goal in plan.goals) == 8
    assert len(strategies_in(plan)) == len(queries.list_strategies()) == 21
    assert len(indicators_of(plan)) == len(queries.list_indicators()) == 39
    assert sum(indicator.computed for indicator in indicators_of(plan)) == 19
    assert len(queries.list_types()) == 13
    assert len(queries.list_terms()) == 6


def test_loading_twice_changes_nothing(app):
    before = rows()

    loaded = load_plan(HASSLEHOLM)

    assert rows() == before
    assert not loaded.changed
    assert all((c.added, c.changed, c.retired, c.returned) == (0, 0, 0, 0) for c in loaded.sections.values())


def test_what_a_new_version_leaves_out_is_retired_and_kept(app, tmp_path):
    loaded = load_plan(without_dialogue(tmp_path))

    assert loaded.changed
    assert loaded.sections["indicators"].retired == 2
    assert loaded.sections["types"].retired == 1
    assert "4a.3-a" not in [indicator.code for indicator in queries.list_indicators()]
    assert "dialogue_group" not in [kind.key for kind in queries.list_types()]
    assert queries.get_type("dialogue_group").retired


def test_what_returns_is_the_same_row_again(app, tmp_path):
    before = rows()
    load_plan(without_dialogue(tmp_path))

    loaded = load_plan(HASSLEHOLM)

    assert (loaded.sections["indicators"].returned, loaded.sections["indicators"].changed) == (2, 0)
    assert rows()["plan_indicator"] == before["plan_indicator"]
    assert rows()["activity_type"] == before["activity_type"]


def test_a_changed_title_changes_one_row(app, tmp_path):
    content = HASSLEHOLM.read_text(encoding="utf-8").replace("Antal samtalsgrupper", "Samtalsgrupper")

    loaded = load_plan(written(tmp_path, content))

    assert loaded.sections["indicators"].changed == 1
    assert sum(change.changed for change in loaded.sections.values()) == 1


def test_another_plan_becomes_the_current_one_and_the_old_one_stays(app, tmp_path):
    load_plan(written(tmp_path, OTHER))

    assert queries.get_plan().code == "other"
    assert [kind.key for kind in queries.list_types()] == ["picnic"]
    assert queries.get_type("language_cafe").counts_to == {"4a.4"}
    assert len(rows()["plan_indicator"]) == 39


def test_the_old_plan_can_come_back(app, tmp_path):
    load_plan(written(tmp_path, OTHER))

    load_plan(HASSLEHOLM)

    assert queries.get_plan().code == "hassleholm-integration"
    assert len(queries.list_types()) == 13


def test_the_units_become_municipal_organisations(app):
    units = reading().execute(
        text("SELECT kind, name, board, state, trusted FROM organisation WHERE unit_key IS NOT NULL ORDER BY unit_key")
    )

    found = [tuple(unit) for unit in units]
    assert len(found) == 4
    assert found[1] == ("municipal", "Kultur- och fritidsförvaltningen", "Kultur- och fritidsnämnden", "approved", True)


def test_a_unit_with_a_new_name_keeps_its_organisation(app, tmp_path):
    before = len(rows()["organisation"])

    load_plan(written(tmp_path, OTHER))

    name = reading().scalar(text("SELECT name FROM organisation WHERE unit_key = 'kff'"))
    assert (name, len(rows()["organisation"])) == ("Kultur och fritid", before)


@pytest.mark.parametrize(("kind", "adopted"), [("municipal", True), ("association", False)])
def test_only_a_municipal_organisation_of_the_name_becomes_the_unit(app, tmp_path, kind, adopted):
    with transaction() as session:
        session.add(Organisation(name="Parkkontoret", kind=kind, created_at=now()))
    file = written(tmp_path, OTHER.replace("{kff: {name: Kultur och fritid", "{park: {name: Parkkontoret"))

    if adopted:
        load_plan(file)
    else:
        with pytest.raises(UnitNameTaken):
            load_plan(file)

    key = reading().scalar(text("SELECT unit_key FROM organisation WHERE name = 'Parkkontoret'"))
    assert key == ("park" if adopted else None)
    assert queries.get_plan().code == ("other" if adopted else "hassleholm-integration")


def test_a_place_that_is_not_there_yet_is_told(app):
    assert load_plan(HASSLEHOLM).warnings == ("no place with key magneteten yet",)


def test_a_place_that_is_there_is_not_told(people):
    assert load_plan(HASSLEHOLM).warnings == ()


def test_an_invalid_file_leaves_everything_as_it_was(app, tmp_path):
    before = rows()

    with pytest.raises(PlanFileInvalid):
        load_plan(written(tmp_path, OTHER.replace('"9"', "9")))

    assert rows() == before


def test_an_indicator_keeps_all_that_narrows_it(app):
    found = {indicator.code: indicator for indicator in queries.list_indicators()}

    assert found["4a.1-b"].channel == ("visit",)
    assert found["4a.2-a"].not_tagged == {"mhfa", "health"}
    assert found["4a.4-c"].at == {"magneteten"}
    assert found["4a.1-a"].per == "series"
    assert found["4a.1-a"].target == {"at_least": 60}
    assert found["2b.3-c"].supplement
    assert found["2a.2-c"].interpreted
    assert found["1b.1-c"].added
    assert not found["3b.1-a"].in_strategy


def test_a_type_keeps_what_its_dates_need(app):
    training, help_with_forms = queries.get_type("staff_training"), queries.get_type("form_help")

    assert training.by_tag == {"mhfa": {"3b.1"}, "health": {"3b.2"}}
    assert not training.listed
    assert help_with_forms.channels == ("visit", "call")
    assert queries.get_type("dialogue_group").group_is_series
    assert queries.get_type("civil_society").confirmed_only
    assert queries.get_type("library_visit").outcome == ("loans",)


def test_a_type_that_never_was_is_refused(app):
    assert queries.find_type("moon_walk") is None

    with pytest.raises(UnknownActivityType):
        queries.get_type("moon_walk")


def test_without_a_plan_there_is_nothing_to_get(app):
    with transaction() as session:
        session.execute(text('UPDATE "plan" SET "current" = false'))

    with pytest.raises(NoPlanLoaded):
        queries.get_plan()


def test_the_tree_takes_six_statements(app):
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    queries.get_plan()
    event.remove(db.engine, "before_cursor_execute", note)

    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 6
