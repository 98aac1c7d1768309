"""Asking the worker to sweep the outbox soon, once a second at most: one sweep takes everything that is due.

It makes delivery quick; what it loses, the sweep of the next minute finds.
"""

import time
from typing import TYPE_CHECKING

from flask import Flask
from structlog import get_logger

from app.messages import hooks
from config import Settings

if TYPE_CHECKING:
    from app.messages.tasks import Queue

EXTENSION = "samspel_waker"
QUIET_SECONDS = 1.0
log = get_logger()


class Waker:
    def __init__(self, flask: Flask, configured: Settings) -> None:
        self.flask = flask
        self.configured = configured
        self.last = 0.0
        self.opened: Queue | None = None

    @property
    def queue(self) -> "Queue":
        """The queue, opened when it is first needed."""
        if self.opened is None:
            from app.messages.tasks import open_queue

            self.opened = open_queue(self.flask, self.configured)
        return self.opened

    def __call__(self) -> None:
        if time.monotonic() - self.last < QUIET_SECONDS:
            return
        self.last = time.monotonic()
        try:
            self.queue.sweep.schedule(delay=QUIET_SECONDS)
        except Exception as error:  # noqa: BLE001  # the mail is in the outbox; the sweep of the next minute takes it
            log.warning("queue_away", error=type(error).__name__)


def init_app(flask: Flask, configured: Settings) -> None:
    """Let a commit that wrote a mail wake the worker."""
    flask.extensions[EXTENSION] = hooks.wake[0] = Waker(flask, configured)
