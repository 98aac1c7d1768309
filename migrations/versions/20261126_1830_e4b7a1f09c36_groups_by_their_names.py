"""groups by their names: those that may be one group are found without reading all of them

Revision ID: e4b7a1f09c36
Revises: d7c40e9a51b2
Create Date: 2026-11-26 18:30:00
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "e4b7a1f09c36"
down_revision = "d7c40e9a51b2"
branch_labels = None
depends_on = None

SAME = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ٱ": "ا", "ø": "o", "æ": "a", "đ": "d", "ı": "i"})
BETWEEN = re.compile(r"(?<![0-9]) | (?![0-9])")
OF_ANY_GROUP = frozenset({"klass", "klassen", "grupp", "gruppen", "kurs", "kursen", "group", "class"})


def upgrade() -> None:
    op.add_column("visit_group", sa.Column("likeness", sa.String(240), nullable=False, server_default=""))
    group = sa.table("visit_group", sa.column("id"), sa.column("name"), sa.column("likeness"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(group.c.id, group.c.name)).all():
        bind.execute(group.update().where(group.c.id == row.id).values(likeness=_likeness(row.name)))
    op.create_index(op.f("ix_visit_group_likeness"), "visit_group", ["likeness"])


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_group_likeness"), table_name="visit_group")
    op.drop_column("visit_group", "likeness")


def _likeness(name: str) -> str:
    """As the app told names apart when this version was written."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    spaced = "".join(s if s.isalnum() else " " for s in plain if not unicodedata.combining(s)).translate(SAME)
    digits = "".join(str(unicodedata.digit(s)) if s.isdigit() and not s.isascii() else s for s in spaced)
    words = digits.split()
    return BETWEEN.sub("", " ".join([word for word in words if word not in OF_ANY_GROUP] or words))[:240]
