"""Seeded chance: the same seed and topic give the same draws, whatever else is drawn elsewhere."""

import random
from collections.abc import Sequence
from typing import TypeVar

from app.codes import ALPHABET

T = TypeVar("T")


class Chance:
    """One stream of draws for one ``topic`` of the demo."""

    def __init__(self, seed: int, topic: str) -> None:
        self._random = random.Random(f"{seed}:{topic}")
        self._codes: set[str] = set()

    def code(self) -> str:
        """A public code that this stream has not given before."""
        while True:
            bits = self._random.getrandbits(40)
            code = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 40, 5))
            if code not in self._codes:
                self._codes.add(code)
                return code

    def nonce(self) -> str:
        """128 bits as 32 hexadecimal digits."""
        return f"{self._random.getrandbits(128):032x}"

    def salt(self) -> bytes:
        """16 bytes for a password hash."""
        return self._random.randbytes(16)

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def between(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``, both included."""
        return self._random.randint(least, most)

    def fraction(self) -> float:
        return self._random.random()

    def around(self, middle: float, spread: float) -> int:
        """A count near ``middle``, never below zero; ``spread`` is a share of it."""
        return max(0, round(self._random.gauss(middle, middle * spread)))

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self._random.random() * len(things))]

    def weighted(self, things: Sequence[T], weights: Sequence[float]) -> T:
        return self._random.choices(things, weights)[0]

    def sample(self, things: Sequence[T], count: int) -> list[T]:
        return self._random.sample(things, count)
