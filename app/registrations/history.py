"""What has been done on the list of a date, newest first: from the audit log, which names nobody, and the live rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.audit import queries as audit
from app.audit.queries import EntryFact
from app.registrations.organising import SENTENCES
from app.registrations.queries import PoolFact, RegistrationFact

MOST = 200
ACTIONS = frozenset(action for action, _kind in SENTENCES)


@dataclass(frozen=True)
class Step:
    """One thing that somebody did. ``sentence`` is a catalogue text; ``name`` that of the participant as the list has it
    now, None where it is erased; ``role``, ``before`` and ``after`` as they are logged."""

    at: datetime
    sentence: str
    actor_id: int | None = None
    name: str | None = None
    role: str = ""
    before: Any = None
    after: Any = None
    reason: str = ""


def list_steps(occurrence_code: str, pools: Sequence[PoolFact], people: Sequence[RegistrationFact]) -> list[Step]:
    """The latest steps on the list of a date with these pools and people, at most ``MOST``."""
    names, roles = {fact.code: fact.name for fact in people}, {pool.state.code: pool.state.role for pool in pools}
    things: dict[str, Collection[str]] = {"registration": names, "pool": roles, "occurrence": [occurrence_code]}
    logged = [_step(entry, names, roles) for entry in audit.list_latest(things, ACTIONS, MOST) if _told(entry)]
    by_themselves = SENTENCES["registration.signed_up", "resident"]
    signed_up = [Step(fact.queued_at, by_themselves, name=fact.name) for fact in people if not fact.by_staff]
    return sorted([*logged, *signed_up], key=lambda step: step.at, reverse=True)[:MOST]


def _told(entry: EntryFact) -> bool:
    return (entry.action, entry.actor_kind) in SENTENCES


def _step(entry: EntryFact, names: dict[str, str | None], roles: dict[str, str]) -> Step:
    return Step(
        entry.at, SENTENCES[entry.action, entry.actor_kind], entry.actor_id, names.get(entry.thing_code),
        roles.get(entry.thing_code, ""), _value(entry.before), _value(entry.after), entry.after.get("reason", ""),
    )  # fmt: skip


def _value(logged: dict[str, Any]) -> Any:
    """The one value that changed: a role, a party's size, a number of places."""
    return next(iter(logged.values()), None)
