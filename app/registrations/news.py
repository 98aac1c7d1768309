"""What those who signed up must be told of changed dates: noted in the transaction of the change, in one mail a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from app import clock
from app.activities import queries as activities
from app.activities.hooks import DateWas, Hooks
from app.activities.queries import OccurrenceFact
from app.activities.rules import OccurrenceState
from app.messages import steps as messages
from app.messages.rules import tell_at
from app.messages.steps import News, gather
from app.registrations import queries
from app.registrations.queries import RegistrationFact
from app.registrations.rules import ToTell
from app.registrations.steps import fill_places
from app.registrations.tables import Registration

KIND = "dates_changed"
Change = tuple[DateWas, OccurrenceFact]


def connect(hooks: Hooks) -> None:
    """Let changed dates reach those who signed up for them."""
    hooks.dates_changed = dates_changed


def dates_changed(session: Session, changed: Sequence[DateWas]) -> None:
    """Note for everybody who takes part in these dates, or in their whole series, how they were; who has no e-mail address
    is told by the host. Where sign-up closes later now, the queue moves again. Dates that are over tell nobody.

    Locks are always taken in this order: activity, dates by start, pools by id, registrations, messages. Waiting for the
    pools is waiting for those who sign up just now, so that they are told too; who comes later sees what has changed.
    """
    dates = {date.id: date for date in activities.list_by_ids([was.occurrence_id for was in changed])}
    pairs = [(was, dates[was.occurrence_id]) for was in changed if dates[was.occurrence_id].ends_at > clock.now()]
    pools = queries.lock_pools_of([date.id for _was, date in pairs], sorted({date.root_id for _was, date in pairs}))
    of_pool = {
        pool.state.id: [pair for pair in pairs if pool.state.occurrence_id in {None, pair[1].id}] for pool in pools
    }
    told = [(fact, of_pool[fact.pool_id]) for fact in queries.list_taking_part([pool.state.id for pool in pools])]
    gather(session, KIND, _news([(fact, changes) for fact, changes in told if fact.email]))
    _leave_word(session, [(fact.id, changes) for fact, changes in told if not fact.email])
    for pool in pools:
        if pool.state.waiting:
            fill_places(session, queries.get_pool_by_id(pool.state.id))


def undelivered(session: Session, _kind: str, about: Mapping[str, Any]) -> None:
    """A mail to somebody who signed up has failed for good: the host's list says so, and that they must be told."""
    codes = [about["registration"]] if "registration" in about else list(about.get("registrations", ()))
    held = Registration.code.in_(codes) & (Registration.to_tell == "")
    if codes:
        session.execute(update(Registration).where(held).values(to_tell=ToTell.BOUNCED))


def _news(told: Sequence[tuple[RegistrationFact, list[Change]]]) -> list[News]:
    """One piece of news for each person and language."""
    people: dict[tuple[str, str], list[tuple[RegistrationFact, list[Change]]]] = {}
    for fact, changes in told:
        people.setdefault((fact.email or "", fact.language), []).append((fact, changes))
    return [
        News(*person, {"registrations": {fact.code: _noted(changes) for fact, changes in theirs}}, _due(theirs))
        for person, theirs in people.items()
    ]


def _noted(changes: Sequence[Change]) -> dict[str, Any]:
    return {
        date.code: {
            "starts_at": was.starts_at.isoformat(), "ends_at": was.ends_at.isoformat(), "place": was.place_id,
            "room": was.room_id, "organisation": was.organisation_id,
        }
        for was, date in changes
    }  # fmt: skip


def _due(theirs: Sequence[tuple[RegistrationFact, list[Change]]]) -> datetime:
    soonest = min(min(was.starts_at, date.starts_at) for _fact, changes in theirs for was, date in changes)
    return tell_at(clock.now(), soonest)


def _leave_word(session: Session, told: Sequence[tuple[int, list[Change]]]) -> None:
    """What the host must say to those whom we cannot message; whoever waits to be told something else already is told how
    it is now."""
    r = Registration
    by_word: dict[ToTell, list[int]] = {}
    for registration_id, changes in told:
        word = _word(changes)
        if word:
            by_word.setdefault(word, []).append(registration_id)
    messages.told(session).aloud += sum(map(len, by_word.values()))
    for word, ids in by_word.items():
        other = case((r.to_tell.in_(["", word]), word), else_=ToTell.CHANGED)
        value = word if word == ToTell.CANCELLED else other
        session.execute(update(r).where(r.id.in_(ids)).values(to_tell=value))


def _word(changes: Sequence[Change]) -> ToTell | None:
    if all(date.state == OccurrenceState.CANCELLED for _was, date in changes):
        return ToTell.CANCELLED
    return ToTell.MOVED if any(_is_another(was, date) for was, date in changes) else None


def _is_another(was: DateWas, date: OccurrenceFact) -> bool:
    now = (date.starts_at, date.ends_at, date.place_id, date.room_id)
    return date.state == OccurrenceState.CANCELLED or now != (was.starts_at, was.ends_at, was.place_id, was.room_id)
