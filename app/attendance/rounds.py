"""The morning's mails to hosts: who comes today, and which of yesterday's dates nobody has counted."""

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.activities.rules import Signup
from app.attendance import queries
from app.db import command
from app.messages.rounds import Note, Rule, is_due, send, take_days

LIST = Rule("host_list", time(7), days=0, latest=timedelta(hours=-1))
RECORD = Rule("host_record", time(8), days=1, latest=timedelta(days=3))


def send_lists() -> None:
    """Tell the editors of each organisation who has signed up for its dates today."""
    if is_due(LIST):
        _send_lists()


def ask_for_records() -> None:
    """Ask the editors of each organisation for the records that its dates of yesterday lack."""
    if is_due(RECORD):
        _ask_for_records()


@command
def _send_lists(session: Session) -> None:
    for day in take_days(session, LIST):
        send(session, LIST, _notes(LIST, day, [one for one in terms.list_held_on(day) if one.signup != Signup.NONE]))


@command
def _ask_for_records(session: Session) -> None:
    for day in take_days(session, RECORD):
        dates = terms.list_held_on(day)
        recorded = queries.find_records(one.id for one in dates) if dates else {}
        send(session, RECORD, _notes(RECORD, day, [one for one in dates if one.id not in recorded]))


def _notes(rule: Rule, day: date, dates: list[OccurrenceFact]) -> list[Note]:
    """One mail an organisation and editor, about all of its dates of that day."""
    first = {one.organisation_id: one.starts_at for one in reversed(dates)}
    hosts = accounts.list_hosts(first) if first else {}
    return [
        Note(
            (host.email, host.language), f"{rule.name}:{day.isoformat()}:{organisation_id}:{host.code}",
            {"day": day.isoformat(), "organisation": organisation_id, "host": host.code}, first[organisation_id],
        )
        for organisation_id, theirs in hosts.items() for host in theirs
    ]  # fmt: skip
