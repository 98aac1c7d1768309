"""Putting a mail into the outbox, inside the transaction of what causes it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import clock
from app.codes import new_code
from app.db import after_commit, for_update, insert_all_once, insert_once
from app.messages import hooks, rules
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


@dataclass(frozen=True)
class News:
    """Something to tell somebody, with whatever else there is to tell them soon. ``about``: ids and codes, nested so that
    what is noted of one thing first stays; ``due_at`` (UTC): when it should go out."""

    recipient: str
    language: str
    about: dict[str, Any]
    due_at: datetime


@dataclass
class Told:
    """Whom the open transaction has something to tell: by mail, and how many by the voice of the host."""

    kind: str = ""
    body: str | None = None
    mails: list[News] = field(default_factory=list)
    aloud: int = 0


def told(session: Session) -> Told:
    """What has been gathered in this transaction so far, for a rehearsal to show."""
    found: Told = session.info.setdefault("told", Told())
    return found


def enqueue_all(session: Session, kind: str, mails: Sequence[tuple[str, News]], body: str | None = None) -> None:
    """Write many mails of one ``kind`` into the outbox, each (its dedupe key, what it is) only once, in one statement."""
    so_far, moment = told(session), clock.now()
    so_far.kind, so_far.body, so_far.mails = kind, body, [*so_far.mails, *(one for _key, one in mails)]
    rows = [{**_new(kind, one, moment), "dedupe_key": key[:200], "gathers": False, "body": body} for key, one in mails]
    insert_all_once(session, Message, "dedupe_key", rows)
    after_commit(session, hooks.wake[0])


def gather(session: Session, kind: str, news: Sequence[News]) -> None:
    """Put each of the ``news`` (one a recipient and language) into the mail of this kind that still gathers for them, or
    into a new one. In one statement for those, one for these."""
    so_far = told(session)
    so_far.kind, so_far.mails = kind, [*so_far.mails, *news]
    moment, waiting = clock.now(), _gathering(session, kind, [one.recipient for one in news])
    fresh = []
    for one in news:
        held = waiting.get((one.recipient, one.language))
        if held is None:
            fresh.append(_new(kind, one, moment))
            continue
        held.about = rules.gathered(held.about, one.about)
        held.next_attempt_at = rules.due_with(one.due_at, held.next_attempt_at, moment - held.created_at)
    if fresh:
        session.execute(insert(Message), fresh)
    after_commit(session, hooks.wake[0])


def _gathering(session: Session, kind: str, recipients: Sequence[str]) -> dict[tuple[str | None, str], Message]:
    statement = select(Message).where(
        Message.gathers, Message.recipient.in_(recipients), Message.kind == kind,
        Message.state == rules.MessageState.PENDING,
    )  # fmt: skip
    return {
        (held.recipient, held.language): held for held in session.scalars(for_update(statement.order_by(Message.id)))
    }


def _new(kind: str, one: News, moment: datetime) -> dict[str, Any]:
    code = new_code()
    return {
        "code": code, "kind": kind, "recipient": one.recipient, "language": one.language, "about": one.about,
        "dedupe_key": f"{kind}:{code}", "gathers": True, "next_attempt_at": one.due_at, "created_at": moment,
        "state": rules.MessageState.PENDING, "attempts": 0, "problem": "",
    }  # fmt: skip
