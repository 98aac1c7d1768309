"""Commands of the staff: signing in and out, inviting, accepting an invitation, switching an account off."""

import secrets
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts import queries
from app.accounts.rules import (
    INVITATION_LIFE,
    InvitationOver,
    NoSuchUser,
    Role,
    WrongCredentials,
    check_password,
    check_role,
)
from app.accounts.tables import Invitation, Membership, StaffSession, User
from app.audit import steps as audit
from app.codes import keyed_digest, same
from app.db import command
from app.messages import steps as messages
from app.settings import secret, settings

TOUCH_AFTER = timedelta(minutes=5)
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """``password`` under argon2id with the library's current parameters."""
    return _hasher.hash(password)


def sign_in(email: str, password: str) -> str:
    """Open a session and return the secret for its cookie. Raises WrongCredentials, the same for every cause."""
    found = queries.find_credentials(email)
    try:
        _hasher.verify(found.password_hash if found and found.password_hash else _nobody(), password)
    except (VerificationError, InvalidHashError):
        raise WrongCredentials from None
    if found is None or found.password_hash is None:
        raise WrongCredentials
    return _open_session(found.user_id)


@command
def sign_out(session: Session, token: str) -> None:
    """End the session of this cookie; a cookie that opens nothing is left alone."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == session_hash(token)))


@command
def choose_rounds(session: Session, code: str, wanted: bool) -> None:
    """Somebody of the staff stops, or wishes again, the morning's mails to hosts."""
    session.execute(update(User).where(User.code == code).values(gets_rounds=wanted))


@command
def touch(session: Session, session_id: int) -> None:
    """Note that a session was used just now."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=clock.now()))


@command
def invite(
    session: Session, email: str, role: str, organisation_id: int | None, actor_id: int | None, language: str = "sv"
) -> str:
    """Invite an address to a role by a mailed link that works once, for 7 days; returns the invitation's code.

    Raises UnknownRole, RoleNeedsOrganisation, RoleStandsAlone.
    """
    checked = check_role(role, organisation_id)
    moment = clock.now()
    invitation = Invitation(
        email=email.strip().lower(), role=checked, organisation_id=organisation_id, language=language,
        invited_by_id=actor_id, created_at=moment, expires_at=moment + INVITATION_LIFE,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    messages.enqueue(
        session, "staff_invitation", (invitation.email, language), f"invitation:{invitation.code}",
        {"invitation": invitation.code},
    )  # fmt: skip
    audit.record(session, actor_id, "invited", ("invitation", invitation.code), after={"role": checked})
    return invitation.code


@command
def accept_invitation(session: Session, token: str, name: str, password: str) -> str:
    """Use an invitation: make the account or add the role to it, and return the secret of a new session.

    Somebody who has an account already keeps their name; the password must then be theirs.
    Raises InvitationOver, PasswordTooShort, PasswordTooCommon, WrongCredentials.
    """
    invitation = _usable(session, token)
    user = session.scalars(select(User).where(User.email == invitation.email)).one_or_none()
    if user is None or user.password_hash is None:
        check_password(password, frozenset({Role(invitation.role)}), name, invitation.email)
        user = user or User(email=invitation.email, created_at=clock.now())
        user.name, user.language, user.password_hash = name, invitation.language, _hasher.hash(password)
        session.add(user)
        session.flush()
    else:
        _verify_own(user, password)
    invitation.used_at = clock.now()
    _add_membership(session, user.id, invitation)
    audit.record(session, user.id, "accepted_invitation", ("user", user.code), after={"role": invitation.role})
    return _new_session(session, user.id)


@command
def disable(session: Session, user_code: str, actor_id: int) -> None:
    """Switch an account off and end every session of it at once. Raises NoSuchUser."""
    user = session.scalars(select(User).where(User.code == user_code)).one_or_none()
    if user is None:
        raise NoSuchUser
    user.disabled_at = clock.now()
    session.execute(delete(StaffSession).where(StaffSession.user_id == user.id))
    audit.record(session, actor_id, "disabled", ("user", user.code))


def invitation_token(code: str) -> str:
    """What stands in the mailed link: the code and an HMAC of it, made when the mail is delivered."""
    return f"{code}-{keyed_digest(secret(), 'invitation', code)[:32]}"


def invitation_link(code: str, language: str) -> str:
    """The whole address of an invitation, for whoever invites from the command line."""
    return f"{settings().base_url}/{language}/invitation/{invitation_token(code)}"


def find_open_invitation(token: str) -> queries.InvitationFact:
    """The invitation that a link opens. Raises InvitationOver when it is wrong, used or too old."""
    code = token.partition("-")[0]
    found = queries.find_invitation(code)
    if found is None or not same(token, invitation_token(code)) or not found.is_open(clock.now()):
        raise InvitationOver
    return found


def session_hash(token: str) -> str:
    """What is stored of a session's secret."""
    return keyed_digest(secret(), "staff-session", token)


@cache
def _nobody() -> str:
    """Verified when the address is unknown, so that an answer takes as long as for a known one (ASVS 5.0 6.3.8)."""
    return _hasher.hash(secrets.token_hex())


@command
def _open_session(session: Session, user_id: int) -> str:
    return _new_session(session, user_id)


def _new_session(session: Session, user_id: int) -> str:
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    session.execute(delete(StaffSession).where(StaffSession.expires_at < moment))
    session.add(
        StaffSession(
            token_hash=session_hash(token), user_id=user_id, created_at=moment, last_seen_at=moment,
            expires_at=moment + timedelta(hours=settings().session_hours),
        )
    )  # fmt: skip
    return token


def _usable(session: Session, token: str) -> Invitation:
    fact = find_open_invitation(token)
    return session.scalars(select(Invitation).where(Invitation.id == fact.id).with_for_update()).one()


def _verify_own(user: User, password: str) -> None:
    try:
        _hasher.verify(user.password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        raise WrongCredentials from None


def _add_membership(session: Session, user_id: int, invitation: Invitation) -> None:
    held = session.scalars(
        select(Membership.id).where(
            Membership.user_id == user_id,
            Membership.role == invitation.role,
            Membership.organisation_id.is_not_distinct_from(invitation.organisation_id),
        )
    ).first()
    if held is None:
        session.add(Membership(user_id=user_id, role=invitation.role, organisation_id=invitation.organisation_id))
