"""What a report needs of the plan: its outline in one statement, and the names of units, places and organisations."""

from dataclasses import dataclass

from sqlalchemy import and_, select

from app.db import reading
from app.organisations.tables import Organisation
from app.places.tables import Place
from app.plan.tables import Goal, Plan, Strategy, Subgoal

Texts = dict[str, str]


@dataclass(frozen=True)
class Named:
    code: str
    title: Texts


@dataclass(frozen=True)
class StrategyLine:
    """A strategy with the goal and the sub-goal above it."""

    goal: Named
    subgoal: Named
    strategy: Named


@dataclass(frozen=True)
class Organiser:
    code: str
    name: str
    unit_key: str | None


def list_outline() -> list[StrategyLine]:
    """The strategies of the current plan in its order, each with what stands above it. Empty where there is no plan."""
    rows = reading().execute(
        select(Goal.code, Goal.title, Subgoal.code, Subgoal.title, Strategy.code, Strategy.title)
        .select_from(Strategy)
        .join(Plan, Plan.id == Strategy.plan_id)
        .join(Subgoal, and_(Subgoal.plan_id == Plan.id, Subgoal.code == Strategy.subgoal_code))
        .join(Goal, and_(Goal.plan_id == Plan.id, Goal.code == Subgoal.goal_code))
        .where(Plan.current, Strategy.retired_at.is_(None))
        .order_by(Strategy.position)
    )
    return [StrategyLine(Named(*row[0:2]), Named(*row[2:4]), Named(*row[4:6])) for row in rows]


def list_units() -> dict[str, str]:
    """Key -> name of the units of the current plan, in its order."""
    facts = reading().scalars(select(Plan.facts).where(Plan.current)).first() or {}
    return {key: unit["name"] for key, unit in facts.get("units", {}).items()}


def list_organisers() -> dict[int, Organiser]:
    """Id -> organisation, with the unit of the plan that it is or belongs to."""
    o = Organisation
    rows = reading().execute(select(o.id, o.code, o.name, o.unit_key, o.part_of_unit).order_by(o.name, o.id))
    return {row.id: Organiser(row.code, row.name, row.unit_key or row.part_of_unit) for row in rows}


def list_place_names() -> dict[str, str]:
    """Key -> name of every place, by name."""
    return {
        row.key: row.name for row in reading().execute(select(Place.key, Place.name).order_by(Place.name, Place.id))
    }
