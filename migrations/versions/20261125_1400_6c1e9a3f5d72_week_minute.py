"""when in its week a date begins

Revision ID: 6c1e9a3f5d72
Revises: 4f2d8c1b7e60
Create Date: 2026-11-25 14:00:00
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "6c1e9a3f5d72"
down_revision = "4f2d8c1b7e60"
branch_labels = None
depends_on = None

ZONE = ZoneInfo("Europe/Stockholm")
AT_ONCE = 5000


def upgrade() -> None:
    op.add_column("occurrence", sa.Column("week_minute", sa.SmallInteger(), nullable=False, server_default="0"))
    _fill()


def downgrade() -> None:
    op.drop_column("occurrence", "week_minute")


def _fill() -> None:
    """Every date that is there gets its minute."""
    occurrence = sa.table("occurrence", sa.column("id"), sa.column("starts_at"), sa.column("week_minute"))
    bind, last = op.get_bind(), 0
    update = occurrence.update().where(occurrence.c.id == sa.bindparam("key")).values(week_minute=sa.bindparam("minute"))
    while True:
        some = sa.select(occurrence.c.id, occurrence.c.starts_at).where(occurrence.c.id > last)
        rows = bind.execute(some.order_by(occurrence.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        bind.execute(update, [{"key": row.id, "minute": _week_minute(row.starts_at)} for row in rows])
        last = rows[-1].id


def _week_minute(starts_at: datetime | str) -> int:
    """As the app counted it when this version was written; SQLite gives the instant as naive UTC."""
    instant = datetime.fromisoformat(starts_at) if isinstance(starts_at, str) else starts_at
    local = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(ZONE)
    return local.weekday() * 24 * 60 + local.hour * 60 + local.minute
