"""What features above the outbox give it; ``factory`` fills these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

Context = dict[str, Any]

# kind -> from the ids of what a mail is about to the facts its text needs, which its template knows as ``letter``; None
# when the thing is gone and nobody should be written to any more.
letters: dict[str, Callable[[Context], object | None]] = {}


@dataclass(frozen=True)
class Example:
    """Facts as ``letters`` gives them and what a person wrote, of nobody and nothing; ``name``: which of several."""

    facts: object
    body: str = ""
    name: str = ""


# kind -> examples, made in the language in which they are read.
examples: dict[str, Callable[[], list[Example]]] = {}


# What the worker does each minute before it delivers: the daily rounds.
rounds: list[Callable[[], None]] = []


def _nobody_minds(_session: Session, _kind: str, _about: Context) -> None:
    """Before somebody is connected, a mail that cannot be delivered is in the outbox only."""


# (session, kind, about): a mail has failed for good; in the transaction that notes it.
undelivered: list[Callable[[Session, str, Context], None]] = [_nobody_minds]


def _sleep_on() -> None:
    """Before the queue is connected nobody is woken; the sweep finds the mail all the same."""


wake: list[Callable[[], None]] = [_sleep_on]
