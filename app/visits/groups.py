"""Reads of the groups that have been here before, for a librarian who says which one it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.db import fetch
from app.visits.queries import Scope
from app.visits.recognition import GroupName, likeness_of
from app.visits.tables import Visit, VisitGroup, VisitOffer, VisitRequest

MOST_ALIKE = 200


@dataclass(frozen=True)
class GroupFact:
    """A group that has visited, or asked to: how often, and when last (UTC)."""

    id: int
    code: str
    name: str
    organisation: str
    kind: str
    newcomers: bool
    visits: int
    asked_at: datetime


def list_known(scope: Scope, most: int) -> list[GroupFact]:
    """The groups that have asked libraries in ``scope`` (None: any), those that asked last before the others."""
    known = _groups().join(VisitOffer, VisitOffer.id == VisitRequest.offer_id)
    if scope is not None:
        known = known.where(VisitOffer.organisation_id.in_(scope))
    latest = known.order_by(func.max(VisitRequest.asked_at).desc(), VisitGroup.id.desc())
    return [GroupFact(*row) for row in fetch(latest.limit(most))]


def list_by_ids(group_ids: Collection[int | None]) -> list[GroupFact]:
    """These groups, those of them that exist."""
    return [GroupFact(*row) for row in fetch(_by_ids(), {"ids": list(group_ids)})] if group_ids else []


def list_alike(scope: Scope, group: GroupName) -> list[GroupName]:
    """The groups of the same name, however it is written, that have asked libraries in ``scope`` (None: any), the newest
    first."""
    given = {"likeness": likeness_of(group.name), "id": group.id, "scope": list(scope or ())}
    return [GroupName(*row) for row in fetch(_alike(scope is None), given)]


def _columns() -> tuple[Any, ...]:
    g = VisitGroup
    return g.id, g.code, g.name, g.organisation, g.kind, g.newcomers


def _groups() -> Select[*tuple[Any, ...]]:
    r, v = VisitRequest, Visit
    counted = select(*_columns(), func.count(v.id), func.max(r.asked_at))
    return counted.join(r, r.group_id == VisitGroup.id).join(v, v.request_id == r.id).group_by(*_columns())


@cache
def _by_ids() -> Select[*tuple[Any, ...]]:
    return _groups().where(VisitGroup.id.in_(bindparam("ids", expanding=True)))


@cache
def _alike(anywhere: bool) -> Select[*tuple[Any, ...]]:
    """Made once, as the one above: every visit's page asks for it."""
    g, r, o = VisitGroup, VisitRequest, VisitOffer
    asked = select(g.name, g.organisation, g.id).join(r, r.group_id == g.id).join(o, o.id == r.offer_id)
    alike = asked.where(g.likeness == bindparam("likeness"), g.id != bindparam("id"))
    if not anywhere:
        alike = alike.where(o.organisation_id.in_(bindparam("scope", expanding=True)))
    return alike.distinct().order_by(g.id.desc()).limit(MOST_ALIKE)
