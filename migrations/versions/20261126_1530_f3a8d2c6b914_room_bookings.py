"""room bookings: who has which room when; what has a room already gets its booking

Revision ID: f3a8d2c6b914
Revises: 3f8b6d20c9a7
Create Date: 2026-11-26 15:30:00
"""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "f3a8d2c6b914"
down_revision = "3f8b6d20c9a7"
branch_labels = None
depends_on = None

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AT = sa.DateTime(timezone=True)
# SQLite has no exclusion constraint: the same law by a trigger before each write that could break it.
OVERLAPS = """SELECT RAISE(ABORT, 'ex_room_booking_no_overlap') WHERE EXISTS (
        SELECT 1 FROM room_booking AS other
        WHERE other.room_id = new.room_id AND other.state = 'approved' AND other.id IS NOT new.id
          AND other.starts_at < new.ends_at AND other.ends_at > new.starts_at)"""
TRIGGERS = {
    "room_booking_no_overlap_insert": "BEFORE INSERT ON room_booking",
    "room_booking_no_overlap_update": "BEFORE UPDATE OF room_id, starts_at, ends_at, state ON room_booking",
}


def upgrade() -> None:
    op.create_table(
        "room_booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", AT, nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.String(8), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", AT, nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", AT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_room_booking_ends_after_start")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["staff_user.id"], name=op.f("fk_room_booking_asked_by_id_staff_user")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff_user.id"], name=op.f("fk_room_booking_decided_by_id_staff_user")),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrence.id"], name=op.f("fk_room_booking_occurrence_id_occurrence")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_room_booking_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_booking_room_id_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_booking")),
        sa.UniqueConstraint("code", name=op.f("uq_room_booking_code")),
        sa.UniqueConstraint("occurrence_id", name=op.f("uq_room_booking_occurrence_id")),
    )
    op.create_index("ix_room_booking_room", "room_booking", ["room_id", "starts_at", "ends_at", "state"])
    op.create_index("ix_room_booking_state", "room_booking", ["state", "starts_at"])
    op.create_index(op.f("ix_room_booking_organisation_id"), "room_booking", ["organisation_id"])
    op.create_index(op.f("ix_room_booking_series"), "room_booking", ["series"])
    op.create_table(
        "calendar_feed",
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calendar_feed")),
    )
    _book_what_has_a_room()
    _forbid_overlaps()


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("room_booking")


def _forbid_overlaps() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE room_booking ADD CONSTRAINT ex_room_booking_no_overlap EXCLUDE USING gist"
            " (room_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state = 'approved')"
        )
        return
    for name, when in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} WHEN new.state = 'approved' BEGIN {OVERLAPS}; END")


def _book_what_has_a_room() -> None:
    """Each date in a room gets its booking; of two that overlap, the later one waits for an answer."""
    bind, now = op.get_bind(), datetime.now(UTC)
    o, a = _table("occurrence", "id", "activity_id", "place_id", "room_id", "state", "starts_at", "ends_at"), _table(
        "activity", "id", "code", "organisation_id", "room_id", "created_by_id"
    )
    room = sa.case((o.c.place_id.is_not(None), o.c.room_id), else_=sa.func.coalesce(o.c.room_id, a.c.room_id))
    found = (
        sa.select(
            o.c.id, room.label("room_id"), o.c.starts_at, o.c.ends_at, a.c.code, a.c.organisation_id, a.c.created_by_id
        )
        .join(a, a.c.id == o.c.activity_id)
        .where(o.c.state == "scheduled", room.is_not(None))
        .order_by(room, o.c.starts_at, o.c.id)
    )
    rows, until = [], {}
    for one in bind.execute(found).all():
        free = one.room_id not in until or one.starts_at >= until[one.room_id]
        if free:
            until[one.room_id] = one.ends_at
        rows.append({
            "code": _code(), "room_id": one.room_id, "starts_at": one.starts_at, "ends_at": one.ends_at,
            "state": "approved" if free else "requested", "kind": "occurrence", "occurrence_id": one.id,
            "organisation_id": one.organisation_id, "series": one.code, "purpose": "", "asked_by_id": one.created_by_id,
            "asked_at": now, "reason": "", "sequence": 0, "changed_at": now,
        })  # fmt: skip
    booking = _table("room_booking", *(rows[0] if rows else ()))
    for first in range(0, len(rows), 1000):
        bind.execute(sa.insert(booking), rows[first : first + 1000])


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(one, AT if one.endswith("_at") else None) for one in columns))


def _code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(8))
