"""Reads of the plan. All but ``find_type`` speak of the current plan and leave out what has been retired."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, select

from app.db import fetch
from app.plan import rules
from app.plan.tables import ActivityType, Goal, Indicator, Partner, Plan, Strategy, Subgoal, Term

Fact = TypeVar("Fact")
Details = dict[str, Any]


def list_types() -> list[rules.TypeFact]:
    """The activity types that the plan offers, in its order."""
    return [_type(row) for row in fetch(_current(_types(), ActivityType))]


def find_type(key: str) -> rules.TypeFact | None:
    """The activity type with this key, retired or of an older plan where the current one no longer has it."""
    statement = _types().join(Plan, Plan.id == ActivityType.plan_id).where(ActivityType.key == key)
    row = fetch(statement.order_by(Plan.current.desc(), Plan.loaded_at.desc()).limit(1)).first()
    return _type(row) if row else None


def get_type(key: str) -> rules.TypeFact:
    """Like ``find_type``. Raises UnknownActivityType where no plan ever had the key."""
    found = find_type(key)
    if found is None:
        raise rules.UnknownActivityType(key=key)
    return found


def list_type_names() -> list[rules.TypeName]:
    """Every type that any plan ever had, a key each: those of the current plan first, in its order."""
    names: dict[str, rules.TypeName] = {}
    for key, title, listed, current, retired_at in fetch(_type_names()):
        names.setdefault(key, rules.TypeName(key, title, listed and current and retired_at is None))
    return list(names.values())


def find_type_title(key: str) -> dict[str, str]:
    """What the type is called, in the current plan or the latest that had it; empty where none did."""
    row = fetch(_type_title(), {"key": key}).first()
    return dict(row.title) if row else {}


def list_terms() -> list[rules.TermFact]:
    """The categories that heads are counted in."""
    rows = fetch(_current(select(Term.key, Term.title, Term.years), Term))
    return [rules.TermFact(row.key, row.title, row.years) for row in rows]


def list_strategies() -> list[rules.StrategyFact]:
    """The strategies in the plan's order, without their indicators."""
    statement = select(Strategy.code, Subgoal.goal_code, Strategy.subgoal_code, Strategy.title, Strategy.details).join(
        Subgoal, and_(Subgoal.plan_id == Strategy.plan_id, Subgoal.code == Strategy.subgoal_code)
    )
    return [_strategy(row) for row in fetch(_current(statement, Strategy))]


def list_indicators() -> list[rules.IndicatorFact]:
    """The indicators in the plan's order."""
    statement = select(
        Indicator.code, Indicator.strategy_code, Indicator.title, Indicator.computed, Indicator.kind, Indicator.details
    )
    return [_indicator(row) for row in fetch(_current(statement, Indicator))]


def find_plan() -> rules.PlanFact | None:
    """The current plan as a tree, or None where none has been loaded. Six statements, whatever its size."""
    head = fetch(select(Plan.code, Plan.title, Plan.facts, Plan.baseline).where(Plan.current)).first()
    if head is None:
        return None
    return rules.PlanFact(
        code=head.code,
        title=head.title,
        facts=head.facts,
        decided=_day(head.facts.get("decided")),
        valid_from=_day(head.facts.get("valid_from")),
        valid_to=_day(head.facts.get("valid_to")),
        parties=_parties(head.facts["units"]),
        goals=_goals(),
        baseline=tuple(
            rules.BaselineFact(item["code"], item["title"], item.get("of"), item["values"]) for item in head.baseline
        ),
    )


def get_plan() -> rules.PlanFact:
    """The current plan as a tree. Raises NoPlanLoaded."""
    plan = find_plan()
    if plan is None:
        raise rules.NoPlanLoaded
    return plan


def _goals() -> tuple[rules.GoalFact, ...]:
    indicators = _by(list_indicators(), lambda fact: fact.strategy_code)
    whole = [replace(fact, indicators=tuple(indicators[fact.code])) for fact in list_strategies()]
    strategies = _by(whole, lambda fact: fact.subgoal_code)
    subgoals: dict[str, list[rules.SubgoalFact]] = defaultdict(list)
    statement = select(Subgoal.goal_code, Subgoal.code, Subgoal.title, Subgoal.details)
    for row in fetch(_current(statement, Subgoal)):
        fact = rules.SubgoalFact(row.code, row.title, *_about(row.details), tuple(strategies[row.code]))
        subgoals[row.goal_code].append(fact)
    goals = fetch(_current(select(Goal.code, Goal.title, Goal.details), Goal))
    return tuple(rules.GoalFact(row.code, row.title, *_about(row.details), tuple(subgoals[row.code])) for row in goals)


