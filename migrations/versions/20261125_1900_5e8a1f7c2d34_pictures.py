"""pictures

Revision ID: 5e8a1f7c2d34
Revises: 2b7d40e6c915
Create Date: 2026-11-25 19:00:00
"""

import sqlalchemy as sa
from alembic import op

import app.db

revision = "5e8a1f7c2d34"
down_revision = "2b7d40e6c915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture_file",
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "name", name=op.f("pk_picture_file")),
    )
    op.add_column("activity", sa.Column("picture_digest", sa.String(length=32), nullable=True))
    op.add_column("activity", sa.Column("picture_width", sa.Integer(), nullable=True))
    op.add_column("activity", sa.Column("picture_height", sa.Integer(), nullable=True))
    op.add_column("activity", sa.Column("picture_alt", app.db.Translations(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_activity_picture_digest"), "activity", ["picture_digest"])


def downgrade() -> None:
    op.drop_index(op.f("ix_activity_picture_digest"), table_name="activity")
    for column in ("picture_alt", "picture_height", "picture_width", "picture_digest"):
        op.drop_column("activity", column)
    op.drop_table("picture_file")
