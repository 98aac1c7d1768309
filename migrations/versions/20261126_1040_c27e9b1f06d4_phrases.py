"""phrases: lines that organisers choose, which every language has

Revision ID: c27e9b1f06d4
Revises: a91d4c7b52e8
Create Date: 2026-11-26 10:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "c27e9b1f06d4"
down_revision = "a91d4c7b52e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activity", sa.Column("phrases", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("activity", "phrases")
