"""The code and the link that open a request's own page: HMACs of what they open, so that nothing at rest can be stolen;
and how long it is open (pure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.codes import keyed_code, keyed_digest
from app.visits.rules import VisitState

OPEN_AFTER_END = timedelta(hours=24)
OPEN_AFTER_ANSWER = timedelta(days=14)  # of a visit that never had a time
STANDING = frozenset({VisitState.WAITING, VisitState.REQUESTED, VisitState.PROPOSED})


def own_code(key: str, nonce: str, generation: int) -> str:
    """The 10 characters on a confirmation that open the own page."""
    return keyed_code(key, "visit-own-page", nonce, generation)


def own_code_hash(key: str, code: str) -> str:
    """What is stored of such a code."""
    return keyed_digest(key, "visit-own-page-hash", code)


def link_token(key: str, code: str, generation: int) -> str:
    """What stands in the address of a mailed link: the request's code and an HMAC; made at delivery, never kept."""
    return f"{code}-{keyed_digest(key, 'visit-own-page-link', code, generation)[:32]}"


def is_open(visits: Iterable[tuple[str, datetime | None, datetime]], now: datetime) -> bool:
    """Whether the page of a request is open at ``now``: while one of its visits waits for a time or an answer, and for a
    day after the end of the last. ``visits``: the state of each, its end (UTC) if it has a time, and its last change."""
    return any(_is_open(visit, now) for visit in visits)


def _is_open(visit: tuple[str, datetime | None, datetime], now: datetime) -> bool:
    state, ends_at, changed_at = visit
    if ends_at is not None:
        return now <= ends_at + OPEN_AFTER_END
    return state in STANDING or now <= changed_at + OPEN_AFTER_ANSWER
