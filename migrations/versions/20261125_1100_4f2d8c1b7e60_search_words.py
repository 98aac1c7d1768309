"""search words

Revision ID: 4f2d8c1b7e60
Revises: 9b63a58c6020
Create Date: 2026-11-25 11:00:00
"""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "4f2d8c1b7e60"
down_revision = "9b63a58c6020"
branch_labels = None
depends_on = None

# SQLite: an index of three letters each over activity.words, kept by triggers (SQLite, FTS5, "External Content Tables").
FTS = [
    """CREATE VIRTUAL TABLE activity_fts USING fts5(
        words, content='activity', content_rowid='id', tokenize='trigram')""",
    """CREATE TRIGGER activity_words_insert AFTER INSERT ON activity BEGIN
        INSERT INTO activity_fts(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER activity_words_delete AFTER DELETE ON activity BEGIN
        INSERT INTO activity_fts(activity_fts, rowid, words) VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER activity_words_update AFTER UPDATE OF words ON activity BEGIN
        INSERT INTO activity_fts(activity_fts, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO activity_fts(rowid, words) VALUES (new.id, new.words); END""",
    "INSERT INTO activity_fts(activity_fts) VALUES ('rebuild')",
]
SAME = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ٱ": "ا", "ø": "o", "æ": "a", "đ": "d", "ı": "i"})


def upgrade() -> None:
    op.add_column("activity", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    _fill()
    if op.get_bind().dialect.name == "sqlite":
        for statement in FTS:
            op.execute(statement)
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX ix_activity_words ON activity USING gin (words gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER activity_words_{name}")
        op.execute("DROP TABLE activity_fts")
    op.drop_column("activity", "words")


def _fill() -> None:
    """Every activity that is there gets its words."""
    activity = sa.table(
        "activity", sa.column("id"), sa.column("title", sa.JSON), sa.column("summary", sa.JSON),
        sa.column("description", sa.JSON), sa.column("words"),
    )  # fmt: skip
    bind = op.get_bind()
    rows = bind.execute(sa.select(activity)).all()
    for row in rows:
        texts = [text for kept in (row.title, row.summary, row.description) for text in _texts(kept)]
        bind.execute(activity.update().where(activity.c.id == row.id).values(words=_words(texts)))


def _texts(kept: object) -> list[str]:
    found = json.loads(kept) if isinstance(kept, str) else kept
    return list(found.values()) if isinstance(found, dict) else []


def _words(texts: list[str]) -> str:
    """As the app folded words when this version was written."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", " ".join(texts)).casefold())
    spaced = "".join(s if s.isalnum() else " " for s in plain if not unicodedata.combining(s)).translate(SAME)
    digits = "".join(str(unicodedata.digit(s)) if s.isdigit() and not s.isascii() else s for s in spaced)
    words = dict.fromkeys(digits.split())
    return f" {' '.join(words)} " if words else ""
