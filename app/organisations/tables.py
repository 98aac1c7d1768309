"""Rows of the organisations."""

from sqlalchemy import String

from app.db import At, Base, Code, Key, Mapped, TextIn, mapped_column


class Organisation(Base):
    """An arranger. A municipal unit of the plan carries the plan's ``unit_key``; a library may name the unit it
    belongs to in ``part_of_unit``. ``trusted``: its activities need no approval (libraries and units always)."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    code: Mapped[Code]
    kind: Mapped[str] = mapped_column(String(12))  # library | association | municipal
    name: Mapped[str] = mapped_column(String(200), unique=True)
    description: Mapped[TextIn]
    unit_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    part_of_unit: Mapped[str | None] = mapped_column(String(40))
    board: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default="approved")  # applied | approved | suspended
    trusted: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]
