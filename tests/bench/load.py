"""The load: pages fetched by eight at a time, sign-ups by sixteen, and two hundred who press the button together."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from tests.bench.browser import BadAnswer, Browser, exchange, expect

_people = count(1)


def pages_per_second(port: int, path: str, seconds: float, connections: int = 8, etag: str = "") -> float:
    """How many whole 200 answers of ``path`` arrive a second, or 304 to whoever holds ``etag``; another one raises
    BadAnswer."""
    until = time.perf_counter() + seconds

    def read(_number: int) -> int:
        answered = 0
        while time.perf_counter() < until:
            expect(exchange(port, "GET", path, etag=etag), 304 if etag else 200)
            answered += 1
        return answered

    return _rate(read, connections)


def sign_ups_per_second(port: int, paths: list[str], seconds: float, clients: int = 16) -> float:
    """Completed sign-ups a second (form, POST, the page after it), each by a new visitor, over ``paths`` in turn."""
    until = time.perf_counter() + seconds

    def sign_up(number: int) -> int:
        done = 0
        while time.perf_counter() < until:
            new_visitor(port, paths[(number + done) % len(paths)])
            done += 1
        return done

    return _rate(sign_up, clients)


def rate(work: Callable[[], None], seconds: float, clients: int = 8) -> float:
    """How often a second ``clients`` do ``work``, again and again."""
    until = time.perf_counter() + seconds

    def go_on(_number: int) -> int:
        done = 0
        while time.perf_counter() < until:
            work()
            done += 1
        return done

    return _rate(go_on, clients)


@dataclass
class Rush:
    """What became of many who came at once: the states that they saw, the errors, the seconds to the last answer."""

    seconds: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def rush(port: int, path: str, clients: int = 200) -> Rush:
    """``clients`` visitors who begin together, each a thread; the time runs from the start to the last answer."""
    result, gate = Rush(), threading.Barrier(clients + 1)

    def come() -> None:
        gate.wait()
        try:
            state = new_visitor(port, path)
        except (OSError, BadAnswer) as error:
            result.errors.append(str(error))
        else:
            result.states[state] += 1

    crowd = [threading.Thread(target=come) for _ in range(clients)]
    for visitor in crowd:
        visitor.start()
    gate.wait()
    begun = time.perf_counter()
    for visitor in crowd:
        visitor.join()
    result.seconds = time.perf_counter() - begun
    return result


def new_visitor(port: int, path: str) -> str:
    """Somebody new signs up on ``path``; the state on the page after it."""
    number = next(_people)
    return Browser(port).sign_up(path, f"Visitor {number}", f"visitor{number}@example.org")


def in_turn(rounds: int, floor: Callable[[], float], ours: Callable[[], float]) -> tuple[float, float, float]:
    """Measure floor and ours in turn: the median of the rounds' ratios, and the median of each."""
    pairs = [(floor(), ours()) for _ in range(rounds)]
    ratio = statistics.median(mine / theirs for theirs, mine in pairs)
    return ratio, statistics.median(theirs for theirs, _ in pairs), statistics.median(mine for _, mine in pairs)


def _rate(work: Callable[[int], int], clients: int) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(work, range(clients)))
    return done / (time.perf_counter() - begun)
