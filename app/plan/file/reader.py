"""The whole way from a file to the rows of a plan, everything of the file in them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.languages import LANGUAGES
from app.plan.file.checks import check
from app.plan.file.schema import PLAN_FILE
from app.plan.file.source import LIMIT_BYTES, parse
from app.plan.rules import Party, PlanFileInvalid, SignUpWay

HASSLEHOLM = Path(__file__).parent.parent / "data" / "hassleholm.yaml"
Row = dict[str, Any]
Rows = dict[str, Row]


@dataclass(frozen=True)
class PlanFile:
    """A valid plan file. Each of ``sections`` holds the columns of its rows by key or code, in the file's order."""

    code: str
    title: dict[str, str]
    digest: str
    facts: Row
    baseline: list[Row]
    units: tuple[Party, ...]
    places: tuple[str, ...]
    sections: dict[str, Rows]


def read_path(path: Path) -> PlanFile:
    """Read and validate the file at ``path``. Raises PlanFileInvalid with every problem, OSError if it cannot be read."""
    with path.open("rb") as file:
        return read_plan_file(file.read(LIMIT_BYTES + 1))


def read_plan_file(content: bytes) -> PlanFile:
    """Read and validate a plan file. Raises PlanFileInvalid with every problem that it has."""
    source = parse(content)
    PLAN_FILE(source, "", source.data)
    check(source)
    if source.problems:
        raise PlanFileInvalid(source.problems)
    return _plan(_plain(source.data))


def _plan(data: Row) -> PlanFile:
    units = _section(data, "units")
    goals = list(_inherit(data["goals"], {}))
    subgoals = list(_children(goals, "subgoals"))
    strategies = list(_children(subgoals, "strategies"))
    indicators = list(_children(strategies, "indicators"))
    return PlanFile(
        code=data["plan"]["code"],
        title=data["plan"]["title"],
        digest=hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest(),
        facts={**data["plan"], "units": units, "places": _section(data, "places")},
        baseline=data.get("baseline") or [],
        units=tuple(Party(key, unit["name"], unit.get("board") or "") for key, unit in units.items()),
        places=tuple(_section(data, "places")),
        sections={
            "terms": {key: _term(term) for key, term in _section(data, "terms").items()},
            "partners": {key: {"name": name} for key, name in _section(data, "partners").items()},
            "goals": _by_code(goals, parent=None, child="subgoals"),
            "subgoals": _by_code(subgoals, parent="goal_code", child="strategies"),
            "strategies": _by_code(strategies, parent="subgoal_code", child="indicators"),
            "indicators": {code: _indicator(row) for code, row in _by_code(indicators, "strategy_code", None).items()},
            "types": {key: _type(kind) for key, kind in _section(data, "activity_types").items()},
        },
    )


def _section(data: Row, name: str) -> dict[str, Any]:
    return data.get(name) or {}


def _inherit(items: list[Row], parent: Row) -> Iterator[Row]:
    for item in items:
        inherited = {"in_strategy": False} if parent.get("in_strategy") is False else {}
        yield {**item, **inherited, "parent": parent.get("code")}


def _children(parents: list[Row], name: str) -> Iterator[Row]:
    for parent in parents:
        yield from _inherit(parent.get(name) or [], parent)


def _by_code(items: list[Row], parent: str | None, child: str | None) -> Rows:
    columns = {"code", "title", "parent", child}
    rows: Rows = {}
    for item in items:
        details = {key: value for key, value in item.items() if key not in columns}
        owner = {parent: item["parent"]} if parent else {}
        rows[item["code"]] = {"title": item["title"], "details": _worded(details), **owner}
    return rows


def _worded(details: Row) -> Row:
    """A wording without a language is the decided Swedish text."""
    actions = {"actions": [_worded(action) for action in details["actions"]]} if details.get("actions") else {}
    wording = {"wording": {"sv": details["wording"]}} if isinstance(details.get("wording"), str) else {}
    return {**details, **actions, **wording}


def _indicator(row: Row) -> Row:
    details = {key: value for key, value in row["details"].items() if key not in {"measure", "reported"}}
    measure = row["details"].get("measure")
    return {**row, "details": details, "computed": measure is not None, "kind": measure or row["details"]["reported"]}


def _term(term: Row) -> Row:
    return {"title": _texts(term), "years": term.get("years")}


def _type(kind: Row) -> Row:
    return {
        "title": _texts(kind),
        "counts_to": frozenset(kind.get("counts_to") or ()),
        "confirmed_only": kind.get("counts") == "confirmed",
        "signup": kind.get("signup") or SignUpWay.OPTIONAL.value,
        "tally": kind.get("tally") or [],
        "channels": kind.get("channel") or [],
        "outcome": kind.get("outcome") or [],
        "group_is_series": kind.get("group_is") == "series",
        "listed": kind.get("listed") is not False,
        "details": {"by_tag": kind["by_tag"]} if kind.get("by_tag") else {},
    }


def _texts(item: Row) -> dict[str, str]:
    return {code: item[code] for code in LANGUAGES if item.get(code)}


def _plain(value: Any) -> Any:
    """The same as JSON can hold it: dates as 2019-11-20."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
