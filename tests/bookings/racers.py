"""Many real processes that want the same hour of a room, or the same slot, at the same moment. Run as a program, so that
they fork from a clean process that has loaded the app once and holds no connection."""

import json
import multiprocessing
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from config import ROOT
from tests.sizes import FULL

RACERS = 100 if FULL else 16
SEEDS = 5 if FULL else 2


@dataclass(frozen=True)
class Race:
    """``what``: the module-level function of this file that each racer runs with ``facts``. ``unlocked``: the negative
    control: every lock off, the constraint gone, and a pause between looking and writing."""

    what: str
    facts: dict[str, Any]
    seed: int = 0
    racers: int = RACERS
    unlocked: bool = False


class Track:
    """The program, started once: it loads the app once a database and forks the racers of every race from there."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.bookings.racers"]
        self.program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, url: str, *races: Race) -> list[list[dict[str, Any]]]:
        """Run these races one after another; what became of every racer of each."""
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


def book_room(facts: dict[str, Any], number: int) -> dict[str, Any]:
    """The house books an hour, each for a purpose of its own."""
    from app.bookings import service
    from app.bookings.rules import Wish
    from app.bookings.service import Request
    from app.schedule.spans import Span

    span = Span(*(datetime.fromisoformat(one) for one in facts["span"]))
    request = Request(facts["organisation"], f"Purpose {number}")
    return {"series": service.ask(request, [Wish(facts["room"], span)], None).series}


def ask_for_visit(facts: dict[str, Any], number: int) -> dict[str, Any]:
    """A teacher asks for one slot of an offer; who finds it taken is told the nearest free ones, as the page does."""
    from app import clock
    from app.codes import new_nonce
    from app.schedule.spans import Span
    from app.visits import queries, service, slots
    from app.visits.asking import Asked
    from app.visits.service.asking import Ask, Contact, GroupInput

    span = Span(*(datetime.fromisoformat(one) for one in facts["span"]))
    group, contact = GroupInput(f"SFI {number}", "Lärcentrum", "sfi"), Contact("Oksana", None, "+46701740605", "uk")
    try:
        return {"series": service.ask(facts["offer"], Ask(group, contact, Asked(14, 1), new_nonce(), (span,))).request}
    except slots.SlotTaken:
        offer, now = queries.get_offer(facts["offer"]), clock.now()
        first, last = offer.terms.first_on(clock.today()), offer.terms.last_on(clock.today())
        busy = queries.find_busy(offer, clock.day_start(first), clock.day_end(last))
        free = slots.nearest(slots.free_slots(offer.terms, busy, now, first, last), span.starts_at)
        return {"refused": "SlotTaken", "others": len(free), "still": span in free}


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
    from app.errors import Refused

    with app.app_context():
        if race.unlocked:
            _unlock()
        pause = Random(f"{race.seed}:{number}").random() / 50
        barrier.wait()
        time.sleep(0 if race.unlocked else pause)
        try:
            answers.put(globals()[race.what](race.facts, number))
        except Refused as refusal:
            answers.put({"refused": type(refusal).__name__})
        except Exception as error:  # noqa: BLE001 - told to the test, which fails on it
            answers.put({"error": f"{type(error).__name__}: {error}"})


def _unlock() -> None:
    """PostgreSQL: no row lock. SQLite: no BEGIN IMMEDIATE. And time enough for everybody to look before one writes."""
    from sqlalchemy import event

    from app import db
    from app.bookings import steps
    from app.visits import queries, slots

    put = steps._put

    def put_slowly(*facts: Any) -> None:
        time.sleep(0.5)
        put(*facts)

    steps._put = put_slowly
    visits_check = slots.check_free

    def check_slowly(*facts: Any) -> None:
        visits_check(*facts)
        time.sleep(0.5)

    slots.check_free = check_slowly
    queries.for_update = lambda statement: statement
    steps.places.lock_rooms = lambda _ids: None
    if db.db.engine.dialect.name == "sqlite":
        event.remove(db.db.engine, "begin", db.begin_sqlite)


def main() -> None:
    from app import db
    from app.factory import create_app
    from tests.databases import test_settings

    apps: dict[str, Flask] = {}
    for line in sys.stdin:
        told = json.loads(line)
        url = told["url"]
        apps[url] = apps.get(url) or create_app(test_settings(Path(told["folder"]), url))
        with apps[url].app_context():
            db.db.engine.dispose()
        print(json.dumps([_hold(apps[url], Race(**race)) for race in told["races"]]), flush=True)


if __name__ == "__main__":
    main()
