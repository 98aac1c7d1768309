"""Samspel as it runs in a town: web workers and a mail worker, each a process of its own that can be killed; and people
who sign up, and try again where no answer comes, as people do."""

import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import urljoin, urlsplit

import psutil
from flask import Flask
from sqlalchemy import update

from app import clock
from app.db import transaction
from app.messages.tables import Message
from app.messages.waking import EXTENSION
from tests.bench.browser import Answer, BadAnswer, Browser
from tests.bench.servers import BIN, ROOT, Server, serve
from tests.databases import Database

PATIENCE_S = 60
CLIENTS = 12


def environment(database: Database, **more: str) -> dict[str, str]:
    """The settings of ``tests.databases.test_settings`` for a process of its own."""
    settings = {
        "ENV": "test",
        "INSTANCE": str(database.folder),
        "DATABASE_URL": database.url,
        "LOG_LEVEL": "ERROR",
        "LIMITS_ENABLED": "false",
        **more,
    }
    return {f"SAMSPEL_{name}": value for name, value in settings.items()}


@contextmanager
def web(database: Database) -> Iterator[Server]:
    """Two web workers behind one port."""
    with serve("wsgi:app", environment(database), ready="/healthz") as server:
        yield server


class MailWorker:
    """``flask worker``, which can be killed and started again."""

    def __init__(self, database: Database, smtp_url: str, log: IO[bytes]) -> None:
        self.environment = {**os.environ, **environment(database, SMTP_URL=smtp_url)}
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        command = [BIN / "flask", "worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()


@contextmanager
def mail_worker(database: Database, smtp_url: str) -> Iterator[MailWorker]:
    with (database.folder / "worker.log").open("wb") as log:
        worker = MailWorker(database, smtp_url, log)
        try:
            yield worker
        finally:
            worker.kill()


def let_time_pass(app: Flask) -> None:
    """What waits for another attempt, or for a dead worker's lease to end, is due now; and the worker is woken."""
    with transaction() as session:
        unsent = Message.state.in_(["pending", "sending"])
        session.execute(update(Message).where(unsent).values(next_attempt_at=clock.now()))
    app.extensions[EXTENSION].queue.sweep()


def until(true: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    """Wait until something is true; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


def kill_a_worker(server: Server) -> None:
    """Kill -9 of the web worker that has been there longest, once both are there."""
    master = psutil.Process(server.process.pid)
    until(lambda: len(master.children()) == 2)
    min(master.children(), key=psutil.Process.create_time).kill()


@dataclass
class Visit:
    """What somebody who signed up saw in the end, and how often they had to try again, by what they saw then."""

    name: str
    state: str = ""
    trouble: Counter[str] = field(default_factory=Counter)

    def sign_up(self, port: int, path: str) -> "Visit":
        browser = Browser(port)
        form = self._ask(lambda: browser.get(path))
        email = f"{self.name.lower().replace(' ', '')}@example.org"
        sent = {**form.hidden_fields(), "name": self.name, "email": email, "party_size": "1"}
        answer = self._ask(lambda: browser.post(path, sent))
        after = urlsplit(urljoin(path, answer.header("location"))).path
        self.state = self._ask(lambda: browser.get(after)).state
        return self

    def _ask(self, ask: Callable[[], Answer]) -> Answer:
        """The same again until there is an answer that is not "come back later"."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                answer = ask()
            except (OSError, BadAnswer):
                self.trouble["cut"] += 1
            else:
                if answer.status in {200, 302, 303}:
                    return answer
                self.trouble[str(answer.status)] += 1
                if answer.status != 503:
                    raise AssertionError(f"{answer.status}: {answer.body[:300]!r}")
            time.sleep(random.uniform(0.05, 0.3))
        raise AssertionError("no answer came")


class Crowd:
    """Many who sign up, some at a time, while something else happens."""

    def __init__(self, port: int, paths: list[str], names: list[str]) -> None:
        self.done = 0
        self.names = names
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._coming = [
            self._pool.submit(self._come, port, paths[n % len(paths)], name) for n, name in enumerate(names)
        ]

    def _come(self, port: int, path: str, name: str) -> Visit:
        visit = Visit(name).sign_up(port, path)
        self.done += 1
        return visit

    def wait_for(self, share: float) -> None:
        """Until that share of them has been there."""
        until(lambda: self.done >= share * len(self.names) or all(one.done() for one in self._coming))

    def visits(self) -> list[Visit]:
        """What each saw in the end, when all have been there."""
        found = [one.result() for one in self._coming]
        self._pool.shutdown()
        return found
