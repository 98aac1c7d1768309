"""What an activity counts to, and which codes stand under which."""

import pytest

from app.plan.rules import (
    BaselineFact,
    GoalFact,
    IndicatorFact,
    PlanFact,
    PlanFileInvalid,
    Problem,
    StrategyFact,
    SubgoalFact,
    TypeFact,
    indicators_of,
    nests,
    strategies_in,
    strategies_of,
)

TRAINING = TypeFact(
    key="staff_training",
    title={"en": "Staff training"},
    counts_to=frozenset({"4a.2"}),
    confirmed_only=False,
    signup="required",
    tally=("employee",),
    channels=(),
    outcome=(),
    group_is_series=False,
    listed=False,
    by_tag={"mhfa": frozenset({"3b.1"}), "health": frozenset({"3b.2"})},
)


@pytest.mark.parametrize(
    ("tags", "strategies"),
    [
        ([], {"4a.2"}),
        (["newcomers"], {"4a.2"}),
        (["mhfa"], {"3b.1"}),
        (["mhfa", "newcomers"], {"3b.1"}),
        (["mhfa", "health"], {"3b.1", "3b.2"}),
    ],
)
def test_tags_replace_what_the_type_counts_to(tags, strategies):
    assert strategies_of(TRAINING, tags) == strategies


@pytest.mark.parametrize(
    ("parent", "child", "answer"),
    [
        ("2", "2a", True),
        ("2a", "2a.1", True),
        ("2a.1", "2a.1-b", True),
        ("1", "1.2", True),
        ("2", "3a", False),
        ("2a", "2b.1", False),
        ("1", "12a", False),
        ("2a", "2ab", False),
        ("2a", "2a", False),
        ("2a.1", "2a", False),
    ],
)
def test_a_code_stands_under_the_one_that_it_continues(parent, child, answer):
    assert nests(parent, child) is answer


def test_the_problems_of_a_file_are_told_in_the_order_of_its_lines():
    refusal = PlanFileInvalid([Problem(9, "b", "x"), Problem(2, "z", "y"), Problem(0, "", "empty")])

    assert [str(problem) for problem in refusal.problems] == ["empty", "line 2, z: y", "line 9, b: x"]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem(17, "goals[0].title", "is missing"), "line 17, goals[0].title: is missing"),
        (Problem(17, "", "not YAML"), "line 17: not YAML"),
        (Problem(0, "goals", "is missing"), "goals: is missing"),
        (Problem(0, "", "the file is empty"), "the file is empty"),
    ],
)
def test_a_problem_says_where_it_is(problem, told):
    assert str(problem) == told


def test_the_tree_gives_its_strategies_and_indicators_in_order():
    rest = ({}, {}, {}, True)
    indicators = tuple(IndicatorFact(code, "1a.1", {}, True, "groups") for code in ("1a.1-a", "1a.1-b"))
    strategy = StrategyFact("1a.1", "1", "1a", *rest, (), (), (), (), (), indicators)
    goal = GoalFact("1", *rest, (SubgoalFact("1a", *rest, (strategy,)),))
    plan = PlanFact("p", {}, {}, None, None, None, {}, (goal,), (BaselineFact("b", {}, None, {}),))

    assert strategies_in(plan) == (strategy,)
    assert indicators_of(plan) == indicators
