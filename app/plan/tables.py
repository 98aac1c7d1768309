"""Rows of the plan. Each is known by its code from the plan file; what a later file leaves out is retired, not deleted."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint

from app.db import At, Base, Key, LabelSet, Mapped, TextIn, mapped_column


class Plan(Base):
    """One plan; ``current`` is the one that is followed. ``facts``: the file's `plan` section as written."""

    __tablename__ = "plan"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[TextIn]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    baseline: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    digest: Mapped[str] = mapped_column(String(64))
    current: Mapped[bool] = mapped_column(default=True)
    loaded_at: Mapped[At]


class Term(Base):
    """A category that heads are counted in: newcomer, resident, employee ..."""

    __tablename__ = "plan_term"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[TextIn]
    years: Mapped[int | None]
    position: Mapped[int]
    retired_at: Mapped[At | None]


class Partner(Base):
    """Somebody the plan names beside its units."""

    __tablename__ = "plan_partner"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    retired_at: Mapped[At | None]


class Goal(Base):
    __tablename__ = "plan_goal"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[TextIn]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # wording, note, in_strategy
    position: Mapped[int]
    retired_at: Mapped[At | None]


class Subgoal(Base):
    __tablename__ = "plan_subgoal"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    goal_code: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[TextIn]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int]
    retired_at: Mapped[At | None]


class Strategy(Base):
    """``details``: actions, responsible units, partners, resources, risks, note, wording, in_strategy, as in the file."""

    __tablename__ = "plan_strategy"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    subgoal_code: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[TextIn]
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int]
    retired_at: Mapped[At | None]


class Indicator(Base):
    """``kind``: a measure (groups ... contacts) or a reported kind (count, share, yes_no, text).
    ``details``: of, at, background, channel, tagged, not_tagged, per, target, supplement, added, interpreted, note."""

    __tablename__ = "plan_indicator"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    strategy_code: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[TextIn]
    computed: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int]
    retired_at: Mapped[At | None]


class ActivityType(Base):
    """What the meeting places offer. ``counts_to``: proposed strategy codes; ``details``: by_tag."""

    __tablename__ = "activity_type"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[TextIn]
    counts_to: Mapped[LabelSet]
    confirmed_only: Mapped[bool] = mapped_column(default=False)
    signup: Mapped[str] = mapped_column(String(12), default="optional")  # none | optional | required | request
    tally: Mapped[list[str]] = mapped_column(JSON, default=list)
    channels: Mapped[list[str]] = mapped_column(JSON, default=list)
    outcome: Mapped[list[str]] = mapped_column(JSON, default=list)
    group_is_series: Mapped[bool] = mapped_column(default=False)
    listed: Mapped[bool] = mapped_column(default=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    position: Mapped[int]
    retired_at: Mapped[At | None]


class ReportedValue(Base):
    """What a responsible unit has told about an indicator of kind `reported` for one year (null: not told yet)."""

    __tablename__ = "reported_value"
    __table_args__ = (UniqueConstraint("indicator_code", "year"),)

    id: Mapped[Key]
    indicator_code: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    value: Mapped[float | None]
    comment: Mapped[str] = mapped_column(String(2000), default="")
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_user.id"))
    reported_at: Mapped[At]
