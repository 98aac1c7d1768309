"""The sweep of the outbox: claim what is due, hand it over, note what came of it. The sweep is the truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session
from structlog import get_logger

from app import clock
from app.db import command
from app.messages import hooks, rendering, transport
from app.messages.rules import (
    A_MINUTE,
    ENOUGH,
    LEASE,
    MessageState,
    PermanentFailure,
    TemporaryFailure,
    free_to_send,
    mask,
    wait_after,
)  # fmt: skip
from app.messages.tables import Message
from app.settings import settings

BATCH = 20
log = get_logger()


@dataclass(frozen=True)
class Claimed:
    id: int
    code: str
    recipient: str
    language: str
    kind: str
    about: dict[str, Any]
    body: str | None
    attempts: int


def deliver_due() -> int:
    """Deliver everything that is due now, oldest first; returns how many mails were handed over."""
    with transport.Carrier() as carrier:
        return sum(_deliver(message, carrier) for message in _due())


def _due() -> Iterator[Claimed]:
    """What is due, some at a time. Where a server is so slow that the lease ends, the rest comes back by itself."""
    while claimed := claim(BATCH):
        until = clock.now() + LEASE - ENOUGH
        for message in claimed:
            if clock.now() > until:
                return
            yield message


def go_round() -> None:
    """Make the daily rounds that are due. One that fails is told and tried again in a minute; the others are made."""
    for make in hooks.rounds:
        try:
            make()
        except Exception:  # whatever it is, mail that waits must go out
            log.exception("round_failed", round=make.__name__)


@command
def claim(session: Session, count: int) -> list[Claimed]:
    """Take up to ``count`` due messages for this worker alone, until its lease is over.

    One left behind by a worker that died comes back when its lease is over; its Message-ID stays the same. No more than
    ``SAMSPEL_MAILS_PER_MINUTE`` go out, whoever sends them.
    """
    moment = clock.now()
    allowed = free_to_send(settings().mails_per_minute, _lately(session, moment), count)
    if not allowed:
        return []
    due = (
        select(Message)
        .where(Message.state.in_([MessageState.PENDING, MessageState.SENDING]), Message.next_attempt_at <= moment)
        .order_by(Message.next_attempt_at, Message.id)
        .limit(allowed)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(due).all()
    for message in found:
        message.state, message.attempts = MessageState.SENDING, message.attempts + 1
        message.next_attempt_at, message.gathers = moment + LEASE, False
    return [Claimed(m.id, m.code, m.recipient or "", m.language, m.kind, m.about, m.body, m.attempts) for m in found]


@command
def retry(session: Session, code: str) -> None:
    """Try a failed message again now (the admin's button)."""
    failed = or_(Message.state == MessageState.FAILED, Message.state == MessageState.PENDING)
    session.execute(
        update(Message)
        .where(Message.code == code, failed, Message.recipient.is_not(None))
        .values(state=MessageState.PENDING, attempts=0, next_attempt_at=clock.now())
    )


def _lately(session: Session, moment: datetime) -> int:
    """How many mails went out in the last minute, or are about to."""
    if not settings().mails_per_minute:
        return 0
    sent = Message.sent_at > moment - A_MINUTE
    sending = and_(Message.state == MessageState.SENDING, Message.next_attempt_at > moment)
    return session.scalar(select(func.count()).select_from(Message).where(or_(sent, sending))) or 0


def _deliver(message: Claimed, carrier: transport.Carrier) -> bool:
    try:
        letter = rendering.render(message.kind, message.language, message.about, message.body)
        if letter is None:
            _finish(message.id, MessageState.DROPPED, mask(message.recipient))
            return False
        carrier.send(message.code, transport.compose(message.code, message.recipient, message.language, letter))
    except PermanentFailure as failure:
        _give_up_or_wait(message, str(failure), final=True)
    except TemporaryFailure as failure:
        _give_up_or_wait(message, str(failure), final=False)
    except Exception as error:  # one mail that cannot be made must not stop the others
        log.exception("mail_not_made", kind=message.kind, code=message.code)
        _give_up_or_wait(message, type(error).__name__, final=False)
    else:
        _finish(message.id, MessageState.SENT, mask(message.recipient))
        return True
    return False


@command
def _finish(session: Session, message_id: int, state: MessageState, masked: str) -> None:
    """What was delivered keeps neither its address nor what a person wrote in it."""
    values = {"state": state, "sent_at": clock.now(), "recipient": masked, "body": None, "problem": ""}
    session.execute(update(Message).where(Message.id == message_id).values(**values))


@command
def _give_up_or_wait(session: Session, message: Claimed, problem: str, final: bool) -> None:
    """Try again later, or give up and let whoever caused it know."""
    wait = None if final else wait_after(message.attempts)
    state = MessageState.PENDING if wait else MessageState.FAILED
    if not wait:
        hooks.undelivered[0](session, message.kind, message.about)
    at = clock.now() + (wait or LEASE)
    values = {"state": state, "next_attempt_at": at, "problem": problem[:300]}
    session.execute(update(Message).where(Message.id == message.id).values(**values))
