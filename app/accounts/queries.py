"""Reads of the staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app import clock
from app.accounts import hooks
from app.accounts.rules import Member, Role, reach
from app.accounts.tables import Invitation, Membership, StaffSession, User
from app.db import fetch, reading


@dataclass(frozen=True)
class SignedIn:
    """Somebody with an open session, as views know them."""

    user_id: int
    code: str
    name: str
    email: str
    members: tuple[Member, ...]
    session_id: int = 0
    last_seen_at: datetime | None = None

    def can(self, permission: str) -> bool:
        """Whether they hold ``permission`` for anything."""
        return reach(self.members, permission) != frozenset()

    def scope(self, permission: str) -> frozenset[int] | None:
        """Ids of the organisations they hold it for; None means all."""
        return reach(self.members, permission, lambda: self._libraries)

    @cached_property
    def _libraries(self) -> frozenset[int]:
        return hooks.list_libraries[0]()


@dataclass(frozen=True)
class Credentials:
    user_id: int
    password_hash: str | None


@dataclass(frozen=True)
class InvitationFact:
    id: int
    code: str
    email: str
    organisation_id: int | None
    role: Role
    language: str
    expires_at: datetime
    used_at: datetime | None

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used at the instant ``at``."""
        return self.used_at is None and self.expires_at > at


@dataclass(frozen=True)
class MemberFact:
    user_code: str
    name: str
    email: str
    role: Role
    organisation_id: int | None
    disabled_at: datetime | None


def find_by_session(token_hash: str) -> SignedIn | None:
    """Who holds an open session with this token's hash, with their roles (one statement)."""
    rows = fetch(_by_session(), {"token_hash": token_hash, "now": clock.now()}).all()
    if not rows:
        return None
    first = rows[0]
    members = tuple(Member(Role(row.role), row.organisation_id) for row in rows if row.role)
    return SignedIn(first.id, first.code, first.name, first.email, members, first.session_id, first.last_seen_at)


def find_credentials(email: str) -> Credentials | None:
    """The password hash of an address, unless its account is switched off."""
    row = fetch(
        select(User.id, User.password_hash).where(User.email == email.strip().lower(), User.disabled_at.is_(None))
    )
    found = row.one_or_none()
    return Credentials(found.id, found.password_hash) if found else None


def find_invitation(code: str) -> InvitationFact | None:
    """An invitation by its public code, used or not."""
    row = reading().scalars(select(Invitation).where(Invitation.code == code)).one_or_none()
    if row is None:
        return None
    return InvitationFact(
        row.id, row.code, row.email, row.organisation_id, Role(row.role), row.language, row.expires_at, row.used_at
    )


def list_members(scope: frozenset[int] | None) -> list[MemberFact]:
    """Everybody with a role in ``scope`` (None: everybody), by name."""
    statement = (
        select(User.code, User.name, User.email, Membership.role, Membership.organisation_id, User.disabled_at)
        .join(Membership, Membership.user_id == User.id)
        .order_by(func.lower(User.name), User.id)
    )
    if scope is not None:
        statement = statement.where(Membership.organisation_id.in_(scope))
    return [MemberFact(*row[:3], Role(row.role), *row[4:]) for row in fetch(statement)]


def list_open_invitations(scope: frozenset[int] | None) -> list[InvitationFact]:
    """Invitations that were neither used nor grew too old, newest first."""
    statement = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > clock.now())
    if scope is not None:
        statement = statement.where(Invitation.organisation_id.in_(scope))
    rows = reading().scalars(statement.order_by(Invitation.created_at.desc()))
    return [
        InvitationFact(r.id, r.code, r.email, r.organisation_id, Role(r.role), r.language, r.expires_at, r.used_at)
        for r in rows
    ]


def find_names(user_ids: Iterable[int]) -> dict[int, str]:
    """User id -> name."""
    rows = fetch(select(User.id, User.name).where(User.id.in_(set(user_ids))))
    return {user_id: name for user_id, name in rows}


def list_recipients(role: Role) -> list[tuple[str, str]]:
    """(e-mail, language) of everybody who can sign in with ``role``."""
    statement = (
        select(User.email, User.language)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == role, User.disabled_at.is_(None))
        .distinct()
    )
    return [(row.email, row.language) for row in fetch(statement)]


def list_editors(organisation_id: int) -> list[tuple[str, str]]:
    """(e-mail, language) of everybody who can sign in and edits what this organisation arranges."""
    return [(row.email, row.language) for row in fetch(_editors(), {"organisation_id": organisation_id})]


@dataclass(frozen=True)
class Host:
    """Somebody who gets the morning's mails to hosts."""

    code: str
    email: str
    language: str


def list_hosts(organisation_ids: Iterable[int]) -> dict[int, list[Host]]:
    """By organisation, everybody who can sign in, edits what it arranges, and wishes the morning's mails."""
    statement = (
        select(Membership.organisation_id, User.code, User.email, User.language)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id.in_(set(organisation_ids)), Membership.role.in_([Role.EDITOR, Role.LIBRARIAN])
        )
        .where(User.disabled_at.is_(None), User.gets_rounds)
        .distinct()
        .order_by(User.email)
    )
    found: dict[int, list[Host]] = {}
    for row in fetch(statement):
        found.setdefault(row.organisation_id, []).append(Host(row.code, row.email, row.language))
    return found


def gets_rounds(code: str) -> bool | None:
    """Whether somebody wishes the morning's mails; none where nobody has that code."""
    found: bool | None = fetch(select(User.gets_rounds).where(User.code == code)).scalar_one_or_none()
    return found


def find_recipient(user_id: int | None) -> tuple[str, str] | None:
    """(e-mail, language) of somebody who can sign in, by id."""
    statement = select(User.email, User.language).where(User.id == user_id, User.disabled_at.is_(None))
    row = fetch(statement).one_or_none()
    return (row.email, row.language) if row else None


@cache
def _by_session() -> Select[*tuple[Any, ...]]:
    """Made once: every page of the staff asks for it."""
    columns = select(
        User.id, User.code, User.name, User.email, Membership.role, Membership.organisation_id,
        StaffSession.id.label("session_id"), StaffSession.last_seen_at,
    )  # fmt: skip
    joined = columns.join(StaffSession, StaffSession.user_id == User.id)
    theirs = joined.outerjoin(Membership, Membership.user_id == User.id)
    opens = StaffSession.token_hash == bindparam("token_hash"), StaffSession.expires_at > bindparam("now")
    return theirs.where(*opens, User.disabled_at.is_(None))


@cache
def _editors() -> Select[*tuple[Any, ...]]:
    edits = Membership.role.in_([Role.EDITOR, Role.LIBRARIAN]), User.disabled_at.is_(None)
    columns = select(User.email, User.language).join(Membership, Membership.user_id == User.id)
    return columns.where(Membership.organisation_id == bindparam("organisation_id"), *edits).distinct()
