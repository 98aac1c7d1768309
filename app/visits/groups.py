"""Reads of the groups that have been here before, for a librarian who says which one it is."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.db import fetch
from app.visits.facts import OtherVisit
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


def list_alike(scope: Scope, group: GroupName) -> list[GroupFact]:
    """The groups of the same name, however it is written, that have asked libraries in ``scope`` (None: any), the newest
    first."""
    given = {"likeness": likeness_of(group.name), "id": group.id, "scope": list(scope or ())}
    return [GroupFact(*row) for row in fetch(_alike(scope is None), given)]


def list_visits(group_id: int) -> list[OtherVisit]:
    """Every visit of a group, the latest first."""
    return [OtherVisit(*row) for row in fetch(_visits(), {"group_id": group_id})]


def _columns() -> tuple[Any, ...]:
    g = VisitGroup
    return g.id, g.code, g.name, g.organisation, g.kind, g.newcomers


def _groups() -> Select[*tuple[Any, ...]]:
    r, v = VisitRequest, Visit
    counted = select(*_columns(), func.count(v.id), func.max(r.asked_at))
    return counted.join(r, r.group_id == VisitGroup.id).join(v, v.request_id == r.id).group_by(*_columns())


@cache
def _visits() -> Select[*tuple[Any, ...]]:
    v, r, o = Visit, VisitRequest, VisitOffer
    columns = select(v.id, v.request_id, v.code, v.state, v.starts_at, v.ends_at, v.wished, o.title, o.organisation_id)
    joined = columns.join(r, r.id == v.request_id).join(o, o.id == v.offer_id)
    return joined.where(r.group_id == bindparam("group_id")).order_by(v.starts_at.desc(), v.id.desc())


@cache
def _alike(anywhere: bool) -> Select[*tuple[Any, ...]]:
    """Made once, as the one above: every visit's page asks for it."""
    g = VisitGroup
    alike = _groups().where(g.likeness == bindparam("likeness"), g.id != bindparam("id"))
    if not anywhere:
        of_libraries = VisitOffer.organisation_id.in_(bindparam("scope", expanding=True))
        alike = alike.join(VisitOffer, VisitOffer.id == VisitRequest.offer_id).where(of_libraries)
    return alike.order_by(g.id.desc()).limit(MOST_ALIKE)
