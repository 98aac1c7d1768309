"""What an attacker sends: a small world with one of everything, the addresses and forms in it, and bad values for them."""

import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlencode
from xml.etree.ElementTree import Element

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from app.accessibility import service as accessibility
from app.accessibility.queries import list_shortcomings
from app.accounts import service as accounts
from app.activities import service as activities
from app.activities.encoding import encode
from app.activities.review import list_open_reports
from app.attendance import service as attendance
from app.bookings.feeds import feed_token
from app.db import db
from app.messages.tables import Message
from app.messages.unsubscribing import token_of
from tests.activities.build import publish_cafe
from tests.activities.pictures import drawn
from tests.attendance.build import series
from tests.bookings.rooms import asked, booked, span
from tests.client import XHTML, InspectingClient, Page
from tests.people import People
from tests.registrations.build import make_date, sign_up
from tests.visits import build as visiting

BAD = (
    "", " ", "x" * 10_000, "a\x00b", "\x01\x1b\x7f", "\u202eabc\u2066def", b"\xed\xa0\x80", b"\xff\xfe\xc3", "-1",
    "99999999999999999999", "9" * 5000, "1.5", "1e309", "NaN", "sNaN", "Infinity", "-0", "١٢", "²", "2026-02-31",
    "0001-01-01", "9999-12-31", "2026-W10-1", "2026-03-29", "2026-10-25", "02:30", "24:00", "25:61", "=1+1", "null",
    "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "//evil.example", "a\r\nBcc: b@example.org",
    "😀" * 300, "[]", "a" * 201, "نورا Ali نورا", "%d%s%n", "True", "0", "a@b", "\ufffe\ufdd0", "x:y", "|", "ZZZZZZZZ",
)  # fmt: skip
BAD_PATHS = ("%00", "a%00b", "%ED%A0%80", "%FF", "x" * 10_000, "%E2%80%AE", "..%2F", "-", "%0D%0AX: y", "'", "0", "-1")
QUERY = (
    "page", "year", "period", "state", "organisation", "type", "place", "spoken", "from", "to", "free", "lang", "next",
    "hours", "total", "loans", "method", "part", "endpoint", "_external", "_scheme", "_anchor", "_method", "code", "q",
    "view", "on", "day", "start", "end", "people", "time",
)  # fmt: skip
OPEN = {
    "csrf_token", "nonce", "shown", "revision", "sequence", "password", "pin", "next", "press", "step", "keep", "decision",
}  # fmt: skip
DANGEROUS = re.compile(r"/(off|state/\w+|withdraw|take-down|sign-out|finish|accept)$")


@dataclass
class World:
    """One of everything, and the values that fill the addresses to it."""

    app: Flask
    people: People
    values: dict[str, dict[str, str]]
    own: str = ""
    visit: str = ""
    host: tuple[str, str] = ("", "")
    tables: list[str] = field(default_factory=list)

    def rows(self) -> dict[str, int]:
        """How many rows each table has (``staff_session`` left out: signing in is no change)."""
        parts = [f"SELECT '{name}', count(*) FROM \"{name}\"" for name in self.tables]
        found = dict(db.session.execute(text(" UNION ALL ".join(parts))).all())
        db.session.rollback()
        return found  # type: ignore[return-value]

    def client(self, person: str) -> InspectingClient:
        """The browser of one of the people, or of a visitor who signed up and of a host who counts."""
        made = InspectingClient(self.app)
        if person == "host":
            made.submit(f"/en/count/{self.host[0]}", pin=self.host[1])
        elif person == "participant":
            made.submit("/en/my", code=self.own)
            made.submit("/en/visits/my", code=self.visit)
        elif person != "visitor":
            made.sign_in(getattr(self.people, person).id)
        return made


