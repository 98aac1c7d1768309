"""Changing a long series, and delivering mail while people sign up.

The worker is held and let go in turn, so that what a machine does slowly it does slowly for all."""

import os
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psutil

from tests.bench import load
from tests.bench.measurements import OURS, READY, Size
from tests.bench.results import Result
from tests.bench.servers import BIN, ROOT, Server, serve
from tests.bench.stage import Stage
from tests.smtp import Postbox, opened

PACE_S = 0.1  # somebody signs up ten times a second: a busy minute of a municipality
PATIENCE_S = 30


def mails(stage: Stage, size: Size) -> Iterator[Result]:
    """Splitting a series of 200 dates with 2,000 registrations; then its mails delivered, alone and beside sign-ups."""
    figures = stage.inside("split")
    detail = f"{figures['dates']:.0f} dates, {figures['mails']:.0f} mails noted"
    yield Result("splitting a long series", stage.kind, figures["split"], 1, "s", detail=detail)
    paths = stage.races(20, 400)
    with opened() as box, serve(OURS, stage.ours, ready=READY) as ours, _worker(stage, box) as worker:
        waits, rates = _windows(size, ours, paths, (box, worker, stage.database_url))
    spread = " / ".join(f"{value:.0f}" for value in rates)
    yield Result("mails beside sign-ups", stage.kind, rates[1], 20, "/s", True, f"{spread} /s alone / beside sign-ups")
    yield Result("mails: beside sign-ups / alone", stage.kind, rates[1] / rates[0], 0.8, "x", True, spread)
    spread = " / ".join(f"{1000 * value:.0f}" for value in waits)
    yield Result("a sign-up: beside mails / alone", stage.kind, waits[1] / waits[0], 1.2, "x", detail=f"{spread} ms")


def _windows(
    size: Size, ours: Server, paths: list[str], mail: tuple[Postbox, psutil.Process, str]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds of a sign-up and mails a second, each alone and beside the other: the middle ones of all rounds."""
    (box, worker, ours_at), seconds = mail, max(size.seconds, 1)
    quiet, busy, free, shared = [], [], [], []
    for _round in range(size.rounds):
        _hold(worker, ours_at)
        quiet += _sign_ups(ours, paths, seconds)
        worker.resume()
        free.append(_rate(box, lambda: time.sleep(seconds)))
        shared.append(_rate(box, lambda: busy.extend(_sign_ups(ours, paths, seconds))))
    return (statistics.median(quiet), statistics.median(busy)), (statistics.median(free), statistics.median(shared))


def _hold(worker: psutil.Process, database: str) -> None:
    """Suspend the worker, but not while it has SQLite's write lock, which it would keep from everybody."""
    while True:
        worker.suspend()
        if not database.startswith("sqlite"):
            return
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"), timeout=0)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                worker.resume()
                time.sleep(0.01)
            else:
                return


def _sign_ups(ours: Server, paths: list[str], seconds: float) -> list[float]:
    """How long each sign-up of these seconds took, at an even pace."""
    taken, begun = [], time.perf_counter()
    while time.perf_counter() - begun < seconds:
        started = time.perf_counter()
        load.new_visitor(ours.port, paths[len(taken) % len(paths)])
        taken.append(time.perf_counter() - started)
        time.sleep(max(0.0, PACE_S - taken[-1]))
    return taken


def _rate(box: Postbox, during: Any) -> float:
    before, begun = len(box.mails), time.perf_counter()
    during()
    return (len(box.mails) - before) / (time.perf_counter() - begun)


@contextmanager
def _worker(stage: Stage, box: Postbox) -> Iterator[psutil.Process]:
    """``flask worker`` with that mail server, from its first mail on."""
    environment = {**os.environ, **stage.ours, "SAMSPEL_SMTP_URL": box.url}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([BIN / "flask", "worker"], cwd=ROOT, env=environment, **silent)
    until = time.perf_counter() + PATIENCE_S
    try:
        while not len(box.mails):
            if time.perf_counter() > until:
                raise RuntimeError("the worker delivered nothing")
            time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.kill()  # a suspended process, too
        process.wait()
