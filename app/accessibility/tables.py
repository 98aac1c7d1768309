"""Rows of accessibility."""

from sqlalchemy import ForeignKey, String

from app.db import At, Base, Code, Key, Mapped, mapped_column


class Shortcoming(Base):
    """What somebody, we never know who, could not do on a ``page`` (its path). What they wrote is erased when it is
    handled: it may name people."""

    __tablename__ = "shortcoming"

    id: Mapped[Key]
    code: Mapped[Code]
    page: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(String(1000), default="")
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[At]
    handled_at: Mapped[At | None] = mapped_column(index=True)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
