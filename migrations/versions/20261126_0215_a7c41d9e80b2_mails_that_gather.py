"""mails that gather what changes

What waits to be sent of dates that were moved or cancelled is kept: a mail each before, one a person from now on.

Revision ID: a7c41d9e80b2
Revises: 9d3e7b61a0f4
Create Date: 2026-11-26 02:15:00
"""

import sqlalchemy as sa
from alembic import op

revision = "a7c41d9e80b2"
down_revision = "9d3e7b61a0f4"
branch_labels = None
depends_on = None

NAME = "uq_message_gathering"
message = sa.table(
    "message", sa.column("id"), sa.column("code"), sa.column("dedupe_key"), sa.column("recipient"), sa.column("language"),
    sa.column("kind"), sa.column("about", sa.JSON), sa.column("body"), sa.column("state"), sa.column("attempts"),
    sa.column("next_attempt_at"), sa.column("created_at"), sa.column("sent_at"), sa.column("problem"),
)  # fmt: skip
DATES = sa.text(
    "SELECT o.code, o.state, o.starts_at, o.ends_at, coalesce(o.place_id, a.place_id) AS place,"
    " CASE WHEN o.place_id IS NOT NULL THEN o.room_id ELSE coalesce(o.room_id, a.room_id) END AS room,"
    " a.organisation_id AS organisation FROM occurrence o JOIN activity a ON a.id = o.activity_id WHERE o.code = :code"
)


def upgrade() -> None:
    op.add_column("message", sa.Column("gathers", sa.Boolean(), server_default=sa.false(), nullable=False))
    only = sa.text("gathers")
    op.create_index(
        NAME, "message", ["recipient", "language", "kind"], unique=True, postgresql_where=only, sqlite_where=only
    )
    for row in _waiting("date_moved", "date_cancelled"):
        date = _date(row.about["occurrence"])
        was = {
            "starts_at": row.about.get("old_starts_at") or _instant(date.starts_at),
            "ends_at": row.about.get("old_ends_at") or _instant(date.ends_at),
            "place": int(row.about.get("old_place") or date.place), "room": date.room, "organisation": date.organisation,
        }  # fmt: skip
        about = {"registrations": {row.about["registration"]: {date.code: was}}}
        op.execute(message.update().where(message.c.id == row.id).values(kind="dates_changed", about=about))


def downgrade() -> None:
    op.drop_index(NAME, table_name="message")
    op.drop_column("message", "gathers")
    for row in _waiting("dates_changed"):
        told = [(code, date, was) for code, dates in row.about["registrations"].items() for date, was in dates.items()]
        for number, (registration, code, was) in enumerate(told):
            kind = "date_cancelled" if _date(code).state == "cancelled" else "date_moved"
            about = {
                "registration": registration, "occurrence": code, "old_starts_at": was["starts_at"],
                "old_ends_at": was["ends_at"], "old_place": str(was["place"]),
            }  # fmt: skip
            values = {"kind": kind, "about": about}
            if not number:
                op.execute(message.update().where(message.c.id == row.id).values(**values))
                continue
            copy = {name: value for name, value in row._mapping.items() if name != "id"}
            key, made = f"{kind}:{code}:{registration}:{row.id}", f"{row.id:06d}{number:02d}"[-8:]
            op.execute(message.insert().values(**{**copy, **values, "dedupe_key": key, "code": made}))


def _waiting(*kinds: str) -> list[sa.Row]:
    waits = message.c.state.in_(["pending", "sending"])
    return list(op.get_bind().execute(sa.select(message).where(message.c.kind.in_(kinds), waits)))


def _date(code: str) -> sa.Row:
    return op.get_bind().execute(DATES, {"code": code}).one()


def _instant(value: object) -> str:
    """SQLite's driver gives text without a zone, PostgreSQL's an aware instant."""
    return value.isoformat() if hasattr(value, "isoformat") else f"{str(value).replace(' ', 'T')}+00:00"
