"""Dates as calendar files (RFC 5545), so that a telephone keeps them and notices a cancelled one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, Timezone, vText

from app import clock

PRODUCT = "-//Samspel//Samspel//SV"
FIRST_YEAR, LAST_YEAR = datetime(2020, 1, 1), datetime(2038, 1, 1)  # noqa: DTZ001  # wall time, as VTIMEZONE wants it


@dataclass(frozen=True)
class Entry:
    """One date. ``changed_at`` becomes DTSTAMP, so that the same date always gives the same bytes."""

    code: str
    title: str
    description: str
    where: str
    url: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    cancelled: bool
    changed_at: datetime


def calendar(entries: Iterable[Entry], host: str, language: str) -> bytes:
    """A calendar of ``entries``; UIDs are ``CODE@host`` and never change. Texts are in ``language`` (BCP 47)."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(_zone())
    for entry in entries:
        made.add_component(_event(entry, host, language))
    return bytes(made.to_ical())


def _event(entry: Entry, host: str, language: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.code}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", clock.local(entry.starts_at))
    event.add("dtend", clock.local(entry.ends_at))
    for name, text in {"summary": entry.title, "description": entry.description}.items():
        if text:
            event.add(name, _one(text), parameters={"language": language})
    event.add("location", _one(entry.where))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _one(text: str) -> vText:
    """A text whose line breaks are all of one kind; a bare carriage return would pass icalendar's escaping unseen."""
    printable = text.replace("\r\n", "\n").replace("\r", "\n")
    return vText("".join(sign for sign in printable if sign in "\n\t" or ord(sign) >= 32))


def _zone() -> Timezone:
    return Timezone.from_tzid(clock.ZONE.key, first_date=FIRST_YEAR.date(), last_date=LAST_YEAR.date())
