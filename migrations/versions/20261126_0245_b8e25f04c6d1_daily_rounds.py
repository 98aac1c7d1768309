"""daily rounds: reminders, thanks, mails to hosts

Revision ID: b8e25f04c6d1
Revises: a7c41d9e80b2
Create Date: 2026-11-26 02:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = "b8e25f04c6d1"
down_revision = "a7c41d9e80b2"
branch_labels = None
depends_on = None

KINDS = "('reminder', 'thanks', 'host_list', 'host_record')"


def upgrade() -> None:
    op.create_table(
        "message_round",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_message_round")),
    )
    op.add_column("registration", sa.Column("wants_next", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("registration", sa.Column("reminded", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("staff_user", sa.Column("gets_rounds", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.execute(f"UPDATE message SET state = 'dropped' WHERE kind IN {KINDS} AND state IN ('pending', 'sending')")
    op.drop_column("staff_user", "gets_rounds")
    op.drop_column("registration", "reminded")
    op.drop_column("registration", "wants_next")
    op.drop_table("message_round")
