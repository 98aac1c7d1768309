"""Free times of an offer, a room's month, asking and approving; and whether one library's pages grow with the others."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import product
from typing import Any

from tests.bench import load
from tests.bench.browser import BadAnswer, Browser, exchange, expect
from tests.bench.measurements import MINIMAL, OURS, READY, Size
from tests.bench.results import Result
from tests.bench.servers import Server, serve
from tests.bench.stage import House, Stage

LEAST, OF_SIGN_UPS, MOST_STATEMENTS, FLAT = 0.2, 0.5, 12, 1.3
LIBRARIES, READINGS, CLIENTS = (1, 50), 15, 8
SEVERAL = 6  # libraries with 300 visits that wait
PLACES = 100_000  # so that no sign-up waits


def rooms(stage: Stage, size: Size) -> Iterator[Result]:
    """An offer's free times over a year with 300 visits and bookings, and a room's month with 500 bookings, uncached,
    beside the minimal page; their SQL statements; asking and approving beside signing up."""
    house = stage.libraries(1)
    with serve(MINIMAL, stage.floor) as floor, serve(OURS, stage.uncached, ready=READY) as ours:
        for name, read in list(_pages(ours, house).items())[:2]:
            ratio, theirs, mine = load.in_turn(
                size.rounds,
                lambda: load.pages_per_second(floor.port, "/", size.seconds),
                lambda read=read: load.rate(read, size.seconds),  # type: ignore[misc]
            )
            yield Result(
                f"{name} / minimal page", stage.kind, ratio, LEAST, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s"
            )
    for name, statements in stage.inside("rooms").items():
        yield Result(f"SQL of {name}", stage.kind, statements, MOST_STATEMENTS, "statements")
    yield from _asking(stage, size)


def libraries(stage: Stage, _size: Size) -> Iterator[Result]:
    """One library's pages in a town of one library and in one of fifty: how many times as long they take."""
    towns = [stage.anew(f"libraries-{number}") for number in LIBRARIES]
    for town in towns:
        town.load(300, 500)
    houses = [town.libraries(number) for town, number in zip(towns, LIBRARIES, strict=True)]
    with ExitStack() as running:
        servers = [running.enter_context(serve(OURS, town.uncached, workers=1, ready=READY)) for town in towns]
        asked = [_pages(server, house) for server, house in zip(servers, houses, strict=True)]
        for name in asked[0]:
            one, many = _in_turn([each[name] for each in asked])
            detail = f"{1000 * one:.3g} / {1000 * many:.3g} ms with {' / '.join(map(str, LIBRARIES))} libraries"
            yield Result(f"{name}: growth", stage.kind, many / one, FLAT, "x", detail=detail)


def _pages(server: Server, house: House) -> dict[str, Callable[[], None]]:
    return {name: partial(_read, server, path, cookies) for name, (path, cookies) in house.pages.items()}


def _read(server: Server, path: str, cookies: dict[str, str]) -> None:
    expect(exchange(server.port, "GET", path, cookies), 200)


def _asking(stage: Stage, size: Size) -> Iterator[Result]:
    """Teachers who ask, each for a time of their own, and a librarian who accepts what waits, a second beside sign-ups; both
    in six libraries, as the sign-ups are for many dates."""
    house = stage.libraries(SEVERAL)
    paths, lock = stage.races(40, PLACES), threading.Lock()
    slots, waiting = product(house.slots, house.offers), iter(house.waiting)

    def next_of(left: Iterator[Any]) -> Any:
        with lock:
            return next(left)

    with serve(OURS, stage.ours, ready=READY) as ours:
        for name, work in {
            "asking for a visit": lambda: _ask(ours.port, *next_of(slots)),
            "approving a visit": lambda: _accept(ours.port, house, next_of(waiting)),
        }.items():
            ratio, theirs, mine = load.in_turn(
                size.rounds,
                lambda: load.sign_ups_per_second(ours.port, paths, size.seconds, CLIENTS),
                lambda work=work: load.rate(work, size.seconds, CLIENTS),  # type: ignore[misc]
            )
            yield Result(
                f"{name} / sign-up", stage.kind, ratio, OF_SIGN_UPS, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s"
            )


def _ask(port: int, slot: str, offer: str) -> None:
    """Form, POST and the page after it, as a teacher does it."""
    browser, path = Browser(port), f"/sv/visits/{offer}/request"
    form = expect(browser.get(f"{path}?slot={slot}"), 200)
    group = {
        "group_name": f"SFI {slot}",
        "kind": "sfi",
        "learners": "14",
        "adults": "1",
        "language": "sv",
        "level": "some",
    }
    answer = browser.post(
        path, {**form.hidden_fields(), **group, "slot": slot, "name": "Ada", "phone": "070 174 06 05"}
    )
    _expect_done(answer.status, path)
    after = expect(browser.get("/sv/visits/my/done"), 200)
    if after.state != "requested":
        raise BadAnswer(f"{path}: {after.state}")


def _accept(port: int, house: House, code: str) -> None:
    """The visit's page, the button, and the page after it."""
    browser, path = Browser(port, dict(house.staff)), f"/sv/desk/visits/{code}"
    page = expect(browser.get(path), 200)
    fields = {**page.hidden_fields(), "slot": page.hidden_fields().get("slot", "")}
    _expect_done(browser.post(f"{path}/accept", fields).status, path)
    expect(browser.get(path), 200)


def _expect_done(status: int, path: str) -> None:
    if status not in {302, 303}:
        raise BadAnswer(f"POST {path}: {status}")


def _in_turn(readings: list[Callable[[], None]]) -> list[float]:
    rounds = [[_seconds(read) for read in readings] for _ in range(READINGS + 1)]
    return [statistics.median(each) for each in zip(*rounds[1:], strict=True)]  # the first one warms up


def _seconds(read: Callable[[], None]) -> float:
    begun = time.perf_counter()
    read()
    return time.perf_counter() - begun
