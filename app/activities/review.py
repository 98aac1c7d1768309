"""Reads for whoever reviews activities: what was shown before, what was written about it, what residents reported."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.activities.queries import ActivityFact
from app.activities.tables import Activity, Comment, Occurrence, PageReport, PublishedVersion
from app.activities.versions import Version, from_plain
from app.db import fetch, reading
from app.places.queries import Spot


@dataclass(frozen=True)
class CommentFact:
    """What one side wrote to the other. ``author_id`` none: from before comments had one."""

    code: str
    activity_id: int
    author_id: int | None
    by_coordinator: bool
    text: str
    created_at: datetime


@dataclass(frozen=True)
class ReportFact:
    """An open report of the page of a date (``occurrence_code``) or of a series (None)."""

    code: str
    reason: str
    text: str
    created_at: datetime
    activity_code: str
    title: dict[str, str]
    state: str
    organisation_id: int
    occurrence_code: str | None
    starts_at: datetime | None


def version_of(activity: ActivityFact, type_title: dict[str, str], spot: Spot | None) -> Version:
    """What residents read of the activity now; ``spot``: its place."""
    return Version(
        activity.type_key, type_title, activity.title, activity.summary, activity.description,
        activity.place_id, activity.room_id, spot.name if spot else "", (spot.room_name if spot else None) or "",
        tuple(sorted(activity.spoken)), activity.children_welcome, activity.cost_kr, tuple(sorted(activity.tags)),
        tuple(sorted(activity.phrases)), activity.signup, activity.visibility,
        tuple(filter(None, (activity.contact_name, activity.contact_email, activity.contact_phone))),
        activity.picture_digest or "", activity.picture_alt,
    )  # fmt: skip


def find_published_version(activity_id: int) -> Version | None:
    """What residents read when it was last approved or published; None where nothing has changed since, or where it
    never was."""
    statement = select(PublishedVersion.facts).where(PublishedVersion.activity_id == activity_id)
    facts = fetch(statement).scalar_one_or_none()
    return from_plain(facts) if facts else None


def list_comments(activity_id: int) -> list[CommentFact]:
    """What both sides wrote, the first first."""
    statement = _comments().where(Comment.activity_id == activity_id).order_by(Comment.created_at, Comment.id)
    return [CommentFact(*row) for row in fetch(statement)]


def find_comment(code: str) -> CommentFact | None:
    """One comment by its code."""
    row = fetch(_comments().where(Comment.code == code)).one_or_none()
    return CommentFact(*row) if row else None


def list_open_reports(most: int) -> list[ReportFact]:
    """Reports that nobody has handled yet, the oldest first, at most ``most``."""
    r, a, o = PageReport, Activity, Occurrence
    statement: Select[*tuple[Any, ...]] = (
        select(
            r.code, r.reason, r.text, r.created_at, a.code, a.title, a.state, a.organisation_id, o.code, o.starts_at
        )
        .join(a, a.id == r.activity_id)
        .outerjoin(o, o.id == r.occurrence_id)
        .where(r.handled_at.is_(None))
        .order_by(r.created_at, r.id)
        .limit(most)
    )  # fmt: skip
    return [ReportFact(*row) for row in fetch(statement)]


def count_open_reports() -> int:
    """How many reports nobody has handled yet."""
    counted = select(func.count()).select_from(PageReport).where(PageReport.handled_at.is_(None))
    return reading().scalar(counted) or 0


def _comments() -> Select[*tuple[Any, ...]]:
    c = Comment
    return select(c.code, c.activity_id, c.author_id, c.by_coordinator, c.text, c.created_at)
