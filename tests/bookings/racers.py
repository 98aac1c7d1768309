"""Many real processes that want the same hour of a room, or the same slot, at the same moment. Run as a program, so that
they fork from a clean process that has loaded the app once and holds no connection."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.sizes import FULL
from tests.track import hold, told

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


def _act(race: Race, number: int) -> dict[str, Any]:
    from app.errors import Refused

    try:
        return dict(globals()[race.what](race.facts, number))
    except Refused as refusal:
        return {"refused": type(refusal).__name__}


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

    for app, races in told():
        with app.app_context():
            db.db.engine.dispose()
        print(json.dumps([hold(app, Race(**race), _act, _unlock) for race in races]), flush=True)


if __name__ == "__main__":
    main()
