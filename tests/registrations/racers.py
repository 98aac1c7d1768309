"""Many real processes that sign up at the same moment. Run as a program, so that they fork from a clean process that
has loaded the app once and holds no connection; told what to do by JSON on its command line, answers on its output."""

import contextlib
import json
import time
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from flask import Flask

from tests.sizes import FULL
from tests.track import hold, told

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
    for app, wanted in told():
        races = [Race(**race) for race in wanted]
        _warm(app, races[0])
        print(json.dumps([hold(app, race, _sign_up, _unlock) for race in races]), flush=True)


if __name__ == "__main__":
    main()
