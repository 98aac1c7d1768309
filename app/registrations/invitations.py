"""Dates as invitations for the calendar of whoever signed up: sent with the place, renewed by every change, and ended."""

from collections.abc import Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from app import clock
from app.activities.queries import OccurrenceFact
from app.activities.rules import OccurrenceState
from app.exports.calendar import Entry, Invited, invitation
from app.languages import pick
from app.messages.rendering import Invitation
from app.organisations import queries as organisations
from app.places import queries as places
from app.registrations.queries import RegistrationFact
from app.settings import settings

MOST = 12  # dates that one mail brings; whoever wants all follows the series by its calendar file


def invite(fact: RegistrationFact, dates: Iterable[OccurrenceFact]) -> tuple[Invitation, ...]:
    """An invitation to each of these dates that are not over; a cancelled one is called off."""
    return _each(fact, dates, called_off=False)


def call_off(fact: RegistrationFact, dates: Iterable[OccurrenceFact]) -> tuple[Invitation, ...]:
    """Take each of these dates out of their calendar: they do not come."""
    return _each(fact, dates, called_off=True)


def as_invitation(entry: Entry, organisation_id: int, guest: tuple[str, str]) -> Invitation:
    """An entry of a calendar as an organisation's invitation to ``guest`` (address, language); a cancelled one ends it."""
    between = Invited(organisations.find_name(organisation_id), parseaddr(settings().mail_from)[1], guest[0])
    host = urlsplit(settings().base_url).hostname or "localhost"
    made = invitation(entry, host, guest[1], between, clock.now())
    return Invitation("CANCEL" if entry.cancelled else "REQUEST", made.decode())


def _each(fact: RegistrationFact, dates: Iterable[OccurrenceFact], called_off: bool) -> tuple[Invitation, ...]:
    coming = [date for date in dates if date.ends_at > clock.now()]
    return tuple(_one(fact, date, called_off) for date in coming[:MOST]) if fact.email else ()


def _one(fact: RegistrationFact, date: OccurrenceFact, called_off: bool) -> Invitation:
    base = settings().base_url.rstrip("/")
    ends = called_off or date.state == OccurrenceState.CANCELLED
    spot = places.find_spot(date.place_id, date.room_id)
    entry = Entry(
        code=date.code, title=pick(date.title, fact.language).value, description="",
        where=spot.in_words if spot else "", url=f"{base}/{fact.language}/occurrences/{date.code}",
        starts_at=date.starts_at, ends_at=date.ends_at, sequence=date.sequence, cancelled=ends,
        changed_at=date.changed_at,
    )  # fmt: skip
    return as_invitation(entry, date.organisation_id, (fact.email or "", fact.language))
