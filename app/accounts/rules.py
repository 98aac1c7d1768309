"""Roles and what each may do (``trust.md``, "Who may do what"), and the refusals of signing in and inviting (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.errors import NotFound, Refused
from app.languages import N_

INVITATION_LIFE = timedelta(days=7)
MIN_PASSWORD = 10
MIN_PASSWORD_POWERFUL = 14  # until the second factor comes, for admin and coordinator


class Role(StrEnum):
    EDITOR = "editor"
    LIBRARIAN = "librarian"
    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
    AUDITOR = "auditor"


ROLE_NAMES = {
    Role.EDITOR: N_("Editor"),
    Role.LIBRARIAN: N_("Librarian"),
    Role.REPORTER: N_("Reporter of figures"),
    Role.COORDINATOR: N_("Integration coordinator"),
    Role.ADMIN: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
}
WITHOUT_ORGANISATION = frozenset({Role.COORDINATOR, Role.ADMIN, Role.AUDITOR})
POWERFUL = frozenset({Role.COORDINATOR, Role.ADMIN})

OWN = "own"
LIBRARIES = "libraries"  # the own library and every other: any library may deputise (trust.md)
ALL = "all"
_ORGANISER = {
    "desk": OWN,
    "activities.edit": OWN,
    "activities.read": OWN,
    "registrations.read": OWN,
    "registrations.edit": OWN,
    "attendance.record": OWN,
    "attendance.read": OWN,
    "organisations.edit": OWN,
    "places.edit": OWN,
    "rooms.read": OWN,
    "rooms.ask": OWN,
    "rooms.approve": OWN,
    "users.invite": OWN,
    "reports.read": OWN,
}
# role -> permission -> its reach: the member's own organisation, every library, or all of them. What is not here is not allowed.
ROLES: dict[Role, dict[str, str]] = {
    Role.EDITOR: _ORGANISER,
    Role.LIBRARIAN: {
        **_ORGANISER,
        "activities.edit": LIBRARIES,
        "activities.read": LIBRARIES,
        "visits.read": LIBRARIES,
        "visits.handle": LIBRARIES,
    },
    Role.REPORTER: {"desk": OWN, "reports.read": OWN},
    Role.COORDINATOR: {
        "desk": ALL,
        "activities.read": ALL,
        "activities.approve": ALL,
        "attendance.read": ALL,
        "attendance.correct": ALL,
        "organisations.edit": ALL,
        "organisations.create": ALL,
        "places.edit": ALL,
        "places.create": ALL,
        "rooms.read": ALL,
        "visits.read": ALL,
        "reports.read": ALL,
        "reports.plan": ALL,
    },
    Role.ADMIN: {
        "desk": ALL,
        "activities.read": ALL,
        "organisations.edit": ALL,
        "organisations.create": ALL,
        "places.edit": ALL,
        "places.create": ALL,
        "rooms.read": ALL,
        "rooms.approve": ALL,
        "users.invite": ALL,
        "users.admin": ALL,
        "reports.read": ALL,
        "reports.plan": ALL,
        "outbox.read": ALL,
        "audit.read": ALL,
        "accessibility.read": ALL,
    },
    Role.AUDITOR: {"desk": ALL, "attendance.read": ALL, "reports.read": ALL, "reports.plan": ALL, "audit.read": ALL},
}


class WrongCredentials(Refused):
    message = N_("The e-mail address and the password do not match. Check both and try again.")
    status = 422


class InvitationOver(NotFound):
    message = N_("This invitation has been used, or it is too old. Ask for a new one.")
    status = 410


class NoSuchUser(NotFound):
    message = N_("We cannot find that person.")


class PasswordTooShort(Refused):
    message = N_("Choose a password of at least %(least)d characters. A sentence is easy to remember.")
    field = "password"


class PasswordTooCommon(Refused):
    message = N_("That password is easy to guess. Choose another.")
    field = "password"


class RoleNeedsOrganisation(Refused):
    message = N_("This role needs an organisation.")
    field = "organisation"


class RoleStandsAlone(Refused):
    message = N_("This role is for the whole municipality and takes no organisation.")
    field = "organisation"


class UnknownRole(Refused):
    message = N_("There is no role called %(role)s.")
    field = "role"


@dataclass(frozen=True)
class Member:
    """One role of somebody: in one organisation, or (None) in the whole municipality."""

    role: Role
    organisation_id: int | None


def reach(
    members: tuple[Member, ...], permission: str, libraries: Callable[[], frozenset[int]] = frozenset
) -> frozenset[int] | None:
    """Ids of the organisations for which ``members`` hold ``permission``; None: all of them; empty: none.

    ``libraries`` is asked for the ids of all libraries, where one may deputise for them.
    """
    held = {ROLES[member.role].get(permission) for member in members}
    if ALL in held:
        return None
    own = {m.organisation_id for m in members if ROLES[m.role].get(permission) and m.organisation_id is not None}
    return frozenset(own) | (libraries() if LIBRARIES in held else frozenset())


def check_role(role: str, organisation_id: int | None) -> Role:
    """The role by its name, fitting the organisation. Raises UnknownRole, RoleNeedsOrganisation, RoleStandsAlone."""
    if role not in set(Role):
        raise UnknownRole(role=role)
    found = Role(role)
    if found in WITHOUT_ORGANISATION and organisation_id is not None:
        raise RoleStandsAlone
    if found not in WITHOUT_ORGANISATION and organisation_id is None:
        raise RoleNeedsOrganisation
    return found


def check_password(password: str, roles: frozenset[Role], *personal: str) -> None:
    """ASVS 5.0 6.2: length over composition; nothing that contains the person's own name or address.

    Raises PasswordTooShort or PasswordTooCommon.
    """
    least = MIN_PASSWORD_POWERFUL if roles & POWERFUL else MIN_PASSWORD
    if len(password) < least:
        raise PasswordTooShort(least=least)
    folded = password.casefold()
    words = [word.casefold() for text in personal for word in text.replace("@", " ").split() if len(word) >= 4]
    if len(set(folded)) < 5 or folded.startswith(("password", "lösenord", "1234567890")) or folded in words:
        raise PasswordTooCommon
