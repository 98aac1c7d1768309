"""Rows of the group visits. Contacts are erased some days after the visit; what is counted stays."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, text, true
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from app.db import At, Base, Code, Key, LabelSet, Mapped, TextIn, WeeklyHours, mapped_column
from app.visits.recognition import MOST_LETTERS, likeness_of

NO_OVERLAP = "ex_visit_no_overlap"


class VisitOffer(Base):
    """What a library offers to groups. ``activity_id``: the internal series whose dates its agreed visits are, once there
    is one. ``receiver``: who receives the group, for colleagues and for the group."""

    __tablename__ = "visit_offer"
    __table_args__ = (Index("ix_visit_offer_organisation", "organisation_id", "state"),)

    id: Mapped[Key]
    code: Mapped[Code]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    type_key: Mapped[str] = mapped_column(String(40))
    title: Mapped[TextIn]
    summary: Mapped[TextIn]
    bring: Mapped[TextIn]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    receiver: Mapped[str] = mapped_column(String(120), default="")
    languages: Mapped[LabelSet]
    minutes: Mapped[int]
    gap_minutes: Mapped[int] = mapped_column(default=0)
    min_people: Mapped[int] = mapped_column(default=1)
    max_people: Mapped[int]
    lead_days: Mapped[int] = mapped_column(default=7)
    horizon_days: Mapped[int] = mapped_column(default=180)
    per_day: Mapped[int | None]
    most_visits: Mapped[int] = mapped_column(default=1)
    auto_accept: Mapped[bool] = mapped_column(default=False)
    question: Mapped[TextIn]
    hours: Mapped[WeeklyHours]
    state: Mapped[str] = mapped_column(String(10), default="open")  # open | staff | closed
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    created_at: Mapped[At]
    changed_at: Mapped[At]


def _likeness(context: Any) -> str:
    return likeness_of(context.get_current_parameters()["name"])


class VisitGroup(Base):
    """A group that visits, the same at each of its visits once a librarian has said so. ``newcomers``: what its next visits
    are tagged with; ``likeness``: the same for every way to write its name."""

    __tablename__ = "visit_group"

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[str] = mapped_column(String(120))
    likeness: Mapped[str] = mapped_column(String(MOST_LETTERS), default=_likeness, server_default="", index=True)
    organisation: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[str] = mapped_column(String(30))
    newcomers: Mapped[bool]
    created_at: Mapped[At]


class VisitRequest(Base):
    """What somebody asked for, or a librarian entered, at one go: one group, one or more visits. The own page is its."""

    __tablename__ = "visit_request"

    id: Mapped[Key]
    code: Mapped[Code]
    offer_id: Mapped[int] = mapped_column(ForeignKey("visit_offer.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("visit_group.id"), index=True)
    source: Mapped[str] = mapped_column(String(10), default="form")  # form | phone | outreach | past
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))  # of our messages
    languages: Mapped[LabelSet]  # that the group understands
    level: Mapped[str] = mapped_column(String(12), default="not_known")
    needs: Mapped[LabelSet]
    answer: Mapped[str] = mapped_column(String(500), default="")  # to the offer's own question
    nonce: Mapped[str] = mapped_column(String(32), unique=True)
    own_code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    generation: Mapped[int] = mapped_column(default=0)
    reminded: Mapped[bool] = mapped_column(default=True, server_default=true())  # the day before; they can stop that
    asked_at: Mapped[At]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))


class Visit(Base):
    """One visit. ``starts_at`` none: no time is held. ``held_until``: the end with the offer's gap, while it holds its time
    against other visits of the offer; none for what is in nobody's way. ``wished``: other times that would suit too
    (ISO, UTC). ``newcomers``: whether its date carries the tag.

    *Law:* visits of one offer that hold their time never overlap, gap included: the exclusion constraint here, a trigger on
    SQLite."""

    __tablename__ = "visit"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("learners >= 0 and adults >= 0", name="heads_not_negative"),
        UniqueConstraint("occurrence_id"),
        UniqueConstraint("booking_id"),
        Index("ix_visit_offer_starts_at", "offer_id", "starts_at", "ends_at", "held_until"),
        Index("ix_visit_state", "state", "starts_at"),
        ExcludeConstraint(
            ("offer_id", "="),
            (func.tstzrange(text("starts_at"), text("held_until")), "&&"),
            where=text("held_until IS NOT NULL"),
            using="gist",
            name=NO_OVERLAP,
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    request_id: Mapped[int] = mapped_column(ForeignKey("visit_request.id"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("visit_offer.id"))
    state: Mapped[str] = mapped_column(String(10))
    starts_at: Mapped[At | None]
    ends_at: Mapped[At | None]
    held_until: Mapped[At | None]
    wished: Mapped[list[Any]] = mapped_column(JSON, default=list)
    learners: Mapped[int]
    adults: Mapped[int]
    newcomers: Mapped[bool]
    elsewhere: Mapped[str] = mapped_column(String(200), default="")  # where, when the library goes to the group
    note: Mapped[str] = mapped_column(String(1000), default="")  # for colleagues
    reason: Mapped[str] = mapped_column(String(500), default="")  # of declining or cancelling, or said with a proposal
    shown: Mapped[str] = mapped_column(String(500), default="")  # what the group was shown
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("room_booking.id"))
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    asked_at: Mapped[At]
    decided_at: Mapped[At | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[At]