def build(app: Flask, people: People) -> World:
    """A published café with pools, one that waits for approval, a date today with a host's link, a registration, a room that
    is booked and one that is asked for, a visit that a group has asked for and one that is agreed."""
    cafe, waits = publish_cafe(people), publish_cafe(people, people.newcomer_association)
    today, date = series(people), make_date(people, capacity=3)
    receipt = sign_up(date.pool, "Noor", email="noor@example.org")
    invited = accounts.invite("new@example.org", "editor", people.association.id, people.eva.id)
    link, pin = attendance.make_host_link(today.code, people.eva.id)
    token = attendance.host_token(link, 0)
    picture = encode(drawn())
    activities.set_picture(cafe.code, picture, {"sv": "Ett bord"}, people.eva.id)
    activities.report_page(cafe.id, None, "wrong", "", "f" * 32)
    report = list_open_reports(1)[0].code
    accessibility.tell("/en/", "Too small", "en", "s" * 32)
    shortcoming = list_shortcomings()[0].code
    ours, theirs = booked(people, span(weeks=2)), asked(people, span(weeks=3))
    feed = feed_token(f"room:{people.room.code}")
    visits = visiting.offer(people, question={"en": "What shall we show?"}, most_visits=2)
    group, (visit,) = visiting.ask(visits)
    agreed = visiting.agreed(people, visits, visiting.slot(number=1))
    calendar = feed_token(f"visits:{people.library.code}")
    common = {
        "key": "magneteten",
        "user": people.olga.code,
        "state": "suspended",
        "by": "type",
        "file_format": "csv",
        "kind": "reminder",
        "role": "host",
        "reader": "ar",
    }
    values = {
        "": {**common, "lang": "en", "month": "2026-11", "name": "x.css", "code": date.codes[0], "pool": date.pool,
             "registration": receipt.code, "nonce": "n" * 32, "token": accounts.invitation_token(invited)},
        "bookings.": {"code": people.room.code, "token": feed}, "bookings.answer": {"code": theirs[0].series},
        "bookings.show": {"code": ours[0].series}, "bookings.cancel": {"code": ours[0].series},
        "bookings.move": {"code": ours[0].code}, "accessibility.": {"code": shortcoming}, "catalogue.poster": {"code": cafe.code},
        "catalogue.poster_pdf": {"code": cafe.code}, "catalogue.print_poster": {"code": cafe.code},
        "catalogue.picture": {"digest": picture.digest, "name": "320.webp"},
        "activities.": {"code": cafe.code}, "activities.review": {"code": waits.code},
        "activities.comment_review": {"code": waits.code}, "activities.handle_report": {"code": report},
        "catalogue.report_activity": {"code": cafe.code},
        "activities.date": {"code": date.code}, "activities.edit_date": {"code": date.code},
        "activities.cancel_date": {"code": date.code}, "attendance.": {"code": today.date, "token": token},
        "attendance.links": {"code": today.code}, "attendance.close_link": {"code": today.code, "link": link},
        "catalogue.organisation": {"code": people.association.code},
        "catalogue.activity": {"code": cafe.code}, "catalogue.short_activity": {"code": cafe.code},
        "catalogue.activity_ics": {"code": cafe.code}, "registrations.sign_up_for_series": {"code": cafe.code},
        "registrations.open_link": {"token": "0-0"}, "accounts.mails": {"token": token_of("staff", people.eva.code)},
        "registrations.mails": {"token": token_of("registration", receipt.code)},
        "visits.": {"code": visit.code}, "visits.offer": {"code": visits.code}, "visits.ask": {"code": visits.code},
        "visits.open_link": {"token": "0-0"}, "visits.mails": {"token": token_of("visit", group.request)},
        "organisations.": {"code": people.association.code},
        "places.room": {"key": "stadsbiblioteket", "code": people.room.code}, "reports.": {"code": "4a.4-a"},
        "visits.desk_offer": {"code": visits.code},
        "visits.outcome": {"code": agreed.code}, "visits.withdraw": {"code": agreed.code},
        "visits.renew_feed": {"code": people.library.code},
        "visits.feed": {"code": people.library.code, "token": calendar},
        "reports.part": {"code": "4"}, "messages.": {"code": db.session.query(Message).first().code},
    }  # fmt: skip
    tables = sorted({table.name for table in db.metadata.sorted_tables} - {"staff_session"})
    return World(app, people, values, receipt.own_code, group.own_code, (token, pin), tables)


