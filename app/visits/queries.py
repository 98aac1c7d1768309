"""Reads of the offers, the groups and their visits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app import clock
from app.bookings import queries as bookings
from app.codes import normalise_code, same
from app.db import fetch, for_update, reading
from app.places import queries as places
from app.schedule.hours import Hours
from app.schedule.spans import Span
from app.settings import secret, settings
from app.visits.facts import OfferFact, VisitFact
from app.visits.links import link_token, own_code_hash
from app.visits.queue import Waiting
from app.visits.recognition import GroupName
from app.visits.rules import NoSuchOffer, NoSuchVisit, VisitState
from app.visits.slots import Busy
from app.visits.tables import Visit, VisitGroup, VisitOffer, VisitRequest
from app.visits.terms import OfferState

Scope = frozenset[int] | None
OPEN_STATES = (VisitState.WAITING, VisitState.REQUESTED, VisitState.PROPOSED)


def get_offer(code: str, scope: Scope = None) -> OfferFact:
    """An offer by its code, if its library is in ``scope`` (None: any). Raises NoSuchOffer."""
    found = _offers(_offer_by_code(), {"value": code})
    if not found or not _reaches(scope, found[0].organisation_id):
        raise NoSuchOffer
    return found[0]


def lock_offer(code: str) -> OfferFact:
    """An offer, locked until the open transaction ends: its visits are decided one after the other. Raises NoSuchOffer."""
    found = _offers(_lock_offer_by_code(), {"value": code})
    if not found:
        raise NoSuchOffer
    return found[0]


def lock_offer_of(visit_code: str) -> OfferFact:
    """The same for the offer of a visit. Raises NoSuchVisit."""
    found = _offers(_lock_offer_of_visit(), {"value": visit_code})
    if not found:
        raise NoSuchVisit
    return found[0]


def list_offers(scope: Scope = None, states: Collection[str] = tuple(OfferState)) -> list[OfferFact]:
    """The offers of the libraries in ``scope`` (None: all), the oldest first."""
    o = VisitOffer
    return _offers(_select_offers().where(_within(scope), o.state.in_(states)).order_by(o.organisation_id, o.id))


def takes_groups(place_id: int) -> bool:
    """Whether groups can ask for visits at a place now (a hook of the catalogue)."""
    o = VisitOffer
    return reading().scalar(select(o.id).where(o.place_id == place_id, o.state == OfferState.OPEN).limit(1)) is not None


def find_busy(
    offer: OfferFact, since: datetime, until: datetime, leaving_out: Sequence[VisitFact] = (), by_staff: bool = False
) -> Busy:
    """What is in the way of visits of an offer in [since, until) (UTC): bookings of its room, visits that hold their time,
    and days on which the place is closed, unless the staff gives the time (``by_staff``). ``leaving_out``: visits that make
    way."""
    busy = find_busy_apart_from_room(offer, since, until, leaving_out, by_staff)
    if offer.room_id is None:
        return busy
    return Busy([*busy.taken, *_taken_in(offer.room_id, since, until, leaving_out)], busy.visits)


def find_busy_apart_from_room(
    offer: OfferFact, since: datetime, until: datetime, leaving_out: Sequence[VisitFact] = (), by_staff: bool = False
) -> Busy:
    """The same but for the room, which says for itself whether it is free when it is held."""
    asked = {"offer_id": offer.id, "since": since, "until": until, "leaving_out": [one.id for one in leaving_out]}
    visits = [Span(*row) for row in fetch(_held(), asked)]
    return Busy([] if by_staff else closed_days(places.find_hours(offer.place_id), since, until), visits)


def closed_days(hours: Hours, since: datetime, until: datetime) -> list[Span]:
    """The days on which a place with these hours says that it is closed, as far as they reach into [since, until) (UTC); not
    those of its week, for a group may come before it opens."""
    closed = [one for one in hours.exceptions if not one.windows]
    spans = [Span(clock.day_start(one.first_on), clock.day_end(one.last_on)) for one in closed]
    return [span for span in spans if span.overlaps(Span(since, until))]


def list_queue(offer_id: int) -> list[Waiting]:
    """Those who wait for a time of an offer."""
    return [Waiting(*row) for row in fetch(_waiting(), {"offer_id": offer_id})]


def get_visit(code: str, scope: Scope = None) -> VisitFact:
    """A visit by its code, if its library is in ``scope`` (None: any). Raises NoSuchVisit."""
    found = _by(Visit.code, code)
    if not found or not _reaches(scope, found[0].organisation_id):
        raise NoSuchVisit
    return found[0]


def list_of_request(code: str) -> list[VisitFact]:
    """The visits that were asked for at one go, by time."""
    return _by(VisitRequest.code, code)


def find_by_nonce(nonce: str) -> list[VisitFact]:
    """The visits that a form has made already; mostly none, which a look at the requests alone tells."""
    sent = fetch(_with_nonce(), {"nonce": nonce}).scalar_one_or_none()
    return list_of_request(sent) if sent else []


def find_by_own_code(typed: str) -> list[VisitFact]:
    """The visits of the request whose own page this code opens; none where there is no such code."""
    return _by(VisitRequest.own_code_hash, own_code_hash(secret(), normalise_code(typed)))


def find_by_token(token: str) -> list[VisitFact]:
    """The same by the secret part of a mailed link."""
    found = list_of_request(token.partition("-")[0])
    opens = found and same(token, link_token(secret(), found[0].request_code, found[0].generation))
    return found if opens else []


def list_to_answer(scope: Scope) -> list[VisitFact]:
    """What waits for the libraries in ``scope``, or for the group's answer: who asked first comes first. Where the time has
    passed without an answer it waits for one as long as there is a contact to give it to."""
    v = Visit
    found = _select_visits().where(or_(v.state.in_(OPEN_STATES), _wants_another_time()), _answerable(), _within(scope))
    return _visits(found.order_by(v.asked_at, v.id))


def count_to_answer(scope: Scope) -> int:
    """How many visits wait for a library's answer."""
    v = Visit
    waits = or_(v.state.in_([VisitState.WAITING, VisitState.REQUESTED]), _wants_another_time())
    counted = select(func.count(v.id)).join(VisitOffer, VisitOffer.id == v.offer_id)
    return reading().scalar(counted.where(waits, _answerable(), _within(scope))) or 0


