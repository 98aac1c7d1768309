"""Commands of accessibility: tell of a shortcoming, and note that one is dealt with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accessibility.rules import MOST_LETTERS, NoSuchShortcoming
from app.accessibility.tables import Shortcoming
from app.audit.steps import record
from app.codes import keyed_code
from app.db import command, for_update, insert_once
from app.settings import secret


@command
def tell(session: Session, page: str, text: str, language: str, nonce: str) -> None:
    """Note what somebody could not do on ``page``. The same form (``nonce``) counts once.

    Nobody is mailed: an anonymous form must not be able to fill a mailbox (trust.md, promise 15).
    """
    values = {
        "code": keyed_code(secret(), "shortcoming", nonce, length=8), "page": page, "text": text.strip()[:MOST_LETTERS],
        "language": language, "created_at": clock.now(),
    }  # fmt: skip
    insert_once(session, Shortcoming, "code", values)


@command
def handle(session: Session, code: str, actor_id: int) -> None:
    """Note that it is dealt with, and erase what was written; what is handled stays so. Raises NoSuchShortcoming."""
    found = session.scalars(for_update(select(Shortcoming).where(Shortcoming.code == code))).one_or_none()
    if found is None:
        raise NoSuchShortcoming
    if found.handled_at is None:
        found.handled_at, found.handled_by_id, found.text = clock.now(), actor_id, ""
        record(session, actor_id, "handled", ("shortcoming", code))
