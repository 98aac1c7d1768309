"""What is measured, in the order of the table; each yields its results as it gets them."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench import load
from tests.bench.results import Result
from tests.bench.servers import Server, serve
from tests.bench.stage import Stage, a_date

BARE, MINIMAL, OURS = "tests.bench.floors:bare()", "tests.bench.floors:minimal()", "wsgi:app"
READY = "/healthz"
HOME, LIST = "/sv/", "/sv/activities"
PLACES, CLIENTS = 30, 200


@dataclass(frozen=True)
class Size:
    """How long and how often: ``rounds`` of ``seconds`` each, floor and ours in turn."""

    rounds: int
    seconds: float
    occurrences: int
    registrations: int
    reported: int  # dates of the stage on which exports are measured


FULL = Size(rounds=5, seconds=2.0, occurrences=2500, registrations=5000, reported=14_000)
QUICK = Size(rounds=3, seconds=0.5, occurrences=300, registrations=500, reported=600)


def cached_pages(stage: Stage, size: Size) -> Iterator[Result]:
    """Home, list and a date from the page cache, beside the bare view."""
    with serve(BARE, {}) as floor, serve(OURS, stage.ours, ready=READY) as ours:
        for name, path in (("home", HOME), ("list", LIST), ("date page", a_date(ours))):
            yield _page(f"{name}, cached / bare view", stage, size, (floor, ours), (path, 0.5))
        yield _weight("worker after cached pages", stage, ours)
    yield Result("start-up to the first answer", stage.kind, _start_up(stage), 2, "s", detail="the quickest of three")


def uncached_pages(stage: Stage, size: Size) -> Iterator[Result]:
    """List and a date with the page cache off, beside the minimal page."""
    with serve(MINIMAL, stage.floor) as floor, serve(OURS, stage.uncached, ready=READY) as ours:
        for name, path, target in (("list", LIST, 0.3), ("date page", a_date(ours), 0.5)):
            yield _page(f"{name}, uncached / minimal page", stage, size, (floor, ours), (path, target))
        yield _weight("worker after uncached pages", stage, ours)


def sign_ups(stage: Stage, size: Size) -> Iterator[Result]:
    """Sign-ups as a browser does them, by 16 clients, beside the minimal app's; and their SQL statements."""
    paths = stage.races(40, PLACES)
    with serve(MINIMAL, stage.floor) as floor, serve(OURS, stage.ours, ready=READY) as ours:
        ratio, theirs, mine = load.in_turn(
            size.rounds,
            lambda: load.sign_ups_per_second(floor.port, ["/form"], size.seconds),
            lambda: load.sign_ups_per_second(ours.port, paths, size.seconds),
        )
        yield Result("sign-ups / minimal app", stage.kind, ratio, 0.35, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s")
        yield _weight("worker after sign-ups", stage, ours)
    yield Result("SQL of a sign-up", stage.kind, stage.inside("statements")["statements"], 15, "statements")


def rushes(stage: Stage, size: Size) -> Iterator[Result]:
    """200 at once for 30 places, with 2 and with 6 workers, beside the minimal app's form."""
    for workers in (2, 6):
        with serve(MINIMAL, stage.floor, workers) as floor, serve(OURS, stage.ours, workers, READY) as ours:
            pairs = [
                (load.rush(floor.port, "/form", CLIENTS), load.rush(ours.port, path, CLIENTS))
                for path in stage.races(size.rounds, PLACES)
            ]
        name = f"{CLIENTS} at once, {workers} workers"
        times = statistics.median(mine.seconds / theirs.seconds for theirs, mine in pairs)
        slowest = max(mine.seconds for _, mine in pairs)
        yield Result(f"{name} / minimal app", stage.kind, times, 4, "x", detail=f"slowest {slowest:.1f} s")
        wrong = sum(_wrong(mine) for _, mine in pairs)
        seen = "; ".join(sorted({f"{dict(mine.states)} {mine.errors[:1] or ''}".strip() for _, mine in pairs}))
        yield Result(f"{name}: wrong answers", stage.kind, wrong, 0, "", detail=seen)


def reports(stage: Stage, size: Size) -> Iterator[Result]:
    """The year's attendance records to CSV and XLSX, and its indicators."""
    figures = stage.inside("reports")
    records = f"{figures['records']:.0f} records in the year"
    for name, key, target in (
        ("dates to CSV", "csv", 1),
        ("dates to XLSX", "xlsx", 3),
        ("indicators", "indicators", 0.5),
    ):
        yield Result(f"a year's {name}", stage.kind, figures[key], target, "s", detail=records)


def _page(name: str, stage: Stage, size: Size, servers: tuple[Server, Server], page: tuple[str, float]) -> Result:
    (floor, ours), (path, target) = servers, page
    ratio, theirs, mine = load.in_turn(
        size.rounds,
        lambda: load.pages_per_second(floor.port, "/", size.seconds),
        lambda: load.pages_per_second(ours.port, path, size.seconds),
    )
    return Result(name, stage.kind, ratio, target, "x", True, f"{mine:.0f}/s of {theirs:.0f}/s")


def _wrong(rush: load.Rush) -> int:
    """How many of a rush saw something else than 30 confirmed and the rest waiting."""
    expected = {"confirmed": PLACES, "waiting": CLIENTS - PLACES}
    states = {*expected, *rush.states}
    return max(len(rush.errors), *(abs(rush.states[state] - expected.get(state, 0)) for state in states))


def _start_up(stage: Stage) -> float:
    """Seconds to the first answer; the quickest start, because everything else on the machine only adds."""
    seconds = []
    for _ in range(3):
        with serve(OURS, stage.ours, ready=READY) as server:
            seconds.append(server.started_s)
    return min(seconds)


def _weight(name: str, stage: Stage, server: Server) -> Result:
    return Result(name, stage.kind, server.weigh(), 150, "MiB")
