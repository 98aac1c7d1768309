"""``flask worker``: deliver the outbox until stopped."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.messages.waking import EXTENSION


@click.command("worker")
@click.option("--threads", default=1, show_default=True, type=click.IntRange(1, 8))
@with_appcontext
def worker(threads: int) -> None:
    """Deliver mail and run scheduled jobs until stopped (Ctrl-C)."""
    waker = current_app.extensions[EXTENSION]
    try:
        waker.queue.huey.pending_count()
    except Exception as error:  # each kind of queue has its own; whatever it is, the worker cannot start
        told = f"The queue of SAMSPEL_QUEUE_URL cannot be reached ({type(error).__name__}). Is the address right?"
        raise click.ClickException(told) from error
    waker.queue.huey.create_consumer(workers=threads, initial_delay=0.2, max_delay=1.0, scheduler_interval=1).run()
