"""Loading a plan."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.db import command, violated
from app.organisations import steps as organisations
from app.places import queries as places
from app.plan import tables
from app.plan.file.reader import PlanFile, Rows, read_path
from app.plan.rules import Party, UnitNameTaken

TABLES: dict[str, tuple[Any, str]] = {
    "terms": (tables.Term, "key"),
    "partners": (tables.Partner, "key"),
    "goals": (tables.Goal, "code"),
    "subgoals": (tables.Subgoal, "code"),
    "strategies": (tables.Strategy, "code"),
    "indicators": (tables.Indicator, "code"),
    "types": (tables.ActivityType, "key"),
}


@dataclass(frozen=True)
class SectionChange:
    """How many rows a section of the file has, and how many are new, changed (not only moved), retired, or back again."""

    total: int
    added: int
    changed: int
    retired: int
    returned: int


@dataclass(frozen=True)
class Loaded:
    """What loading did. ``changed`` is false where the file was loaded already; warnings are English sentences."""

    code: str
    changed: bool
    sections: dict[str, SectionChange]
    computed_count: int
    warnings: tuple[str, ...]


def load_plan(path: Path) -> Loaded:
    """Make the plan file at ``path`` the current plan.

    Raises PlanFileInvalid with every problem of the file, UnitNameTaken, and OSError where it cannot be read.
    """
    return save_plan(read_path(path))


@command
def save_plan(session: Session, file: PlanFile) -> Loaded:
    """Make ``file`` the current plan. What it leaves out is retired, never deleted, and comes back if it returns.

    Loading the same file again changes nothing. A plan of another code takes the place of the current one, which
    stays with its figures. Raises UnitNameTaken where a unit bears the name of another organisation.
    """
    now = clock.now()
    for unit in file.units:
        _save_unit(session, unit)
    plan_id, changed = _save_head(session, file, now)
    sections = {name: _save_section(session, plan_id, name, rows, now) for name, rows in file.sections.items()}
    return Loaded(
        code=file.code,
        changed=changed,
        sections=sections,
        computed_count=sum(row["computed"] for row in file.sections["indicators"].values()),
        warnings=_missing_places(file),
    )


def _save_unit(session: Session, unit: Party) -> None:
    try:
        organisations.save_unit(session, unit.key, unit.name, unit.board)
    except IntegrityError as error:
        if violated(error, "uq_organisation_name"):
            raise UnitNameTaken(name=unit.name) from error
        raise


def _save_head(session: Session, file: PlanFile, now: datetime) -> tuple[int, bool]:
    others = update(tables.Plan).where(tables.Plan.code != file.code, tables.Plan.current)
    session.execute(others.values(current=False))
    plan = session.scalar(select(tables.Plan).where(tables.Plan.code == file.code)) or tables.Plan(code=file.code)
    changed = plan.digest != file.digest or not plan.current
    if changed:
        plan.title, plan.facts, plan.baseline = file.title, file.facts, file.baseline
        plan.digest, plan.current, plan.loaded_at = file.digest, True, now
        session.add(plan)
        session.flush()
    return plan.id, changed


def _save_section(session: Session, plan_id: int, name: str, rows: Rows, now: datetime) -> SectionChange:
    table, known_by = TABLES[name]
    found = {getattr(row, known_by): row for row in session.scalars(select(table).where(table.plan_id == plan_id))}
    added = changed = returned = 0
    for position, (code, columns) in enumerate(rows.items()):
        if code not in found:
            session.add(table(plan_id=plan_id, position=position, **{known_by: code}, **columns))
            added += 1
            continue
        returned += found[code].retired_at is not None
        changed += _change(found[code], {**columns, "position": position, "retired_at": None})
    leaving = [row for code, row in found.items() if code not in rows and row.retired_at is None]
    for row in leaving:
        row.retired_at = now
    session.flush()
    return SectionChange(len(rows), added, changed, len(leaving), returned)


def _change(row: Any, columns: dict[str, Any]) -> bool:
    differing = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing.keys() - {"position", "retired_at"})


def _missing_places(file: PlanFile) -> tuple[str, ...]:
    known = places.list_keys()
    return tuple(f"no place with key {key} yet" for key in file.places if key not in known)
