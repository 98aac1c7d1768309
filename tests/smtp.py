"""A real SMTP server on loopback that can be stopped and started again, and answers as it is told."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

from tests.postgres import free_port


class Postbox:
    """Keeps what it takes. ``to_recipient`` and ``answer``: what it says to an address and to a mail;
    ``dies_after_data``: so many mails it takes without an answer; ``taken``: called with each mail before the answer;
    ``seconds``: how long it takes with a mail; ``together``: the most that it took at one time."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.answer = answer
        self.to_recipient = ""
        self.mails: list[bytes] = []
        self.connections = 0
        self.dies_after_data = 0
        self.taken: Callable[[], None] = lambda: None
        self.seconds = 0.0
        self.together = self._now = 0
        self.port = free_port()
        self._server: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(message_from_bytes(mail)["Message-ID"]).strip() for mail in self.mails)

    def open(self) -> None:
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's names
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's names
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's names
        self._now += 1
        self.together = max(self.together, self._now)
        await asyncio.sleep(self.seconds)
        self._now -= 1
        self.mails.append(envelope.content)
        self.taken()
        if self.dies_after_data:
            self.dies_after_data -= 1
            server.transport.abort()
        return self.answer


@contextmanager
def opened() -> Iterator[Postbox]:
    """A postbox that is open."""
    box = Postbox()
    box.open()
    try:
        yield box
    finally:
        box.close()
