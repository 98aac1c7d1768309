"""Reads of the groups that have been here before, for a librarian who says which one it is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.db import fetch
from app.visits.queries import Scope
from app.visits.tables import Visit, VisitGroup, VisitOffer, VisitRequest


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
    return _facts(latest.limit(most))


def list_by_ids(group_ids: Collection[int | None]) -> list[GroupFact]:
    """These groups, those of them that exist."""
    return _facts(_groups().where(VisitGroup.id.in_(group_ids))) if group_ids else []


def _columns() -> tuple[Any, ...]:
    g = VisitGroup
    return g.id, g.code, g.name, g.organisation, g.kind, g.newcomers


def _groups() -> Select[*tuple[Any, ...]]:
    r, v = VisitRequest, Visit
    counted = select(*_columns(), func.count(v.id), func.max(r.asked_at))
    return counted.join(r, r.group_id == VisitGroup.id).join(v, v.request_id == r.id).group_by(*_columns())


def _facts(statement: Select[*tuple[Any, ...]]) -> list[GroupFact]:
    return [GroupFact(*row) for row in fetch(statement)]
