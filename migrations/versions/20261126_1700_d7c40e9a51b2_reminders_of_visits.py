"""reminders of visits: whoever asked for a visit may stop them

Revision ID: d7c40e9a51b2
Revises: b6e1c09d7a35
Create Date: 2026-11-26 17:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "d7c40e9a51b2"
down_revision = "b6e1c09d7a35"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit_request", sa.Column("reminded", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("visit_request", "reminded")
