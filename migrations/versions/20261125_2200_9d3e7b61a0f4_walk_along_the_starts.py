"""walk along the starts without the rows

Revision ID: 9d3e7b61a0f4
Revises: 5e8a1f7c2d34
Create Date: 2026-11-25 22:00:00
"""

from alembic import op

revision = "9d3e7b61a0f4"
down_revision = "5e8a1f7c2d34"
branch_labels = None
depends_on = None

NAME = "ix_occurrence_starts_at"


def upgrade() -> None:
    op.drop_index(NAME, table_name="occurrence")
    op.create_index(NAME, "occurrence", ["starts_at", "activity_id", "ends_at"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="occurrence")
    op.create_index(NAME, "occurrence", ["starts_at"])
