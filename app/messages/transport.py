"""Handing a mail over: to the SMTP server of the settings, or as a file in ``instance/mail/`` where none is set."""

import smtplib
import ssl
from contextlib import suppress
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from app import clock
from app.messages.rendering import Letter
from app.messages.rules import PermanentFailure, TemporaryFailure
from app.settings import settings

TIMEOUT_SECONDS = 15  # an answer; a mail waits for six of them at most, which a lease outlasts


class Folding(EmailPolicy):
    """Python 3.11 drops spaces of a long subject that is not in ASCII (CPython issue 92081); ``Header`` keeps them."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject" or str(value).isascii():
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}".encode("ascii")


POLICY = Folding(linesep="\r\n")


def compose(code: str, recipient: str, language: str, letter: Letter) -> EmailMessage:
    """The mail; its Message-ID follows from the message's code, so that a repeat can be told from a new mail."""
    mail = EmailMessage(policy=POLICY)
    host = urlsplit(settings().base_url).hostname or "localhost"
    mail["From"], mail["To"], mail["Subject"] = settings().mail_from, recipient, letter.subject
    mail["Message-ID"] = f"<{code.lower()}@{host}>"
    mail["Date"] = format_datetime(clock.now())
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    if len(letter.invitations) == 1:
        # Beside the texts, where mail programs look for it; several are files, for they read but one there.
        only = letter.invitations[0]
        mail.add_alternative(only.text, subtype="calendar", params={"method": only.method})
    for number, one in enumerate(letter.invitations if len(letter.invitations) > 1 else (), start=1):
        name = f"samspel-{number:02d}.ics"
        mail.add_attachment(one.text, subtype="calendar", filename=name, params={"method": one.method})
    mail["Content-Language"] = language  # after the parts, which would take it for theirs
    return mail


class Carrier:
    """Hands mails over, by one connection as long as it lasts; for one sweep."""

    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None

    def __enter__(self) -> "Carrier":
        return self

    def __exit__(self, *_exception: object) -> None:
        self._hang_up()

    def send(self, code: str, mail: EmailMessage) -> None:
        """Hand over ``mail``. Raises TemporaryFailure, or PermanentFailure where the server will never take this mail for
        this address (RFC 5321 4.2.1); what is wrong with the server or our own settings is temporary, whatever its code."""
        if not settings().smtp_url:
            _write(code, mail)
            return
        try:
            self._connected().send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            _refused(next(iter(error.recipients.values()))[0], error)
        except smtplib.SMTPDataError as error:
            _refused(error.smtp_code, error)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            told = (
                f"SMTP {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else type(error).__name__
            )
            raise TemporaryFailure(told) from error

    def _connected(self) -> smtplib.SMTP:
        if self.server is None:
            self.server = _connect(settings().smtp_url)
        return self.server

    def _hang_up(self) -> None:
        if self.server is not None:
            with suppress(OSError, smtplib.SMTPException):  # the other side may have hung up already
                self.server.quit()
            self.server = None


def _refused(code: int, error: Exception) -> None:
    raise (PermanentFailure if code >= 500 else TemporaryFailure)(f"SMTP {code}") from error


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    server = kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS)
    if "starttls" in parse_qs(parts.query).get("tls", []):
        server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _write(code: str, mail: EmailMessage) -> None:
    folder = settings().instance / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{clock.now():%Y%m%d-%H%M%S}-{code}.eml"
    unfinished = folder / f".{name}"
    unfinished.write_bytes(mail.as_bytes())
    unfinished.rename(folder / name)