def addresses(world: World) -> list[tuple[str, str, set[str]]]:
    """(endpoint, path that leads somewhere, methods) of every route."""
    adapter = world.app.url_map.bind("localhost")
    found = []
    for rule in world.app.url_map.iter_rules():
        given = {**world.values[""], **world.values.get(rule.endpoint.split(".")[0] + ".", {})}
        given |= world.values.get(rule.endpoint, {})
        wanted = {name: given[name] for name in rule.arguments if name not in (rule.defaults or {})}
        methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
        path = adapter.build(rule.endpoint, {**wanted, **(rule.defaults or {})}, method=sorted(methods)[0])
        found.append((rule.endpoint, path, methods))
    return found


def bad_paths(world: World) -> list[str]:
    """Every address with each of its parts spoiled in turn."""
    paths = []
    for _endpoint, path, _methods in addresses(world):
        parts = path.split("/")
        for place in range(2, len(parts)):
            paths += ["/".join([*parts[:place], bad, *parts[place + 1 :]]) for bad in BAD_PATHS if parts[place]]
    return sorted(set(paths))


@dataclass(frozen=True)
class Sent:
    """A form as a browser would send it: to where, and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        return sorted({name for name, _value in self.fields})


def forms_of(page: Page, path: str) -> list[Sent]:
    """Every form that the page posts, staff's bar included, filled as it stands, radios and selects chosen."""
    found = []
    for element in page.tree.iter(f"{XHTML}form"):
        if element.get("method", "get").lower() == "post":
            fields = [pair for each in element.iter() for pair in _sends(each)]
            found.append(Sent(element.get("action") or path, tuple(fields)))
    return found


def spoil(chance: random.Random, form: Sent) -> tuple[list[tuple[str, Any]], str]:
    """The form with one fault: (fields, name of the field that was spoiled, or "")."""
    fields: list[tuple[str, Any]] = list(form.fields)
    name, way = chance.choice(form.names), chance.randrange(10)
    if way == 0:
        return [pair for pair in fields if pair[0] != name], name
    if way == 1:
        return [*fields, *[(name, chance.choice(BAD)) for _ in range(3)]], name
    if way == 2:
        return [*fields, ("role", "admin"), ("organisation_id", "1"), ("state", "published"), ("id", "1")], name
    bad = chance.choice(BAD)
    return [(key, bad if key == name else value) for key, value in fields], name


def encoded(fields: list[tuple[str, Any]]) -> bytes:
    """As a browser's body; byte values go as they are, valid UTF-8 or not."""
    return urlencode(fields, quote_via=lambda value, *_rest: quote_from_bytes(_bytes(value))).encode()


def post(client: InspectingClient, path: str, fields: list[tuple[str, Any]], **kw: Any) -> TestResponse:
    """Send a form."""
    return client.raw(path, "POST", data=encoded(fields), content_type="application/x-www-form-urlencoded", **kw)


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _sends(element: Element) -> list[tuple[str, str]]:
    name, tag, kind = element.get("name"), element.tag, element.get("type")
    if not name or kind == "file":
        return []
    if tag == f"{XHTML}textarea":
        return [(name, "".join(element.itertext()))]
    if tag == f"{XHTML}select":
        options = [o.get("value", "") for o in element.iter(f"{XHTML}option")]
        chosen = [o.get("value", "") for o in element.iter(f"{XHTML}option") if o.get("selected") is not None]
        return [(name, value) for value in chosen or options[:1]]
    if tag == f"{XHTML}button":
        return [(name, element.get("value", ""))] if name != "press" else []
    if tag == f"{XHTML}input" and (kind not in {"checkbox", "radio"} or element.get("checked") is not None):
        return [(name, element.get("value", ""))]
    return []