def _by(facts: Iterable[Fact], key: Callable[[Fact], str]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[key(fact)].append(fact)
    return grouped


def _current(statement: Select[*tuple[Any, ...]], table: Any) -> Select[*tuple[Any, ...]]:
    current = statement.join(Plan, Plan.id == table.plan_id).where(Plan.current, table.retired_at.is_(None))
    return current.order_by(table.position)


def _parties(units: dict[str, dict[str, str]]) -> dict[str, rules.Party]:
    partners = fetch(_current(select(Partner.key, Partner.name), Partner))
    parties = {row.key: rules.Party(row.key, row.name) for row in partners}
    return parties | {key: rules.Party(key, unit["name"], unit.get("board") or "") for key, unit in units.items()}


@cache
def _type_names() -> Select[*tuple[Any, ...]]:
    return (
        select(ActivityType.key, ActivityType.title, ActivityType.listed, Plan.current, ActivityType.retired_at)
        .join(Plan, Plan.id == ActivityType.plan_id)
        .order_by(Plan.current.desc(), Plan.loaded_at.desc(), ActivityType.position)
    )


@cache
def _type_title() -> Select[*tuple[Any, ...]]:
    return _type_names().where(ActivityType.key == bindparam("key")).limit(1)


def _types() -> Select[*tuple[Any, ...]]:
    return select(
        ActivityType.key,
        ActivityType.title,
        ActivityType.counts_to,
        ActivityType.confirmed_only,
        ActivityType.signup,
        ActivityType.tally,
        ActivityType.channels,
        ActivityType.outcome,
        ActivityType.group_is_series,
        ActivityType.listed,
        ActivityType.details,
        ActivityType.retired_at,
    )


def _type(row: Any) -> rules.TypeFact:
    return rules.TypeFact(
        key=row.key,
        title=row.title,
        counts_to=row.counts_to,
        confirmed_only=row.confirmed_only,
        signup=row.signup,
        tally=tuple(row.tally),
        channels=tuple(row.channels),
        outcome=tuple(row.outcome),
        group_is_series=row.group_is_series,
        listed=row.listed,
        by_tag={tag: frozenset(codes) for tag, codes in row.details.get("by_tag", {}).items()},
        retired=row.retired_at is not None,
    )


def _about(details: Details) -> tuple[dict[str, str], dict[str, str], bool]:
    return details.get("wording") or {}, details.get("note") or {}, details.get("in_strategy") is not False


def _strategy(row: Any) -> rules.StrategyFact:
    details: Details = row.details
    return rules.StrategyFact(
        row.code,
        row.goal_code,
        row.subgoal_code,
        row.title,
        *_about(details),
        actions=_lines(details, "actions"),
        responsible=tuple(details.get("responsible") or ()),
        partners=tuple(details.get("partners") or ()),
        resources=_lines(details, "resources"),
        risks=_lines(details, "risks"),
    )


def _lines(details: Details, name: str) -> tuple[rules.Line, ...]:
    return tuple(
        rules.Line(
            text={key: value for key, value in item.items() if key not in {"until", "wording"}},
            wording=item.get("wording") or {},
            until=item.get("until"),
        )
        for item in details.get(name) or ()
    )


def _indicator(row: Any) -> rules.IndicatorFact:
    details: Details = row.details
    wording, note, in_strategy = _about(details)
    return rules.IndicatorFact(
        code=row.code,
        strategy_code=row.strategy_code,
        title=row.title,
        computed=row.computed,
        kind=row.kind,
        of=frozenset(details.get("of") or ()),
        at=frozenset(details.get("at") or ()),
        background=details.get("background"),
        channel=tuple(details.get("channel") or ()),
        tagged=frozenset(details.get("tagged") or ()),
        not_tagged=frozenset(details.get("not_tagged") or ()),
        per=details.get("per"),
        target=details.get("target"),
        supplement=details.get("supplement") is True,
        added=details.get("added") is True,
        interpreted=details.get("interpreted") is True,
        until=details.get("until"),
        note=note,
        wording=wording,
        in_strategy=in_strategy,
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
