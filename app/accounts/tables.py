"""Rows of the staff: users, their memberships, sessions and invitations."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, true

from app.db import At, Base, Code, Key, Mapped, mapped_column


class User(Base):
    """Somebody who signs in. ``email`` is lower case; without a password hash nobody can sign in as them."""

    __tablename__ = "staff_user"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[Key]
    code: Mapped[Code]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="sv")
    created_at: Mapped[At]
    disabled_at: Mapped[At | None]
    gets_rounds: Mapped[bool] = mapped_column(default=True, server_default=true())  # the morning's mails to hosts


class Membership(Base):
    """A role: in one organisation, or (coordinator, admin, auditor) in the whole municipality."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id", "role"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class StaffSession(Base):
    """A signed-in browser: its cookie's random secret is stored hashed; ends by signing out or at ``expires_at``."""

    __tablename__ = "staff_session"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("staff_user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[At]
    last_seen_at: Mapped[At]
    expires_at: Mapped[At]


class Invitation(Base):
    """A mailed link that works once, for one address, one role and (but for the municipality's roles) one organisation."""

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_email", "email"),)

    id: Mapped[Key]
    code: Mapped[Code]
    email: Mapped[str] = mapped_column(String(254))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8), default="sv")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    created_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[At | None]
