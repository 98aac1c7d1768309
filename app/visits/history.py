"""What has been done with a visit, newest first, from the audit log, which names nobody of the group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.queries import find_names
from app.audit import queries as audit
from app.audit.queries import EntryFact
from app.languages import N_
from app.visits.facts import VisitFact

MOST = 100
# (what is logged, by whom) -> what it says; %(actor)s is who of the staff did it.
SENTENCES = {
    ("asked", "resident"): N_("The group asked for the visit"),
    ("asked_again", "resident"): N_("The group asked for another time"),
    ("suggested", "resident"): N_("The group suggested other times"),
    ("agreed", "resident"): N_("The group took the proposed time"),
    ("refused", "resident"): N_("The group cannot come at the proposed time"),
    ("cancelled", "resident"): N_("The group cancelled the visit"),
    ("people_changed", "resident"): N_("The group changed how many they are: %(before)s became %(after)s"),
    ("entered", "staff"): N_("%(actor)s entered the visit"),
    ("accept", "staff"): N_("%(actor)s accepted the visit"),
    ("propose", "staff"): N_("%(actor)s proposed another time"),
    ("offer", "staff"): N_("%(actor)s offered a time to the first in the queue"),
    ("kept", "staff"): N_("%(actor)s left the time as it is"),
    ("move", "staff"): N_("%(actor)s moved the visit"),
    ("declined", "staff"): N_("%(actor)s declined the visit"),
    ("cancelled", "staff"): N_("%(actor)s cancelled the visit"),
    ("noted", "staff"): N_("%(actor)s changed the note"),
    ("tagged", "staff"): N_("%(actor)s changed whether it is a group of newcomers"),
    ("parted", "staff"): N_("%(actor)s said that it is another group"),
    ("recognised", "staff"): N_("%(actor)s said which group it is"),
    ("followed_date", "system"): N_("Its date was moved or cancelled among the activities"),
}
ACTIONS = frozenset(action for action, _kind in SENTENCES)


@dataclass(frozen=True)
class Done:
    """One thing that was done. ``sentence`` is a catalogue text with places for the others; ``actor`` none: not of the
    staff, or somebody who is no longer there."""

    at: datetime
    sentence: str
    actor: str | None
    before: int
    after: int


def list_done(visit: VisitFact) -> list[Done]:
    """The latest that was done with a visit and the request that it is part of, at most ``MOST``."""
    things = {"visit": [visit.code], "visit_request": [visit.request_code]}
    entries = [one for one in audit.list_latest(things, ACTIONS, MOST) if (one.action, one.actor_kind) in SENTENCES]
    actors = {one.actor_id for one in entries if one.actor_id is not None}
    names = find_names(actors) if actors else {}
    return [_done(one, names) for one in entries]


def _done(entry: EntryFact, names: Mapping[int, str]) -> Done:
    return Done(
        entry.at, SENTENCES[entry.action, entry.actor_kind], names.get(entry.actor_id or 0), _people(entry.before),
        _people(entry.after),
    )  # fmt: skip


def _people(logged: Mapping[str, Any]) -> int:
    return int(logged.get("learners") or 0) + int(logged.get("adults") or 0)
