"""``flask plan load FILE``, as an administrator sees it."""

from app.plan import queries
from app.plan.file.reader import HASSLEHOLM


def test_loading_says_what_changed(app):
    answer = app.test_cli_runner().invoke(args=["plan", "load", str(HASSLEHOLM)])

    assert answer.exit_code == 0
    assert "hassleholm-integration: nothing changed" in answer.stdout
    for line in ("4 goals", "8 sub-goals", "21 strategies", "39 indicators of which 19 computed", "13 activity types"):
        assert f"  {line}\n" in answer.stdout
    assert "warning: no place with key magneteten yet" in answer.stderr


def test_a_new_version_says_what_is_new_and_what_is_retired(app, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(HASSLEHOLM.read_text(encoding="utf-8").replace("4a.5-b", "4a.5-c"), encoding="utf-8")

    answer = app.test_cli_runner().invoke(args=["plan", "load", str(file)])

    assert "39 indicators of which 19 computed (1 new, 1 retired)" in answer.stdout


def test_every_mistake_stands_on_the_error_output(app, tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text("plan: {code: x, titel: {en: X}}\nactivity_types: {}\ngoals: [{code: 1}]\n", encoding="utf-8")

    answer = app.test_cli_runner().invoke(args=["plan", "load", str(file)])

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert "line 1, plan: title is missing" in answer.stderr
    assert "line 1, plan.titel: unknown key" in answer.stderr
    assert 'line 3, goals[0].code: expected a text, found a whole number; write it in quotes: "1"' in answer.stderr
    assert "Nothing was loaded." in answer.stderr
    assert queries.get_plan().code == "hassleholm-integration"


def test_a_unit_that_bears_an_associations_name_is_told(people, app, tmp_path):
    file = tmp_path / "plan.yaml"
    named = HASSLEHOLM.read_text(encoding="utf-8").replace("name: Socialförvaltningen", "name: Stickfrämjandet")
    file.write_text(named, encoding="utf-8")

    answer = app.test_cli_runner().invoke(args=["plan", "load", str(file)])

    assert answer.exit_code == 1
    assert "Another organisation is already called Stickfrämjandet." in answer.stderr


def test_a_file_that_is_not_there_is_told(app):
    answer = app.test_cli_runner().invoke(args=["plan", "load", "nowhere.yaml"])

    assert answer.exit_code == 2
    assert "'nowhere.yaml' does not exist" in answer.stderr
