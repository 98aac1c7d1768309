"""Reads of the organisations."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Subquery, bindparam, func, select

from app.db import fetch
from app.organisations.rules import Kind, NoSuchOrganisation
from app.organisations.tables import Organisation


@dataclass(frozen=True)
class OrganisationFact:
    id: int
    code: str
    kind: str
    name: str
    description: dict[str, str]
    unit_key: str | None
    part_of_unit: str | None
    board: str
    email: str
    phone: str
    website: str
    state: str
    trusted: bool


@dataclass(frozen=True)
class OrganisationName:
    id: int
    code: str
    name: str
    state: str


def list_names() -> list[OrganisationName]:
    """What all organisations are called, suspended ones too, by name."""
    return [OrganisationName(*row) for row in fetch(_names())]


def find_name(organisation_id: int) -> str:
    """What the organisation with this id is called; empty where there is none."""
    return fetch(_name(), {"organisation_id": organisation_id}).scalar_one_or_none() or ""


def find_labels(lead_id: int, others: frozenset[int]) -> list[OrganisationName]:
    """What these organisations are called, and their codes for an address: the lead, then the others by name."""
    rows = fetch(_labels(), {"ids": [lead_id, *others]})
    found = [OrganisationName(*row) for row in rows]
    return sorted(found, key=lambda one: (one.id != lead_id, one.name.casefold()))


def get_organisation(code: str) -> OrganisationFact:
    """An organisation by its code. Raises NoSuchOrganisation."""
    row = fetch(_select().where(Organisation.code == code)).one_or_none()
    if row is None:
        raise NoSuchOrganisation
    return OrganisationFact(*row)


def find_by_ids(ids: Iterable[int]) -> dict[int, OrganisationFact]:
    """Id -> organisation, for those that exist."""
    rows = fetch(_by_ids(), {"ids": list(set(ids))})
    return {row.id: OrganisationFact(*row) for row in rows}


def list_organisations(scope: frozenset[int] | None = None) -> list[OrganisationFact]:
    """All organisations, or those with an id in ``scope``, by name."""
    found = fetch(_ordered()) if scope is None else fetch(_ordered(chosen=True), {"ids": list(scope)})
    return [OrganisationFact(*row) for row in found]


def organisation_states() -> Subquery:
    """Each organisation with its state, for a statement that must know whether its activities are shown."""
    return select(Organisation.id, Organisation.state).subquery("organisation_states")


def list_libraries() -> frozenset[int]:
    """The ids of all libraries."""
    return frozenset(fetch(_libraries()).scalars())


@cache
def _by_ids() -> Select[*tuple[Any, ...]]:
    return _select().where(Organisation.id.in_(bindparam("ids", expanding=True)))


@cache
def _ordered(chosen: bool = False) -> Select[*tuple[Any, ...]]:
    statement = _by_ids() if chosen else _select()
    return statement.order_by(func.lower(Organisation.name), Organisation.id)


@cache
def _libraries() -> Select[int]:
    return select(Organisation.id).where(Organisation.kind == Kind.LIBRARY)


@cache
def _labels() -> Select[*tuple[Any, ...]]:
    """Made once: a date's page is asked for more often than anything else."""
    o = Organisation
    return select(o.id, o.code, o.name, o.state).where(o.id.in_(bindparam("ids", expanding=True)))


@cache
def _names() -> Select[*tuple[Any, ...]]:
    o = Organisation
    return select(o.id, o.code, o.name, o.state).order_by(func.lower(o.name), o.id)


@cache
def _name() -> Select[*tuple[Any, ...]]:
    return select(Organisation.name).where(Organisation.id == bindparam("organisation_id"))


def _select() -> Select[*tuple[Any, ...]]:
    o = Organisation
    return select(
        o.id, o.code, o.kind, o.name, o.description, o.unit_key, o.part_of_unit, o.board, o.email, o.phone, o.website,
        o.state, o.trusted,
    )  # fmt: skip
