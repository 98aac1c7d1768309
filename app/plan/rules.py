"""What a plan consists of, and what an activity counts to (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.errors import NotFound, Refused
from app.languages import N_


class Measure(StrEnum):
    """What is counted over the recorded dates; the head of the plan file explains each."""

    GROUPS = "groups"
    MEMBERS = "members"
    OCCURRENCES = "occurrences"
    PARTICIPANTS = "participants"
    VISITS = "visits"
    LOANS = "loans"
    HOURS = "hours"
    CONTACTS = "contacts"


class ReportedKind(StrEnum):
    """The kind of value that a responsible unit enters once a year."""

    COUNT = "count"
    SHARE = "share"
    YES_NO = "yes_no"
    TEXT = "text"


class SignUpWay(StrEnum):
    """How a new activity of a type proposes that people come."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    REQUEST = "request"


class Channel(StrEnum):
    """How a service contact was made."""

    VISIT = "visit"
    CALL = "call"


class Outcome(StrEnum):
    """A further field of the attendance record."""

    LOANS = "loans"
    HOURS = "hours"


class UnknownActivityType(NotFound):
    message = N_("There is no activity type %(key)s in the plan.")
    field = "type"


class NoPlanLoaded(NotFound):
    message = N_("No plan has been loaded yet.")


class UnitNameTaken(Refused):
    message = N_("Another organisation is already called %(name)s. Rename it, or the unit in the plan file.")


class PlanFileInvalid(Refused):
    """Carries every problem of the file, in the order of its lines; nothing of it has been loaded."""

    message = N_("The plan file has errors. Nothing was loaded.")
    status = 422

    def __init__(self, problems: Iterable["Problem"]) -> None:
        super().__init__()
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.key)))


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a plan file: ``line`` counts from 1 (0: the whole file), ``key`` is the path to it."""

    line: int
    key: str
    text: str

    def __str__(self) -> str:
        place = [f"line {self.line}"] if self.line else []
        return f"{', '.join([*place, *filter(None, [self.key])])}: {self.text}".removeprefix(": ")


@dataclass(frozen=True)
class TermFact:
    """A category that heads are counted in; ``years`` is how long somebody belongs to it, where the plan says."""

    key: str
    title: dict[str, str]
    years: int | None


@dataclass(frozen=True)
class TypeFact:
    """An activity type. ``counts_to`` are proposed strategy codes; with ``confirmed_only`` they count once confirmed.

    ``by_tag`` replaces them for a tagged activity. ``retired``: the plan no longer offers it, old activities keep it.
    """

    key: str
    title: dict[str, str]
    counts_to: frozenset[str]
    confirmed_only: bool
    signup: str
    tally: tuple[str, ...]
    channels: tuple[str, ...]
    outcome: tuple[str, ...]
    group_is_series: bool
    listed: bool
    by_tag: dict[str, frozenset[str]] = field(default_factory=dict)
    retired: bool = False


@dataclass(frozen=True)
class TypeName:
    """What a type is called; ``offered`` where the current plan has it in its public list."""

    key: str
    title: dict[str, str]
    offered: bool


@dataclass(frozen=True)
class IndicatorFact:
    """``kind`` is a Measure where ``computed``, else a ReportedKind. The narrowing fields are empty where all counts."""

    code: str
    strategy_code: str
    title: dict[str, str]
    computed: bool
    kind: str
    of: frozenset[str] = frozenset()
    at: frozenset[str] = frozenset()
    background: str | None = None
    channel: tuple[str, ...] = ()
    tagged: frozenset[str] = frozenset()
    not_tagged: frozenset[str] = frozenset()
    per: str | None = None
    target: dict[str, float] | None = None
    supplement: bool = False
    added: bool = False
    interpreted: bool = False
    until: int | None = None
    note: dict[str, str] = field(default_factory=dict)
    wording: dict[str, str] = field(default_factory=dict)
    in_strategy: bool = True


@dataclass(frozen=True)
class Line:
    """An action, a resource or a risk, in the languages of the file; ``until`` is its last year where it has ended."""

    text: dict[str, str]
    wording: dict[str, str] = field(default_factory=dict)
    until: int | None = None


@dataclass(frozen=True)
class Party:
    """A responsible unit (with its board) or a partner (without)."""

    key: str
    name: str
    board: str = ""


@dataclass(frozen=True)
class StrategyFact:
    """``responsible`` and ``partners`` are keys of ``PlanFact.parties``; ``indicators`` only in the tree."""

    code: str
    goal_code: str
    subgoal_code: str
    title: dict[str, str]
    wording: dict[str, str]
    note: dict[str, str]
    in_strategy: bool
    actions: tuple[Line, ...]
    responsible: tuple[str, ...]
    partners: tuple[str, ...]
    resources: tuple[Line, ...]
    risks: tuple[Line, ...]
    indicators: tuple[IndicatorFact, ...] = ()


@dataclass(frozen=True)
class SubgoalFact:
    code: str
    title: dict[str, str]
    wording: dict[str, str]
    note: dict[str, str]
    in_strategy: bool
    strategies: tuple[StrategyFact, ...]


@dataclass(frozen=True)
class GoalFact:
    code: str
    title: dict[str, str]
    wording: dict[str, str]
    note: dict[str, str]
    in_strategy: bool
    subgoals: tuple[SubgoalFact, ...]


@dataclass(frozen=True)
class BaselineFact:
    """A figure the strategy starts from; ``of`` is the goal, sub-goal or strategy it belongs to, values are shares or counts."""

    code: str
    title: dict[str, str]
    of: str | None
    values: dict[str, float]


@dataclass(frozen=True)
class PlanFact:
    """The current plan as a tree, in the file's order, without what has been retired."""

    code: str
    title: dict[str, str]
    facts: dict[str, Any]
    decided: date | None
    valid_from: date | None
    valid_to: date | None
    parties: dict[str, Party]
    goals: tuple[GoalFact, ...]
    baseline: tuple[BaselineFact, ...]


def strategies_of(activity_type: TypeFact, tags: Iterable[str]) -> frozenset[str]:
    """The strategies that an activity of this type with these tags is proposed to count to.

    A tag that the type knows replaces its ``counts_to``; several such tags unite. (Plan file: ``by_tag``.)
    """
    replacing = [activity_type.by_tag[tag] for tag in set(tags) if tag in activity_type.by_tag]
    return frozenset().union(*replacing) if replacing else activity_type.counts_to


def nests(parent: str, child: str) -> bool:
    """Whether ``child`` is a code right under ``parent``: 2a.1 under 2a under 2, but 12a not under 1, nor 2ab under 2a."""
    if not child.startswith(parent) or child == parent:
        return False
    last, following = child[len(parent) - 1], child[len(parent)]
    return not (last.isdigit() and following.isdigit()) and not (last.isalpha() and following.isalpha())


def indicators_of(plan: PlanFact) -> tuple[IndicatorFact, ...]:
    """Every indicator of the tree, in the plan's order."""
    return tuple(indicator for strategy in strategies_in(plan) for indicator in strategy.indicators)


def strategies_in(plan: PlanFact) -> tuple[StrategyFact, ...]:
    """Every strategy of the tree, in the plan's order."""
    return tuple(strategy for goal in plan.goals for subgoal in goal.subgoals for strategy in subgoal.strategies)
