"""Free times of an offer, a room's month, asking and approving; and whether one library's pages grow with the others."""


import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count

from tests.bench import load
from tests.bench.browser import Browser, exchange, expect
from tests.bench.measurements import MINIMAL, OURS, READY, Size
from tests.bench.results import Result
from tests.bench.servers import Server, serve
from tests.bench.stage import Stage

LEAST, OF_SIGN_UPS, MOST_STATEMENTS, FLAT = 0.2, 0.5, 12, 1.3
LIBRARIES, READINGS = (1, 50), 15
ASKED_PER_ROUND = 40
_askers = count(1)


def rooms(stage: Stage, size: Size) -> Iterator[Result]:
    """An offer's free times over a year with 300 visits and bookings, and a room's month with 500 bookings, uncached,
    beside the minimal page; asking and approving beside signing up; statements of each."""
    house = stage.libraries(1)
    with serve(MINIMAL, stage.floor) as floor, serve(OURS, stage.uncached, ready=READY) as ours:
        for name, read in _pages(ours, house).items():
            ratio, theirs, mine = load.in_turn(
                size.rounds,
                lambda: load.pages_per_second(floor.port, "/", size.seconds),
                lambda read=read: load.rate_of(read, size.seconds),  # type: ignore[misc]
            )
            yield Result(f"{name} / minimal page", stage.kind, ratio, LEAST, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s")
    counted = stage.inside("rooms")
    for name, statements in counted.items():
        yield Result(f"SQL of {name}", stage.kind, statements, MOST_STATEMENTS, "statements")
    yield from _asking(stage, size)


def libraries(stage: Stage, _size: Size) -> Iterator[Result]:
    """One library's pages in a town of one library and in one of fifty: as many times as long."""
    towns = [stage.anew(f"libraries-{number}") for number in LIBRARIES]
    for town in towns:
        town.load(300, 500)
    houses = [town.libraries(number) for town, number in zip(towns, LIBRARIES, strict=True)]
    with ExitStack() as running:
        servers = [running.enter_context(serve(OURS, town.uncached, workers=1, ready=READY)) for town in towns]
        asked = [_pages(server, house, queue=True) for server, house in zip(servers, houses, strict=True)]
        for name in asked[0]:
            one, many = _in_turn([each[name] for each in asked])
            detail = f"{1000 * one:.3g} / {1000 * many:.3g} ms at {' / '.join(map(str, LIBRARIES))} libraries"
            yield Result(f"{name}: growth", stage.kind, many / one, FLAT, "x", detail=detail)


def _pages(server: Server, house: dict[str, str], queue: bool = False) -> dict[str, Callable[[], None]]:
    staff = {"samspel_staff": house["cookie"]}
    paths = {"an offer's free times": (f"/sv/visits/{house['offer']}", {})}
    paths["a room's month"] = (f"/sv/desk/rooms/{house['room']}?view=month&on={house['month']}-01", staff)
    if queue:
        paths["a library's calendar of visits"] = ("/sv/desk/visits/calendar", staff)
    return {name: partial(_read, server, path, cookies) for name, (path, cookies) in paths.items()}


def _read(server: Server, path: str, cookies: dict[str, str]) -> None:
    expect(exchange(server.port, "GET", path, cookies), 200)


def _asking(stage: Stage, size: Size) -> Iterator[Result]:
    """Teachers who ask, each for a time of their own, and a librarian who accepts: a second, beside sign-ups."""
    house = stage.libraries(1)
    paths = stage.races(40, 100_000)
    with serve(OURS, stage.ours, ready=READY) as ours:
        codes: list[str] = []
        slots = iter(_free_slots(ours, house))
        staff = Browser(ours.port, {"samspel_staff": house["cookie"]})
        for name, work in {
            "asking": lambda: _ask(ours, house, next(slots)),
            "approving": lambda: _approve(staff, codes),
        }.items():
            codes += _waiting(staff) if name == "approving" else []
            ratio, theirs, mine = load.in_turn(
                size.rounds,
                lambda: load.sign_ups_per_second(ours.port, paths, size.seconds, clients=1),
                lambda work=work: load.rate_of(work, size.seconds, clients=1),  # type: ignore[misc]
            )
            yield Result(f"{name} / sign-up", stage.kind, ratio, OF_SIGN_UPS, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s")


def _in_turn(readings: list[Callable[[], None]]) -> list[float]:
    rounds = [[_seconds(read) for read in readings] for _ in range(READINGS + 1)]
    return [statistics.median(each) for each in zip(*rounds[1:], strict=True)]  # the first one warms up


def _seconds(read: Callable[[], None]) -> float:
    begun = time.perf_counter()
    read()
    return time.perf_counter() - begun
