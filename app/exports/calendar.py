"""Dates as calendar files (RFC 5545), so that a telephone keeps them and notices a cancelled one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from app import clock

END = b"END:VCALENDAR\r\n"
EVENT_BEGIN, EVENT_END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
FRESH_HOURS = 6  # how often a subscribed calendar should ask again
STAMP = "%Y%m%dT%H%M%SZ"
PRODUCT = "-//Samspel//Samspel//SV"
GUEST = {"partstat": "ACCEPTED", "rsvp": "FALSE", "role": "REQ-PARTICIPANT"}
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


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


def calendar(entries: Iterable[Entry], host: str, language: str, name: str = "") -> bytes:
    """A calendar of ``entries``; UIDs are ``CODE@host`` and never change. Texts are in ``language`` (BCP 47).

    ``name`` is what a subscribed calendar is called. A date that has not changed is not written anew.
    """
    return b"".join([_head(name), *(_event(entry, host, language) for entry in entries), END])


@dataclass(frozen=True)
class Invited:
    """Whom an invitation is between (RFC 5546): the name and address of who invites, never answered, and the guest's."""

    organiser: str
    sender: str
    guest: str


def invitation(entry: Entry, host: str, language: str, between: Invited, at: datetime) -> bytes:
    """One date as an invitation that needs no answer, or (``cancelled``) as its end: the same UID and organiser, so that it
    replaces or removes what the guest has. ``at`` (UTC): when it is written, which tells two of the same SEQUENCE apart.
    Nothing in it is the guest's alone, for calendars are shared."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "CANCEL" if entry.cancelled else "REQUEST")
    made.add_component(_zone())
    event = _dated(entry, host, at)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{between.sender}"), parameters={"cn": _one(between.organiser)})
    event.add("attendee", vCalAddress(f"mailto:{between.guest}"), parameters=GUEST)
    event.add("summary", _one(entry.title), parameters={"language": language})
    event.add("location", _one(entry.where))
    made.add_component(event)
    return bytes(made.to_ical())


def google_url(entry: Entry) -> str:
    """A link that offers the date to Google's calendar; nothing is sent before somebody opens it."""
    span = f"{entry.starts_at.astimezone(UTC):{STAMP}}/{entry.ends_at.astimezone(UTC):{STAMP}}"
    asked = {"action": "TEMPLATE", "text": entry.title, "dates": span, "ctz": clock.ZONE.key, "details": entry.url}
    return f"https://calendar.google.com/calendar/render?{urlencode({**asked, 'location': entry.where})}"


def outlook_url(entry: Entry) -> str:
    """The same for Outlook on the web."""
    asked = {
        "rru": "addevent", "subject": entry.title, "startdt": entry.starts_at.astimezone(UTC).isoformat(),
        "enddt": entry.ends_at.astimezone(UTC).isoformat(), "body": entry.url, "location": entry.where,
    }  # fmt: skip
    return f"https://outlook.live.com/calendar/0/action/compose?{urlencode(asked)}"


@lru_cache(maxsize=64)
def _head(name: str) -> bytes:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("name", _one(name))
        made.add("x-wr-calname", _one(name))
        made.add("refresh-interval", timedelta(hours=FRESH_HOURS), parameters={"value": "DURATION"})
        made.add("x-published-ttl", f"PT{FRESH_HOURS}H")
    made.add_component(_zone())
    return bytes(made.to_ical()).removesuffix(END)


@lru_cache(maxsize=8192)
def _event(entry: Entry, host: str, language: str) -> bytes:
    event = _dated(entry, host, entry.changed_at)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    written = bytes(event.to_ical()).removesuffix(EVENT_END)
    return written + _texts(entry.title, entry.description, entry.where, language)


def _dated(entry: Entry, host: str, stamped_at: datetime) -> Event:
    """What tells one date from all others, and when it is."""
    event = Event()
    event.add("uid", f"{entry.code}@{host}")
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", clock.local(entry.starts_at))
    event.add("dtend", clock.local(entry.ends_at))
    event.add("url", entry.url)
    return event


@lru_cache(maxsize=2048)
def _texts(title: str, description: str, where: str, language: str) -> bytes:
    """What the dates of a series have in common, and the end of an event."""
    event = Event()
    for name, text in {"summary": title, "description": description}.items():
        if text:
            event.add(name, _one(text), parameters={"language": language})
    event.add("location", _one(where))
    return bytes(event.to_ical()).removeprefix(EVENT_BEGIN)


def _one(text: str) -> vText:
    """A text whose line breaks are all of one kind; a bare carriage return would pass icalendar's escaping unseen."""
    printable = text.replace("\r\n", "\n").replace("\r", "\n")
    return vText("".join(sign for sign in printable if sign in "\n\t" or ord(sign) >= 32))


@lru_cache(maxsize=1)
def _zone() -> Timezone:
    """Stockholm by the rule of all zones of the Union (directive 2000/84/EC): summer time from the last Sunday of March
    to that of October. As a rule, for many readers pass over a list of instants."""
    zone = Timezone()
    zone.add("tzid", clock.ZONE.key)
    zone.add_component(_observance(TimezoneStandard(), "CET", (SUMMER, WINTER), (10, "19961027T030000")))
    zone.add_component(_observance(TimezoneDaylight(), "CEST", (WINTER, SUMMER), (3, "19960331T020000")))
    return zone


def _observance(
    part: TimezoneStandard | TimezoneDaylight,
    name: str,
    offsets: tuple[timedelta, timedelta],
    since: tuple[int, str],
) -> TimezoneStandard | TimezoneDaylight:
    month, begin = since
    part.add("dtstart", datetime.strptime(begin, "%Y%m%dT%H%M%S"))  # noqa: DTZ007  # wall time before the change
    part.add("tzname", name)
    part.add("tzoffsetfrom", offsets[0])
    part.add("tzoffsetto", offsets[1])
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
    return part
