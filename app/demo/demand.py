"""How many want to come: pools with their places, and exactly the asked number of registrations shared among them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from app.demo.chance import Chance
from app.demo.ground import Site
from app.demo.programme import Meeting, Programme

HEADS_A_PARTY = 1.35
SOON, LATER, LATELY = timedelta(days=21), timedelta(days=56), timedelta(days=30)
ROUNDS = 50


@dataclass(frozen=True)
class Pool:
    """Places of one role. ``meeting`` none: of the whole series. ``gone_at``: the end of the last date it is for."""

    id: int
    code: str
    programme: Programme
    meeting: Meeting | None
    role: str
    position: int
    capacity: int
    closes_at: datetime
    gone_at: datetime
    wanted: float  # share of the places that are asked for

    @property
    def queues(self) -> bool:
        """Sign-up that is optional never queues: its list is full, come anyway."""
        return self.programme.signup == "required"

    @property
    def natural(self) -> float:
        return self.wanted * self.capacity / HEADS_A_PARTY

    @property
    def most(self) -> float:
        """Registrations beyond which the room would have to grow."""
        if self.wanted == 0:
            return 0
        return self.capacity * (1.0 if self.queues else 0.95) / HEADS_A_PARTY


def plan_pools(site: Site, programmes: Sequence[Programme]) -> list[Pool]:
    """The pools of every activity that has sign-up: of each date, or one for the whole series."""
    chance = Chance(site.seed, "pools")
    pools = []
    for programme in programmes:
        if programme.signup == "none":
            continue
        meetings: Sequence[Meeting | None] = [None] if programme.series.scope == "series" else programme.meetings
        for meeting in meetings:
            for position, (role, capacity) in enumerate(programme.series.pools.items()):
                pools.append(_pool(site, chance, programme, meeting, (role, position, capacity)))
    return pools


def share_out(pools: Sequence[Pool], total: int) -> list[tuple[int, int]]:
    """(capacity, registrations) of each pool; registrations add up to ``total``.

    The dates that are soon and popular keep their full lists; the others share the rest. Where all lists are full
    the rooms grow.
    """
    room = sum(pool.most for pool in pools)
    growth = max(1.0, ceil(10 * total / room) / 10) if room else 1.0
    hot = sum(pool.natural for pool in pools if pool.wanted > 0.9)
    kept = growth == 1.0 and 2 * hot <= total

    def asked(pool: Pool, scale: float) -> float:
        if kept and pool.wanted > 0.9:
            return pool.natural
        return min(pool.most * growth, pool.natural * scale)

    scale = _scale(lambda scale: sum(asked(pool, scale) for pool in pools), total)
    numbers = _whole([asked(pool, scale) for pool in pools], [pool.wanted > 0 for pool in pools], total)
    return [(ceil(pool.capacity * growth), number) for pool, number in zip(pools, numbers, strict=True)]


def _pool(
    site: Site, chance: Chance, programme: Programme, meeting: Meeting | None, places: tuple[str, int, int]
) -> Pool:
    role, position, capacity = places
    second = programme.meetings[min(1, len(programme.meetings) - 1)]
    return Pool(
        id=site.ids.take("seat_pool"),
        code=chance.code(),
        programme=programme,
        meeting=meeting,
        role=role,
        position=position,
        capacity=capacity,
        closes_at=(meeting or second).starts_at,
        gone_at=(meeting or programme.meetings[-1]).ends_at,
        wanted=_wanted(site, chance, programme, meeting),
    )


def _wanted(site: Site, chance: Chance, programme: Programme, meeting: Meeting | None) -> float:
    if programme.series.state != "published" or (meeting and meeting.cancelled):
        return 0
    until = (meeting or programme.meetings[0]).starts_at - site.now
    spread = chance.fraction()
    if meeting is None:
        return 1.1 if programme.series.popular else 0.6 + spread / 4
    if until > LATER:
        return 0.02 + spread * 0.08
    if until > SOON:
        return 0.1 + spread * 0.3
    if until >= timedelta(0):
        return _soon(programme, spread)
    return 0.4 + spread / 2 if -until < LATELY else 0.1 + spread / 5


def _soon(programme: Programme, spread: float) -> float:
    if not programme.series.popular:
        return 0.35 + spread / 2
    return 1.15 + spread / 5 if programme.signup == "required" else 0.91 + spread / 20


def _scale(asked: Callable[[float], float], total: int) -> float:
    """The factor at which all ask for ``total``, found by halving; the nearest where no factor does."""
    least, most = 0.0, 1.0
    while asked(most) < total and most < 1e9:
        most *= 2
    for _ in range(ROUNDS):
        middle = (least + most) / 2
        least, most = (middle, most) if asked(middle) < total else (least, middle)
    return most


def _whole(shares: Sequence[float], willing: Sequence[bool], total: int) -> list[int]:
    """Whole numbers that add up to ``total``, nearest to ``shares`` (largest remainder)."""
    numbers = [int(share) for share in shares]
    order = sorted(range(len(shares)), key=lambda i: (not willing[i], int(shares[i]) - shares[i], i))
    open_ones = [i for i in order if willing[i]] or order
    missing = total - sum(numbers)
    step = 1 if missing > 0 else -1
    turn = 0
    while missing:
        index = open_ones[turn % len(open_ones)]
        if step > 0 or numbers[index] > 0:
            numbers[index] += step
            missing -= step
        turn += 1
    return numbers
