"""The counting link of one café, made as ``attendance`` makes it: its address and its PIN are HMACs of its code."""

from dataclasses import dataclass

from app.codes import keyed_digest
from app.demo.chance import Chance

PIN_DIGITS = 6
TOKEN_DIGITS = 32


@dataclass(frozen=True)
class HostLink:
    """What the volunteers need, and what is stored of the PIN."""

    code: str
    pin: str
    token: str
    pin_hash: str


def make_link(seed: int, secret: str) -> HostLink:
    """The link of the demo with this seed, in the app with this secret."""
    chance = Chance(seed, "link")
    code, pin = chance.code(), "".join(str(chance.between(0, 9)) for _ in range(PIN_DIGITS))
    signed = keyed_digest(secret, "host-link", code, 0)[:TOKEN_DIGITS]
    return HostLink(code, pin, f"{code}-{signed}", keyed_digest(secret, "host-pin", code, 0, pin))
