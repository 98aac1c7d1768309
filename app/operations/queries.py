"""Whether the app is ready to serve: its database, its schema, and whether the worker keeps up."""

from datetime import timedelta
from functools import cache

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.db import reading
from app.messages import queries as messages
from config import ROOT

BEHIND_AFTER = timedelta(minutes=5)


def check_readiness() -> dict[str, str]:
    """State of each part: ``database`` ok | away, ``schema`` ok | old, ``worker`` ok | behind.

    The worker is behind when a mail has been due for five minutes; the web can serve all the same.
    """
    try:
        current = reading().scalar(text("SELECT version_num FROM alembic_version"))
        due_since = messages.find_oldest_due()
    except DBAPIError:
        return {"database": "away", "schema": "unknown", "worker": "unknown"}
    behind = due_since is not None and clock.now() - due_since > BEHIND_AFTER
    return {
        "database": "ok",
        "schema": "ok" if current == _newest_revision() else "old",
        "worker": "behind" if behind else "ok",
    }


@cache
def _newest_revision() -> str | None:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()
