"""what keeps people out

Revision ID: a91d4c7b52e8
Revises: e5f02a6b91c7
Create Date: 2026-11-26 10:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "a91d4c7b52e8"
down_revision = "e5f02a6b91c7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shortcoming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["staff_user.id"], name=op.f("fk_shortcoming_handled_by_id_staff_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortcoming")),
        sa.UniqueConstraint("code", name=op.f("uq_shortcoming_code")),
    )
    op.create_index(op.f("ix_shortcoming_handled_at"), "shortcoming", ["handled_at"])


def downgrade() -> None:
    op.drop_table("shortcoming")
