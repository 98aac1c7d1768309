"""Mail for the tests, and how to read it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import update

from app import clock
from app.accounts import service as accounts
from app.db import reading, transaction
from app.messages.tables import Message


def read_all(folder: Path) -> list[EmailMessage]:
    """Every mail that was written, oldest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""


def html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    return part.get_content() if part else ""


def invite(people, email="new@example.org", language="sv") -> str:
    """One mail in the outbox; returns the invitation's code."""
    return accounts.invite(email, "editor", people.association.id, people.eva.id, language)


def let_go() -> None:
    """Let the minutes go by in which a mail still gathers news."""
    with transaction() as session:
        session.execute(update(Message).where(Message.state == "pending").values(next_attempt_at=clock.now()))


def states() -> list[str]:
    reading().rollback()
    return [message.state for message in reading().query(Message).order_by(Message.id)]