def list_between(scope: Scope, since: datetime, until: datetime, offer_id: int | None = None) -> list[VisitFact]:
    """The visits that hold, or had, a time in [since, until) (UTC), by time; declined and cancelled ones are left out."""
    v = Visit
    shown = v.state.not_in([VisitState.DECLINED, VisitState.CANCELLED])
    found = _select_visits().where(v.starts_at < until, v.ends_at > since, shown, _within(scope))
    found = found.where(v.offer_id == offer_id) if offer_id is not None else found
    return _visits(found.order_by(v.starts_at, v.id))


def list_without_outcome(scope: Scope) -> list[VisitFact]:
    """The agreed visits that have been, and of which nobody has said how many came, the oldest first."""
    v = Visit
    found = _select_visits().where(v.state == VisitState.CONFIRMED, v.ends_at <= clock.now(), _within(scope))
    return _visits(found.order_by(v.starts_at, v.id))


def list_changes(scope: Scope, since: datetime) -> list[VisitFact]:
    """The visits that are agreed, or were, from ``since`` (UTC) on, by time, for a calendar that others keep a copy of."""
    v = Visit
    agreed = and_(v.occurrence_id.is_not(None), v.ends_at > since)
    return _visits(_select_visits().where(agreed, _within(scope)).order_by(v.starts_at, v.id))


def list_agreed_over(offer: OfferFact, spans: Sequence[Span]) -> list[VisitFact]:
    """The visits of an offer that hold a time within these spans, by time."""
    if not spans:
        return []
    found = list_between(None, min(s.starts_at for s in spans), max(s.ends_at for s in spans), offer.id)
    return [one for one in found if one.span and any(one.span.overlaps(span) for span in spans)]


def find_group(code: str) -> tuple[int, GroupName] | None:
    """A group by its code: its id, and what it is called."""
    g = VisitGroup
    row = fetch(select(g.id, g.name, g.organisation).where(g.code == code)).one_or_none()
    return (row.id, GroupName(row.name, row.organisation, row.id)) if row else None


def list_of_occurrences(occurrence_ids: Collection[int]) -> dict[int, VisitFact]:
    """Occurrence id -> the visit whose date it is."""
    found = _visits(_select_visits().where(Visit.occurrence_id.in_(occurrence_ids))) if occurrence_ids else []
    return {one.occurrence_id: one for one in found if one.occurrence_id is not None}


def list_of_bookings(booking_ids: Collection[int]) -> dict[int, VisitFact]:
    """Booking id -> the visit that holds the room by it."""
    found = _visits(_select_visits().where(Visit.booking_id.in_(booking_ids))) if booking_ids else []
    return {one.booking_id: one for one in found if one.booking_id is not None}


def _taken_in(room_id: int, since: datetime, until: datetime, leaving_out: Sequence[VisitFact]) -> list[Span]:
    """When a room is booked, but for what these visits have booked themselves."""
    occurrences = [one.occurrence_id for one in leaving_out if one.occurrence_id is not None]
    mine = [one.booking_id for one in leaving_out if one.booking_id is not None]
    mine += [one.id for one in bookings.list_of_occurrences(occurrences).values()]
    return bookings.list_approved_spans(room_id, since, until, mine)


