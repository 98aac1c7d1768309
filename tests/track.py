"""A track on which many real processes race: a program started once, which loads the app once a database and forks the
racers of every race from there, while it holds no connection. Told what to do by a line of JSON, answers by a line."""

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from config import ROOT

Act = Callable[[Any, int], dict[str, Any]]


class Track:
    """The program's other end, held by a test."""

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        self.program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, url: str, *races: Any) -> list[list[dict[str, Any]]]:
        """Run these races (dataclasses) one after another; what became of every racer of each."""
        assert self.program.stdin
        assert self.program.stdout
        told = {"folder": str(folder), "url": url, "races": [asdict(race) for race in races]}
        self.program.stdin.write(json.dumps(told) + "\n")
        self.program.stdin.flush()
        return list(json.loads(self.program.stdout.readline() or "[]"))

    def close(self) -> None:
        assert self.program.stdin
        self.program.stdin.close()
        self.program.wait(60)


def told() -> Iterator[tuple[Flask, list[dict[str, Any]]]]:
    """The program's end: for every line, the app of its database and the races that are wanted there."""
    from app.factory import create_app
    from tests.databases import test_settings

    apps: dict[str, Flask] = {}
    for line in sys.stdin:
        told = json.loads(line)
        url = told["url"]
        apps[url] = apps.get(url) or create_app(test_settings(Path(told["folder"]), url))
        yield apps[url], told["races"]


def hold(app: Flask, race: Any, act: Act, unlock: Callable[[], None]) -> list[dict[str, Any]]:
    """Let ``race.racers`` processes do ``act(race, number)`` at the same moment, spread by ``race.seed``; what each of
    them answers, an error included. ``race.unlocked``: the negative control, after ``unlock()`` and not spread."""
    fork = multiprocessing.get_context("fork")
    barrier, answers = fork.Barrier(race.racers), fork.SimpleQueue()

    def start(number: int) -> None:
        with app.app_context():
            if race.unlocked:
                unlock()
            pause = Random(f"{race.seed}:{number}").random() / 50
            barrier.wait()
            time.sleep(0 if race.unlocked else pause)
            try:
                answers.put(act(race, number))
            except Exception as error:  # noqa: BLE001 - told to the test, which fails on it
                answers.put({"error": f"{type(error).__name__}: {error}"})

    runners = [fork.Process(target=start, args=(number,)) for number in range(race.racers)]
    for runner in runners:
        runner.start()
    received = [answers.get() for _runner in runners]
    for runner in runners:
        runner.join()
    return received
