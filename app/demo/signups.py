"""Rows of pools and registrations, as if everybody had signed up through the service."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.demo import people
from app.demo.chance import Chance
from app.demo.demand import Pool
from app.demo.ground import Batch, Row, Site
from app.registrations.rules import own_code, own_code_hash

CANCELLED, BY_STAFF = 0.07, 0.04
CHUNK = 2500
OPEN_FOR, COURSE_OPEN_FOR = timedelta(days=28), timedelta(days=60)
CONTACT_KEPT, NAME_KEPT = timedelta(days=14), timedelta(days=30)  # trust.md, retention


def write_pools(pools: Sequence[Pool], shares: Sequence[tuple[int, int]]) -> Iterator[Batch]:
    """Rows of all pools with the capacity that their demand asks for."""
    rows = [_pool(pool, capacity) for pool, (capacity, _) in zip(pools, shares, strict=True)]
    for start in range(0, len(rows), CHUNK):
        yield "seat_pool", rows[start : start + CHUNK]


def write_registrations(
    site: Site, secret: str, pools: Sequence[Pool], shares: Sequence[tuple[int, int]]
) -> Iterator[Batch]:
    """Rows of all registrations, a chunk at a time, so that a large demo needs little memory."""
    chance = Chance(site.seed, "registrations")
    rows: list[Row] = []
    for pool, (capacity, number) in zip(pools, shares, strict=True):
        rows.extend(_registrations(site, secret, chance, replace(pool, capacity=capacity), number))
        if len(rows) >= CHUNK:
            yield "registration", rows
            rows = []
    if rows:
        yield "registration", rows


def _pool(pool: Pool, capacity: int) -> Row:
    return {
        "id": pool.id,
        "code": pool.code,
        "activity_id": pool.programme.id,
        "occurrence_id": pool.meeting.id if pool.meeting else None,
        "role": pool.role,
        "capacity": capacity,
        "waiting_capacity": None if pool.queues else 0,
        "opens_at": None,
        "closes_at": None,
        "position": pool.position,
    }


def _registrations(site: Site, secret: str, chance: Chance, pool: Pool, number: int) -> Iterator[Row]:
    """In the order of their coming: confirmed while the party fits and nobody before it waits for as few places.

    Those who cancelled are left out of the count, as if their places had gone on at once.
    """
    free = pool.capacity
    for instant in _instants(site, chance, pool, number):
        guest = people.invent(chance, site.content, pool.programme.series.contact_required)
        size = 1 if pool.role == "speaker" else min(guest.party_size, pool.capacity)
        if not pool.queues:
            size = max(1, min(size, free))
        state = "cancelled" if chance.happens(CANCELLED) else _state(pool, size, free)
        if state == "confirmed":
            free -= size
        yield _row(site, secret, chance, pool, (replace(guest, party_size=size), state, instant))


def _state(pool: Pool, size: int, free: int) -> str:
    if size <= free:
        return "confirmed"
    return "waiting" if pool.queues else "cancelled"


def _instants(site: Site, chance: Chance, pool: Pool, number: int) -> list[datetime]:
    """When they signed up, in order, before sign-up closed and before now."""
    closed = min(pool.closes_at, site.now) - timedelta(minutes=5)
    opened = pool.closes_at - (OPEN_FOR if pool.meeting else COURSE_OPEN_FOR)
    opened = min(max(opened, pool.programme.published_at or opened), closed - timedelta(hours=6))
    seconds = int((closed - opened).total_seconds())
    return [opened + timedelta(seconds=moment) for moment in sorted(chance.between(0, seconds) for _ in range(number))]


def _row(site: Site, secret: str, chance: Chance, pool: Pool, one: tuple[people.Guest, str, datetime]) -> Row:
    guest, state, instant = one
    past = site.now - pool.gone_at
    nonce = chance.nonce()
    return {
        "id": site.ids.take("registration"),
        "code": chance.code(),
        "pool_id": pool.id,
        "name": guest.name if past < NAME_KEPT else None,
        "email": guest.email if past < CONTACT_KEPT else None,
        "phone": guest.phone if past < CONTACT_KEPT else None,
        "language": guest.language,
        "party_size": guest.party_size,
        "needs": guest.needs if past < CONTACT_KEPT else frozenset(),
        "state": state,
        "generation": 0,
        "nonce": nonce,
        "own_code_hash": own_code_hash(secret, own_code(secret, nonce, 0)),
        "by_staff": chance.happens(BY_STAFF),
        "to_tell": "",
        "wants_next": False,
        "reminded": True,
        "created_at": instant,
        "queued_at": instant,
        "changed_at": instant,
    }
