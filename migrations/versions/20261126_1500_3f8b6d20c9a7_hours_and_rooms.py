"""hours of places and rooms, and who may ask for a room

Revision ID: 3f8b6d20c9a7
Revises: c27e9b1f06d4
Create Date: 2026-11-26 15:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "3f8b6d20c9a7"
down_revision = "c27e9b1f06d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("place", sa.Column("hours", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("room", sa.Column("hours", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("room", sa.Column("open_to", sa.String(length=10), nullable=False, server_default="approved"))
    op.add_column("room", sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("room", sa.Column("rules", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "room_guest",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_guest_room_id_room")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_room_guest_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("room_id", "organisation_id", name=op.f("pk_room_guest")),
    )
    op.create_index(op.f("ix_room_guest_organisation_id"), "room_guest", ["organisation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_room_guest_organisation_id"), table_name="room_guest")
    op.drop_table("room_guest")
    for column in ("rules", "at_once", "open_to", "hours"):
        op.drop_column("room", column)
    op.drop_column("place", "hours")
