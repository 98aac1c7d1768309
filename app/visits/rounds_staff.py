"""The morning's mail to those who receive groups: who comes today."""

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.db import command
from app.messages.rounds import Note, Rule, is_due, send, take_days
from app.visits.facts import VisitFact
from app.visits.staff_letters import list_of_day

TODAY = Rule("visit_today", time(7), days=0, latest=timedelta())


def tell_today() -> None:
    """Tell the editors of each library which groups come today."""
    if is_due(TODAY):
        _tell_today()


@command
def _tell_today(session: Session) -> None:
    for day in take_days(session, TODAY):
        send(session, TODAY, _notes(day, list_of_day(day)))


def _notes(day: date, visits: list[VisitFact]) -> list[Note]:
    """One mail a library and editor, about all of its visits of that day."""
    last = {one.organisation_id: one.starts_at for one in visits if one.starts_at is not None}
    hosts = accounts.list_hosts(last) if last else {}
    return [
        Note(
            (host.email, host.language), f"{TODAY.name}:{day.isoformat()}:{organisation_id}:{host.code}",
            {"day": day.isoformat(), "organisation": organisation_id, "host": host.code}, last[organisation_id],
        )
        for organisation_id, theirs in hosts.items() for host in theirs
    ]  # fmt: skip
