"""The places that an activity wants, and when signing up for them begins and ends (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.activities.rules import Signup
from app.errors import Refused
from app.languages import N_

# The roles of places; what `registrations` calls them on the sign-up form.
POOL_ROLES = {
    "participant": N_("Participant"),
    "learner": N_("I practise Swedish"),
    "speaker": N_("I speak Swedish"),
}


class PoolRoleTwice(Refused):
    message = N_("Each kind of place can be given once.")
    field = "roles"


class ListMissing(Refused):
    message = N_("Choose at least one list of places, or let people come without signing up.")
    field = "roles"


@dataclass(frozen=True)
class PoolWanted:
    """Places as the publishing form asks for them; handed to ``registrations`` through a hook."""

    role: str = "participant"  # participant | learner | speaker
    capacity: int | None = None
    waiting_capacity: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class SignupPools:
    """The places of each date (or of the series) and when sign-up opens and closes, counted back from the start."""

    pools: tuple[PoolWanted, ...] = ()
    opens_days_before: int | None = None
    closes_hours_before: int | None = None

    @property
    def timed(self) -> bool:
        """Whether a start decides when its sign-up opens or closes."""
        return self.opens_days_before is not None or self.closes_hours_before is not None

    def differs(self, other: "SignupPools") -> bool:
        """Whether the places or their times are not those of ``other``; their order is of no matter."""
        return set(self.pools) != set(other.pools) or self.timing() != other.timing()

    def timing(self) -> dict[str, int | None]:
        """When sign-up opens and closes, as it is kept with the rule of the series."""
        return {"opens_days_before": self.opens_days_before, "closes_hours_before": self.closes_hours_before}

    def at(self, starts_at: datetime) -> tuple[PoolWanted, ...]:
        """The pools of what starts at ``starts_at`` (UTC), with the instants of opening and closing."""
        opens_at, closes_at = self.instants(starts_at)
        return tuple(replace(pool, opens_at=opens_at, closes_at=closes_at) for pool in self.pools)

    def instants(self, starts_at: datetime) -> tuple[datetime | None, datetime | None]:
        """When sign-up opens and closes for what starts at ``starts_at`` (UTC); none where it does not hang on that."""
        days, hours = self.opens_days_before, self.closes_hours_before
        opens_at = starts_at - timedelta(days=days) if days is not None else None
        return opens_at, starts_at - timedelta(hours=hours) if hours is not None else None


def timing_of(rule: dict[str, Any]) -> dict[str, int | None]:
    """When sign-up opens and closes, from the rule that a series keeps."""
    return {name: rule.get(name) for name in ("opens_days_before", "closes_hours_before")}


def check_pools(pools: Iterable[PoolWanted], signup: str) -> None:
    """Raises PoolRoleTwice, and ListMissing where one signs up but there is nothing to sign up to."""
    roles = [pool.role for pool in pools]
    if len(roles) != len(set(roles)):
        raise PoolRoleTwice
    if not roles and signup != Signup.NONE:
        raise ListMissing
