"""Invented people: a name, a contact that reaches nobody, a language, needs."""

import re
import unicodedata
from dataclasses import dataclass

from app.demo.chance import Chance
from app.demo.content import Content
from app.registrations.rules import Need

LANGUAGES, LANGUAGE_WEIGHTS = ("sv", "ar", "en"), (45, 30, 25)
PARTIES, PARTY_WEIGHTS = (1, 2, 3, 4), (76, 15, 6, 3)
NEEDS = tuple(Need)
WITH_SURNAME, WITH_NEEDS = 0.25, 0.1
BY_EMAIL, BY_PHONE = 0.55, 0.22


@dataclass(frozen=True)
class Guest:
    name: str
    email: str | None
    phone: str | None
    language: str
    party_size: int
    needs: frozenset[str]


def invent(chance: Chance, content: Content, contact_required: bool) -> Guest:
    """Somebody who signs up. E-mail at example.org, telephone of the series kept free for invented people."""
    first = chance.one_of(content.names)
    draw = chance.fraction() * (BY_EMAIL + BY_PHONE if contact_required else 1)
    email = f"{_ascii(first)}.{chance.between(1000, 99999)}@example.org" if draw < BY_EMAIL else None
    phone = f"+467017406{chance.between(5, 99):02d}" if BY_EMAIL <= draw < BY_EMAIL + BY_PHONE else None
    return Guest(
        name=f"{first} {chance.one_of(content.surnames)}" if chance.happens(WITH_SURNAME) else first,
        email=email,
        phone=phone,
        language=chance.weighted(LANGUAGES, LANGUAGE_WEIGHTS),
        party_size=chance.weighted(PARTIES, PARTY_WEIGHTS),
        needs=frozenset({chance.one_of(NEEDS).value}) if chance.happens(WITH_NEEDS) else frozenset(),
    )


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z]+", ".", plain).strip(".") or "guest"
