"""The calendar to follow and the search, and how both and the pages around them grow with the town."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from urllib.parse import quote

from tests.bench import load
from tests.bench.browser import exchange, expect
from tests.bench.measurements import BARE, HOME, LIST, OURS, READY, Size
from tests.bench.results import Result
from tests.bench.servers import Server, serve
from tests.bench.stage import Stage, a_date

CALENDAR = "/calendar.ics"
FEED = f"{CALENDAR}?place=stadsbiblioteket"  # a larger town has more to tell: what one date takes must not grow
SEARCHES = ("språkkafé", "sprokkafe", "läxhjälp tyringe", "مقهى")
READINGS = 15
FLAT, SOON = 1.3, 50  # times as long, milliseconds


def calendar(stage: Stage, size: Size) -> Iterator[Result]:
    """The calendar of every coming date: built for the first time, read whole, and asked for by who has it."""
    with serve(BARE, {}) as floor, serve(OURS, stage.ours, ready=READY) as ours:
        first = _seconds(ours, CALENDAR)
        answer = exchange(ours.port, "GET", CALENDAR)
        dates = answer.text.count("BEGIN:VEVENT")
        yield Result("calendar, first build", stage.kind, first, 0.5, "s", detail=f"{dates} dates")
        for name, etag, target in (("whole", "", 0.3), ("304", answer.header("etag"), 0.5)):
            ratio, theirs, mine = load.in_turn(
                size.rounds,
                lambda: load.pages_per_second(floor.port, "/", size.seconds),
                lambda etag=etag: load.pages_per_second(ours.port, CALENDAR, size.seconds, etag=etag),  # type: ignore[misc]
            )
            detail = f"{mine:.0f}/s of {theirs:.0f}/s, {len(answer.body) // 1000} kB"
            yield Result(f"calendar, {name} / bare view", stage.kind, ratio, target, "x", True, detail)


def growth(stage: Stage, sizes: tuple[int, ...]) -> Iterator[Result]:
    """Milliseconds of each page, uncached, at each number of registrations (a tenth as many dates, 2,500 at least): how much
    the last takes of the first, or where a page shows more of a larger town how long the last takes. All towns are made
    first and asked in turn, so that a machine that slows down slows all of them."""
    towns = [stage.anew(str(registrations)) for registrations in sizes]
    for town, registrations in zip(towns, sizes, strict=True):
        town.load(max(registrations // 10, 2500), registrations)
    counted = " / ".join(f"{one:,}" for one in sizes)
    for name, seconds in _readings(towns).items():
        detail = f"{' / '.join(f'{1000 * one:.3g}' for one in seconds)} ms at {counted}"
        if name.startswith(("home", "search")):
            yield Result(name, stage.kind, 1000 * seconds[-1], SOON, "ms", detail=detail)
        else:
            yield Result(f"{name}: growth", stage.kind, seconds[-1] / seconds[0], FLAT, "x", detail=detail)
    reported = [town.inside("reports") for town in towns]
    spread = " / ".join(f"{one['indicators']:.2f} s for {one['records']:,.0f} records" for one in reported)
    yield Result("yearly report", stage.kind, reported[-1]["indicators"], 2, "s", detail=spread)


def _readings(towns: list[Stage]) -> dict[str, list[float]]:
    """What each page takes in each town, in seconds: the middle one of many readings."""
    with ExitStack() as running:
        asked = [
            _asked(running.enter_context(serve(OURS, town.uncached, workers=1, ready=READY)), town) for town in towns
        ]
        return {name: _in_turn([each[name] for each in asked]) for name in asked[0]}


def _asked(server: Server, town: Stage) -> dict[str, Callable[[], float]]:
    pages = {"home": HOME, "list": LIST, "date page": a_date(server)}
    pages |= {f"search for {words}": f"{LIST}?q={quote(words)}" for words in SEARCHES}
    dates = exchange(server.port, "GET", FEED).text.count("BEGIN:VEVENT")
    free = town.races(1)[0]
    return {
        **{name: partial(_seconds, server, path) for name, path in pages.items()},
        "feed, each of its dates": lambda: _seconds(server, FEED) / dates,
        "sign-up": lambda: _sign_up(server, free),
    }


def _in_turn(readings: list[Callable[[], float]]) -> list[float]:
    rounds = [[read() for read in readings] for _ in range(READINGS + 1)]
    return [statistics.median(each) for each in zip(*rounds[1:], strict=True)]  # the first one warms up


def _sign_up(server: Server, path: str) -> float:
    begun = time.perf_counter()
    load.new_visitor(server.port, path)
    return time.perf_counter() - begun


def _seconds(server: Server, path: str) -> float:
    begun = time.perf_counter()
    expect(exchange(server.port, "GET", path), 200)
    return time.perf_counter() - begun
