"""The templates that a new activity can begin from: what is the same for every language café, written once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from app.activities.rules import Scope

FILE = Path(__file__).parent / "data" / "templates.yaml"
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Proposal:
    """What stands in the form to begin with. Times are wall time as typed; ``pools``: role to places."""

    key: str
    type: str
    title: Texts
    summary: Texts
    description: Texts
    signup: str
    every: str
    start: str
    end: str
    spoken: tuple[str, ...] = ()
    children: bool = False
    scope: str = Scope.DATE
    pools: Mapping[str, int] = field(default_factory=dict)
    count: int | None = None


@cache
def list_proposals() -> tuple[Proposal, ...]:
    """All of them, read once, in the order of the file."""
    entries = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return tuple(Proposal(**{**entry, "spoken": tuple(entry["spoken"])}) for entry in entries)


def find_proposal(key: str) -> Proposal | None:
    """The one with this key; None where there is none."""
    return next((one for one in list_proposals() if one.key == key), None)