def _wants_another_time() -> ColumnElement[bool]:
    """An agreed visit whose group has suggested other times."""
    return and_(Visit.state == VisitState.CONFIRMED, Visit.ends_at > clock.now(), cast(Visit.wished, String) != "[]")


def _answerable() -> ColumnElement[bool]:
    known_until = clock.now() - timedelta(days=settings().contact_days)
    return or_(Visit.starts_at.is_(None), Visit.ends_at > known_until)


def _within(scope: Scope) -> ColumnElement[bool]:
    return true() if scope is None else VisitOffer.organisation_id.in_(scope)


def _reaches(scope: Scope, organisation_id: int) -> bool:
    return scope is None or organisation_id in scope


def _by(column: InstrumentedAttribute[str], value: str) -> list[VisitFact]:
    """The visits for whom a column holds a value, by time."""
    return [VisitFact(*row) for row in fetch(_visits_by(column), {"value": value})]


@cache
def _visits_by(column: InstrumentedAttribute[str]) -> Select[*tuple[Any, ...]]:
    """Made once for each column: building so wide a statement costs as much as running it."""
    return _select_visits().where(column == bindparam("value")).order_by(Visit.starts_at, Visit.id)


@cache
def _with_nonce() -> Select[str]:
    return select(VisitRequest.code).where(VisitRequest.nonce == bindparam("nonce"))


@cache
def _held() -> Select[*tuple[Any, ...]]:
    v = Visit
    others = v.offer_id == bindparam("offer_id"), v.id.not_in(bindparam("leaving_out", expanding=True))
    between = v.held_until.is_not(None), v.starts_at < bindparam("until"), v.ends_at > bindparam("since")
    return select(v.starts_at, v.ends_at).where(*others, *between)


@cache
def _waiting() -> Select[*tuple[Any, ...]]:
    v = Visit
    waits = v.offer_id == bindparam("offer_id"), v.state == VisitState.WAITING
    return select(v.id, v.code, v.asked_at).where(*waits).order_by(v.asked_at, v.id)


@cache
def _offer_by_code() -> Select[*tuple[Any, ...]]:
    return _select_offers().where(VisitOffer.code == bindparam("value"))


@cache
def _lock_offer_by_code() -> Select[*tuple[Any, ...]]:
    return for_update(_offer_by_code())


@cache
def _lock_offer_of_visit() -> Select[*tuple[Any, ...]]:
    of_visit = select(Visit.offer_id).where(Visit.code == bindparam("value"))
    return for_update(_select_offers().where(VisitOffer.id == of_visit.scalar_subquery()))


@cache
def _select_offers() -> Select[*tuple[Any, ...]]:
    return select(*(getattr(VisitOffer, field.name) for field in fields(OfferFact)))


_FROM: Mapping[str, Any] = {
    "request_code": VisitRequest.code, "source": VisitRequest.source, "contact_name": VisitRequest.contact_name,
    "contact_email": VisitRequest.contact_email, "contact_phone": VisitRequest.contact_phone,
    "language": VisitRequest.language, "languages": VisitRequest.languages, "level": VisitRequest.level,
    "needs": VisitRequest.needs, "answer": VisitRequest.answer, "nonce": VisitRequest.nonce,
    "generation": VisitRequest.generation, "reminded": VisitRequest.reminded,
    "group_id": VisitRequest.group_id, "group_code": VisitGroup.code,
    "group_name": VisitGroup.name, "group_organisation": VisitGroup.organisation, "group_kind": VisitGroup.kind,
    "offer_code": VisitOffer.code, "title": VisitOffer.title, "organisation_id": VisitOffer.organisation_id,
    "type_key": VisitOffer.type_key, "place_id": VisitOffer.place_id, "room_id": VisitOffer.room_id,
}  # fmt: skip


@cache
def _select_visits() -> Select[*tuple[Any, ...]]:
    names = [field.name for field in fields(VisitFact)]
    columns = (_FROM[name] if name in _FROM else getattr(Visit, name) for name in names)
    joined = select(*columns).join(VisitRequest, VisitRequest.id == Visit.request_id)
    return joined.join(VisitGroup, VisitGroup.id == VisitRequest.group_id).join(
        VisitOffer, VisitOffer.id == Visit.offer_id
    )


def _offers(statement: Select[*tuple[Any, ...]], given: Mapping[str, Any] | None = None) -> list[OfferFact]:
    return [OfferFact(*row) for row in fetch(statement, given)]


def _visits(statement: Select[*tuple[Any, ...]]) -> list[VisitFact]:
    return [VisitFact(*row) for row in fetch(statement)]
