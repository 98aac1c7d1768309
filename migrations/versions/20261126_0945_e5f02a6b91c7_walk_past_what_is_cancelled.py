"""walk past what is cancelled: the lists ask for the state of every date that they pass

Revision ID: e5f02a6b91c7
Revises: c4d90b7e18a3
Create Date: 2026-11-26 09:45:00
"""

from alembic import op

revision = "e5f02a6b91c7"
down_revision = "c4d90b7e18a3"
branch_labels = None
depends_on = None

NAME = "ix_occurrence_starts_at"


def upgrade() -> None:
    op.drop_index(NAME, table_name="occurrence")
    op.create_index(NAME, "occurrence", ["starts_at", "activity_id", "ends_at", "state"])


def downgrade() -> None:
    op.drop_index(NAME, table_name="occurrence")
    op.create_index(NAME, "occurrence", ["starts_at", "activity_id", "ends_at"])
