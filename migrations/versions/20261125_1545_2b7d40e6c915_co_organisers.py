"""co-organisers

Revision ID: 2b7d40e6c915
Revises: 8c1e5a90d3b4
Create Date: 2026-11-25 15:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = "2b7d40e6c915"
down_revision = "8c1e5a90d3b4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "co_organiser",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_co_organiser_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_co_organiser_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("activity_id", "organisation_id", name=op.f("pk_co_organiser")),
    )
    op.create_index(op.f("ix_co_organiser_organisation_id"), "co_organiser", ["organisation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_co_organiser_organisation_id"), table_name="co_organiser")
    op.drop_table("co_organiser")
