"""The background jobs of the outbox, and the queue (Huey) that carries them: SQLite in the instance folder, or Redis or
PostgreSQL by ``SAMSPEL_QUEUE_URL``. Its messages are signed and carry ids only.

Huey weighs 20 MB, so ``app.messages.waking`` loads this module first when a mail is written or the worker starts.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from app.messages import service
from config import Settings


@dataclass(frozen=True)
class Queue:
    """The queue and its job that sweeps the outbox."""

    huey: Huey
    sweep: Any


def open_queue(flask: Flask, configured: Settings) -> Queue:
    """The queue of these settings with its jobs; results are not kept."""
    huey = _make(configured)

    def sweep() -> int:
        with flask.app_context():
            return service.deliver_due()

    def sweep_each_minute() -> int:
        with flask.app_context():
            service.go_round()
        return sweep()

    huey.periodic_task(crontab())(sweep_each_minute)
    return Queue(huey, huey.task()(sweep))


def _make(configured: Settings) -> Huey:
    signed = SignedSerializer(secret=configured.secret_key.get_secret_value(), salt="samspel-queue")
    common: dict[str, Any] = {"name": "samspel", "serializer": signed, "results": False}
    url = configured.queue_url
    if url.startswith("redis"):
        return RedisHuey(url=url, **common)
    if url.startswith("postgresql"):
        return PostgresHuey(dsn=url.replace("+psycopg", ""), **common)
    if url:
        raise ValueError("the queue is redis:// or postgresql://, or SQLite where nothing is set")
    return SqliteHuey(filename=str(configured.instance / "queue.db"), **common)
