"""Many real processes that sign up at the same moment. Run as a program, so that they fork from a clean process that
has loaded the app once and holds no connection; told what to do by JSON on its command line, answers on its output."""

import contextlib
import json
import multiprocessing
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from config import ROOT
from tests.sizes import FULL

RACERS = 200 if FULL else 24
SEEDS = 20 if FULL else 2


@dataclass(frozen=True)
class Race:
    """``pools``: racer n signs up for pool n modulo their number. ``nonce``: the same form for all. ``unlocked``: the
    negative control, with every lock off and a pause between deciding and writing. ``largest``: party sizes."""

    pools: tuple[str, ...]
    seed: int = 0
    racers: int = RACERS
    nonce: str = ""
    unlocked: bool = False
    largest: int = 1


class Track:
    """The program, started once: it loads the app once a database and forks the racers of every race from there."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.registrations.racers"]
        self.program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, url: str, *races: Race) -> list[list[dict[str, Any]]]:
        """Run these races one after another; the receipts (or the error) of every racer of each."""
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


def _hold(app: Flask, race: Race) -> list[dict[str, Any]]:
    fork = multiprocessing.get_context("fork")
    barrier, answers = fork.Barrier(race.racers), fork.SimpleQueue()
    runners = [fork.Process(target=_start, args=(app, race, number, barrier, answers)) for number in range(race.racers)]
    for runner in runners:
        runner.start()
    received = [answers.get() for _runner in runners]
    for runner in runners:
        runner.join()
    return received


def _start(app: Flask, race: Race, number: int, barrier: Any, answers: Any) -> None:
    with app.app_context():
        if race.unlocked:
            _unlock()
        pause = Random(f"{race.seed}:{number}").random() / 50
        barrier.wait()
        time.sleep(0 if race.unlocked else pause)
        try:
            answers.put(_sign_up(race, number))
        except Exception as error:  # noqa: BLE001 - told to the test, which fails on it
            answers.put({"error": f"{type(error).__name__}: {error}"})


def _sign_up(race: Race, number: int) -> dict[str, Any]:
    from app.codes import new_nonce
    from app.registrations import service
    from app.registrations.rules import Party

    size = Random(f"{race.seed}-{number}").randint(1, race.largest)
    party = Party("Noor" if race.nonce else f"Noor {number}", size, "sv")
    receipt = service.sign_up(race.pools[number % len(race.pools)], party, race.nonce or new_nonce())
    return asdict(receipt)


def _warm(app: Flask, race: Race) -> None:
    """Compile the statements once, in a transaction that is rolled back, and let go of the connection before forking."""
    from app import db
    from app.codes import new_nonce
    from app.registrations import queries, service
    from app.registrations.rules import Party

    with app.app_context():
        with contextlib.suppress(ZeroDivisionError), db.transaction() as session:
            service._enter(session, queries.lock_pool_by_code(race.pools[0]), Party("-", 1, "sv"), new_nonce())
            raise ZeroDivisionError
        db.db.engine.dispose()


def _unlock() -> None:
    """PostgreSQL: no row lock. SQLite: no BEGIN IMMEDIATE. And time enough for everybody to decide before one writes."""
    from sqlalchemy import event

    from app import db
    from app.registrations import queries, service

    decide = service.decide

    def decide_slowly(*facts: Any) -> Any:
        decided = decide(*facts)
        time.sleep(0.3)
        return decided

    service.decide = decide_slowly
    queries.for_update = lambda statement: statement
    if db.db.engine.dialect.name == "sqlite":
        event.remove(db.db.engine, "begin", db.begin_sqlite)


def main() -> None:
    from app.factory import create_app
    from tests.databases import test_settings

    apps: dict[str, Flask] = {}
    for line in sys.stdin:
        told = json.loads(line)
        url = told["url"]
        apps[url] = apps.get(url) or create_app(test_settings(Path(told["folder"]), url))
        races = [Race(**race) for race in told["races"]]
        _warm(apps[url], races[0])
        print(json.dumps([_hold(apps[url], race) for race in races]), flush=True)


if __name__ == "__main__":
    main()
