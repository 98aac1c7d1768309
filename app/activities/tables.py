"""Rows of the activities and their dates."""

import json
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)

from app import clock
from app.activities.likeness import searchable
from app.db import At, Base, Code, Key, LabelSet, Mapped, TextIn, Translations, mapped_column

SEARCHED = ("title", "summary", "description")


def _words(context: Any) -> str:
    """What a new activity is found by, from the texts that it is inserted with."""
    given = context.get_current_parameters()
    return words_in(*(given.get(name) for name in SEARCHED))


def _week_minute(context: Any) -> int:
    """When in its week a new date begins."""
    return clock.week_minute(context.get_current_parameters()["starts_at"])


def words_in(*texts: dict[str, str] | str | None) -> str:
    """The words of these texts (in every language), to search in."""
    read = [json.loads(text) if isinstance(text, str) else text or {} for text in texts]
    return searchable(value for text in read for value in text.values())


class Activity(Base):
    """A series of dates (one or many). ``counts_to``: strategy codes it counts to now; empty until confirmed where
    the type says so. ``root_id``: the series it was split from, or itself."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_state_organisation", "state", "organisation_id"),
        CheckConstraint("cost_kr >= 0", name="cost_not_negative"),
        Index("ix_activity_words", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}).ddl_if(
            dialect="postgresql"  # SQLite has the virtual table activity_fts, kept by triggers
        ),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    root_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    type_key: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[TextIn]
    summary: Mapped[TextIn]
    description: Mapped[TextIn]
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    spoken: Mapped[LabelSet]  # BCP 47 codes of the languages that hosts speak
    children_welcome: Mapped[bool] = mapped_column(default=False)
    cost_kr: Mapped[int] = mapped_column(default=0)
    tags: Mapped[LabelSet]
    phrases: Mapped[LabelSet] = mapped_column(server_default="")  # keys of app.activities.phrases
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    visibility: Mapped[str] = mapped_column(String(10), default="public")  # public | link | internal
    signup: Mapped[str] = mapped_column(String(10))  # none | optional | required
    signup_scope: Mapped[str] = mapped_column(String(10), default="date")  # date | series
    contact_required: Mapped[bool] = mapped_column(default=False)
    door_closed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    counts_to: Mapped[LabelSet]
    counts_confirmed: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # how its dates were generated, for copying
    rejected_because: Mapped[str] = mapped_column(String(1000), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    created_at: Mapped[At]
    submitted_at: Mapped[At | None]
    published_at: Mapped[At | None]
    picture_digest: Mapped[str | None] = mapped_column(String(32), index=True)  # names its files
    picture_width: Mapped[int | None]
    picture_height: Mapped[int | None]
    picture_alt: Mapped[dict[str, str]] = mapped_column(Translations, default=dict, server_default="{}")
    words: Mapped[str] = mapped_column(
        Text, default=_words, server_default="", deferred=True
    )  # what is searched in, folded


class PictureFile(Base):
    """A picture in one size. The bytes stand here, so that a backup has everything and any machine can answer; what
    several activities show stands once."""

    __tablename__ = "picture_file"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)  # 640.webp, share.jpg
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CoOrganiser(Base):
    """An organisation that arranges an activity together with the one that leads it: edits and counts, owns nothing."""

    __tablename__ = "co_organiser"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class Occurrence(Base):
    """One date. ``recurrence_id`` never changes (RFC 5545 3.8.4.4); ``starts_on`` is its day in Stockholm,
    ``week_minute`` how many minutes of its week had gone by there.
    Place and room are those of the activity unless set here."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("activity_id", "recurrence_id"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_occurrence_ends_at", "ends_at"),
        # With what the lists ask of every date that they pass, so that they need not look at its row.
        Index("ix_occurrence_starts_at", "starts_at", "activity_id", "ends_at", "state"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    recurrence_id: Mapped[At]
    starts_at: Mapped[At]
    ends_at: Mapped[At]
    starts_on: Mapped[date] = mapped_column(Date, index=True)
    week_minute: Mapped[int] = mapped_column(SmallInteger, default=_week_minute, server_default="0")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    tags: Mapped[LabelSet]
    state: Mapped[str] = mapped_column(String(10), default="scheduled")  # scheduled | cancelled
    sequence: Mapped[int] = mapped_column(default=0)
    notice: Mapped[TextIn]  # what everybody should know about this date only
    cancelled_at: Mapped[At | None]
    changed_at: Mapped[At]


class PublishedVersion(Base):
    """What residents read of an activity when it was last approved or published (``versions.Version``). Kept when it is
    changed for the first time after that, and forgotten when it is published again."""

    __tablename__ = "published_version"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[At]


class Comment(Base):
    """What the coordinator or an editor wrote to the other about an activity under approval; never public."""

    __tablename__ = "activity_comment"

    id: Mapped[Key]
    code: Mapped[Code]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    by_coordinator: Mapped[bool]
    text: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[At]


class PageReport(Base):
    """Somebody, we never know who, reports the page of a series or (``occurrence_id``) of a date. What they wrote is
    erased when it is handled: it may name people."""

    __tablename__ = "page_report"

    id: Mapped[Key]
    code: Mapped[Code]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrence.id"))
    reason: Mapped[str] = mapped_column(String(20))  # wrong | offensive | unreal | unsafe | other
    text: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[At]
    handled_at: Mapped[At | None] = mapped_column(index=True)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
