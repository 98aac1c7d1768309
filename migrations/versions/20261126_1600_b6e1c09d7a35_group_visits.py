"""group visits: offers, groups, requests and their visits

Revision ID: b6e1c09d7a35
Revises: f3a8d2c6b914
Create Date: 2026-11-26 16:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "b6e1c09d7a35"
down_revision = "f3a8d2c6b914"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
# SQLite has no exclusion constraint: the same law by a trigger before each write that could break it.
OVERLAPS = """SELECT RAISE(ABORT, 'ex_visit_no_overlap') WHERE EXISTS (
        SELECT 1 FROM visit AS other
        WHERE other.offer_id = new.offer_id AND other.held_until IS NOT NULL AND other.id IS NOT new.id
          AND other.starts_at < new.held_until AND other.held_until > new.starts_at)"""
TRIGGERS = {
    "visit_no_overlap_insert": "BEFORE INSERT ON visit",
    "visit_no_overlap_update": "BEFORE UPDATE OF offer_id, starts_at, held_until ON visit",
}


def upgrade() -> None:
    op.create_table(
        "visit_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("newcomers", sa.Boolean(), nullable=False),
        sa.Column("created_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_group")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_group_code")),
    )
    op.create_table(
        "visit_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("type_key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("receiver", sa.String(length=120), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("gap_minutes", sa.Integer(), nullable=False),
        sa.Column("min_people", sa.Integer(), nullable=False),
        sa.Column("max_people", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=True),
        sa.Column("most_visits", sa.Integer(), nullable=False),
        sa.Column("auto_accept", sa.Boolean(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", AT, nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_visit_offer_activity_id_activity")),
        sa.ForeignKeyConstraint(["created_by_id"], ["staff_user.id"], name=op.f("fk_visit_offer_created_by_id_staff_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_visit_offer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_visit_offer_place_id_place")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_visit_offer_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_offer")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_visit_offer_activity_id")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_offer_code")),
    )
    op.create_index("ix_visit_offer_organisation", "visit_offer", ["organisation_id", "state"])

    op.create_table(
        "visit_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("own_code_hash", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["staff_user.id"], name=op.f("fk_visit_request_created_by_id_staff_user")),
        sa.ForeignKeyConstraint(["group_id"], ["visit_group.id"], name=op.f("fk_visit_request_group_id_visit_group")),
        sa.ForeignKeyConstraint(["offer_id"], ["visit_offer.id"], name=op.f("fk_visit_request_offer_id_visit_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_request")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_request_code")),
        sa.UniqueConstraint("nonce", name=op.f("uq_visit_request_nonce")),
        sa.UniqueConstraint("own_code_hash", name=op.f("uq_visit_request_own_code_hash")),
    )
    op.create_index("ix_visit_request_group_id", "visit_request", ["group_id"])
    op.create_index("ix_visit_request_offer_id", "visit_request", ["offer_id"])

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("starts_at", AT, nullable=True),
        sa.Column("ends_at", AT, nullable=True),
        sa.Column("held_until", AT, nullable=True),
        sa.Column("wished", sa.JSON(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("newcomers", sa.Boolean(), nullable=False),
        sa.Column("elsewhere", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("shown", sa.String(length=500), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("decided_at", AT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_visit_ends_after_start")),
        sa.CheckConstraint("learners >= 0 and adults >= 0", name=op.f("ck_visit_heads_not_negative")),
        sa.ForeignKeyConstraint(["booking_id"], ["room_booking.id"], name=op.f("fk_visit_booking_id_room_booking")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff_user.id"], name=op.f("fk_visit_decided_by_id_staff_user")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_visit_occurrence_id_occurrence")),
        sa.ForeignKeyConstraint(["offer_id"], ["visit_offer.id"], name=op.f("fk_visit_offer_id_visit_offer")),
        sa.ForeignKeyConstraint(["request_id"], ["visit_request.id"], name=op.f("fk_visit_request_id_visit_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_visit_booking_id")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_visit_occurrence_id")),
    )
    op.create_index("ix_visit_offer_starts_at", "visit", ["offer_id", "starts_at", "ends_at", "held_until"])
    op.create_index("ix_visit_request_id", "visit", ["request_id"])
    op.create_index("ix_visit_state", "visit", ["state", "starts_at"])
    _forbid_overlaps()


def downgrade() -> None:
    for name in ("visit", "visit_request", "visit_offer", "visit_group"):
        op.drop_table(name)


def _forbid_overlaps() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE visit ADD CONSTRAINT ex_visit_no_overlap EXCLUDE USING gist"
            " (offer_id WITH =, tstzrange(starts_at, held_until) WITH &&) WHERE (held_until IS NOT NULL)"
        )
        return
    for name, when in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} WHEN new.held_until IS NOT NULL BEGIN {OVERLAPS}; END")
