"""Putting a mail into the outbox, inside the transaction of what causes it."""

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.db import after_commit, insert_once
from app.messages import hooks
from app.messages.tables import Message


def enqueue(
    session: Session,
    kind: str,
    to: tuple[str, str],
    dedupe_key: str,
    about: dict[str, Any],
    body: str | None = None,
) -> None:
    """Write a mail of ``kind`` ``to`` (address, language code) into the outbox; the same ``dedupe_key`` only once.

    ``about`` holds ids and codes only: the text is made when it is delivered. ``body`` is what a person wrote for it.
    """
    moment = clock.now()
    values = {
        "kind": kind, "recipient": to[0], "language": to[1], "dedupe_key": dedupe_key, "about": about, "body": body,
        "next_attempt_at": moment, "created_at": moment,
    }  # fmt: skip
    if insert_once(session, Message, "dedupe_key", values):
        after_commit(session, hooks.wake[0])
