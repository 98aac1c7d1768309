"""approval and reports

Revision ID: 8c1e5a90d3b4
Revises: 6c1e9a3f5d72
Create Date: 2026-11-25 15:00:00
"""

import secrets

import sqlalchemy as sa
from alembic import op

import app.db

revision = "8c1e5a90d3b4"
down_revision = "6c1e9a3f5d72"
branch_labels = None
depends_on = None

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    op.create_table(
        "published_version",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("kept_at", app.db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_published_version_activity_id_activity")),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_published_version")),
    )
    op.create_table(
        "activity_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("by_coordinator", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("created_at", app.db.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_activity_comment_activity_id_activity")),
        sa.ForeignKeyConstraint(["author_id"], ["staff_user.id"], name=op.f("fk_activity_comment_author_id_staff_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_comment")),
        sa.UniqueConstraint("code", name=op.f("uq_activity_comment_code")),
    )
    op.create_index(op.f("ix_activity_comment_activity_id"), "activity_comment", ["activity_id"])
    op.create_table(
        "page_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("created_at", app.db.Instant(timezone=True), nullable=False),
        sa.Column("handled_at", app.db.Instant(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_page_report_activity_id_activity")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_page_report_occurrence_id_occurrence")),
        sa.ForeignKeyConstraint(["handled_by_id"], ["staff_user.id"], name=op.f("fk_page_report_handled_by_id_staff_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_report")),
        sa.UniqueConstraint("code", name=op.f("uq_page_report_code")),
    )
    op.create_index(op.f("ix_page_report_activity_id"), "page_report", ["activity_id"])
    op.create_index(op.f("ix_page_report_handled_at"), "page_report", ["handled_at"])
    _begin_threads()


def downgrade() -> None:
    op.drop_table("page_report")
    op.drop_table("activity_comment")
    op.drop_table("published_version")


def _begin_threads() -> None:
    """The reason of what has been sent back begins its thread; it also stays where it was, so going down loses none."""
    activity = sa.table(
        "activity", sa.column("id"), sa.column("rejected_because"), sa.column("submitted_at", app.db.Instant),
        sa.column("created_at", app.db.Instant),
    )  # fmt: skip
    comment = sa.table(
        "activity_comment", sa.column("code"), sa.column("activity_id"), sa.column("by_coordinator", sa.Boolean),
        sa.column("text"), sa.column("created_at", app.db.Instant),
    )  # fmt: skip
    bind = op.get_bind()
    for row in bind.execute(sa.select(activity).where(activity.c.rejected_because != "")).all():
        code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        values = {"code": code, "activity_id": row.id, "by_coordinator": True, "text": row.rejected_because}
        bind.execute(comment.insert().values(**values, created_at=row.submitted_at or row.created_at))
