"""Writes of the bookings inside an open transaction: those that follow dates of activities, and those of others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.accounts import queries as accounts
from app.bookings import queries, rules
from app.bookings.queries import terms_of
from app.bookings.rules import ACTIVE, BookingKind, BookingState, Problem, RoomTerms
from app.bookings.tables import NO_OVERLAP, CalendarFeed, RoomBooking
from app.db import reading, violated
from app.messages import steps as messages
from app.organisations import queries as organisations
from app.organisations.rules import State
from app.places import queries as places
from app.places.rules import NoSuchRoom
from app.schedule.spans import Span
from app.settings import settings

HELD = "samspel_held_rooms"  # what a transaction has locked already
MOST_NAMED = 3  # times that a refusal tells


@dataclass(frozen=True)
class Claim:
    """Where and when a date of an activity is. ``room_id`` none: in no room of its own, or not held at all."""

    occurrence_id: int
    room_id: int | None
    span: Span


@dataclass(frozen=True)
class Owner:
    """Whose a booking is: the organisation (none: nobody's in particular), the series that it is asked for in, and who
    asks."""

    organisation_id: int | None
    series: str
    user_id: int | None = None


@dataclass(frozen=True)
class Use:
    """What a booking is made for."""

    kind: BookingKind
    purpose: str = ""
    people: int | None = None


def follow(session: Session, owner: Owner, claims: Sequence[Claim]) -> None:
    """Let the bookings of dates be where and when the dates are. What is over is not booked, and not moved.

    Raises RoomTaken, RoomClosedThen, TimesOverlap, RoomNotForYou; then the dates cannot be there either.
    """
    if not settings().room_booking or not claims:
        return
    session.flush()
    held = _of_occurrences(session, [claim.occurrence_id for claim in claims])
    now = clock.now()
    changed = [claim for claim in claims if claim.span.ends_at > now and _differs(held.get(claim.occurrence_id), claim)]
    _set_aside(session, [held[claim.occurrence_id] for claim in changed if claim.occurrence_id in held])
    by_room: dict[int, list[Claim]] = defaultdict(list)
    for claim in changed:
        if claim.room_id is not None:
            by_room[claim.room_id].append(claim)
    rooms = lock_rooms(by_room)
    for room_id, theirs in sorted(by_room.items()):
        state = admit(rooms[room_id], owner.organisation_id, [claim.span for claim in theirs])
        for claim in theirs:
            row = held.get(claim.occurrence_id) or _new(BookingKind.OCCURRENCE, owner)
            row.occurrence_id = claim.occurrence_id
            _put(session, row, room_id, claim.span, state)
        write(session, theirs[0].span)
        if state == BookingState.REQUESTED:
            tell_house(session, rooms[room_id].house_id, owner.series)
    for row in held.values():
        row.organisation_id, row.series = owner.organisation_id, owner.series


def admit(
    room: RoomTerms, organisation_id: int | None, spans: Sequence[Span], leaving_out: Collection[int] = ()
) -> BookingState:
    """The state that new bookings of a locked room get. ``leaving_out``: ids of bookings that make way for them.

    Raises RoomNotForYou, TimesOverlap, RoomClosedThen, RoomTaken.
    """
    rules.check_may_ask(room, organisation_id, _is_approved(organisation_id))
    twice = rules.first_overlap(spans)
    if twice:
        raise rules.TimesOverlap(when=twice)
    since, until = min(span.starts_at for span in spans), max(span.ends_at for span in spans)
    colliding = rules.collisions(spans, queries.list_taken([room.id], since, until, leaving_out))
    problems = {span: rules.problem_of(span, room, organisation_id, colliding, clock.now()) for span in sorted(spans)}
    for problem, refusal in ((Problem.CLOSED, rules.RoomClosedThen), (Problem.TAKEN, rules.RoomTaken)):
        when = tuple(span for span, found in problems.items() if found == problem)
        if when:
            raise refusal(when=when[:MOST_NAMED])
    return rules.first_state(room, organisation_id)


def hold(session: Session, room_id: int, span: Span, owner: Owner) -> int | None:
    """Hold a room for a group visit, and return the booking's id; none where rooms are booked elsewhere. Raises what
    ``admit`` raises."""
    if not settings().room_booking:
        return None
    room = lock_rooms([room_id])[room_id]
    state = admit(room, owner.organisation_id, [span])
    row = _new(BookingKind.VISIT, owner)
    _put(session, row, room_id, span, state)
    write(session, span)
    return row.id


def hand_over(session: Session, booking_id: int, occurrence_id: int, series: str) -> Claim:
    """Let a held room be that of a date from now on, so that nobody gets in between; where and when it is held."""
    row = session.get_one(RoomBooking, booking_id)
    row.kind, row.occurrence_id, row.series = BookingKind.OCCURRENCE, occurrence_id, series
    return Claim(occurrence_id, row.room_id, Span(row.starts_at, row.ends_at))


def release(session: Session, booking_id: int) -> None:
    """Give a held room back; the booking is forgotten, as whoever held it keeps what became of it."""
    session.flush()
    row = session.get(RoomBooking, booking_id)
    if row is not None:
        lock_rooms([row.room_id])
        session.delete(row)
        session.flush()


def add(
    session: Session, room_id: int, spans: Sequence[Span], state: BookingState, owner: Owner, use: Use
) -> list[RoomBooking]:
    """Write bookings of a room that were admitted. Raises RoomTaken."""
    rows = [_new(use.kind, owner) for _span in spans]
    for row, span in zip(rows, spans, strict=True):
        row.purpose, row.people = use.purpose, use.people
        _put(session, row, room_id, span, state)
    write(session, spans[0])
    return rows


def put(session: Session, booking_id: int, room_id: int, span: Span, state: BookingState) -> None:
    """Move a booking to where and when it was admitted. Raises RoomTaken."""
    row = session.get_one(RoomBooking, booking_id)
    _put(session, row, room_id, span, state)
    row.sequence += 1
    write(session, span)


def decide(session: Session, ids: Collection[int], state: BookingState, actor_id: int | None, reason: str = "") -> None:
    """Let bookings get a new state. Raises RoomTaken where the constraint says so."""
    values = {"state": state, "decided_by_id": actor_id, "decided_at": clock.now(), "reason": reason}
    changed = {"changed_at": clock.now(), "sequence": RoomBooking.sequence + 1}
    statement = update(RoomBooking).where(RoomBooking.id.in_(ids)).values(**values, **changed)
    try:
        session.execute(statement)
    except IntegrityError as error:
        raise _taken(error, queries.list_by_ids(list(ids)[:1])[0].span) from error


def lock_rooms(room_ids: Iterable[int]) -> dict[int, RoomTerms]:
    """What decides about these rooms, locked until the transaction ends, in the order of their ids. Raises NoSuchRoom."""
    wanted, held = set(room_ids), reading().info.setdefault(HELD, {})
    missing = wanted - held.keys()
    if missing:
        places.lock_rooms(missing)
        held.update({room.id: terms_of(room) for room in places.list_rooms_by_ids(missing)})
    if wanted - held.keys():
        raise NoSuchRoom
    return {room_id: held[room_id] for room_id in wanted}


def write(session: Session, span: Span) -> None:
    """Write what was put. Raises RoomTaken, naming ``span``, where the constraint says so."""
    try:
        session.flush()
    except IntegrityError as error:
        raise _taken(error, span) from error


def tell_house(session: Session, house_id: int | None, series: str) -> None:
    """Mail those who look after rooms that there is something to answer; once for what is asked for together."""
    for address, language in accounts.list_editors(house_id) if house_id is not None else ():
        key = f"room_requested:{series}:{clock.now():%Y%m%dT%H%M%S%f}:{house_id}:{address}"[:200]
        about = {"series": series, "organisation": house_id}
        messages.enqueue(session, "room_requested", (address, language), key, about)


def tell_asker(session: Session, kind: str, codes: Sequence[str], to: tuple[int | None, int | None]) -> None:
    """Mail whoever asked (or, where they are gone, the editors of their organisation) what became of bookings; ``to``:
    ids of the user and of the organisation."""
    person = accounts.find_recipient(to[0])
    people = [person] if person else accounts.list_editors(to[1]) if to[1] is not None else []
    for address, language in people:
        key = f"{kind}:{codes[0]}:{clock.now():%Y%m%dT%H%M%S%f}:{address}"[:200]
        messages.enqueue(session, kind, (address, language), key, {"bookings": list(codes)})


def renew_feed(session: Session, key: str) -> None:
    """Give a calendar another secret address; the old one opens nothing from now on."""
    row = session.get(CalendarFeed, key) or CalendarFeed(key=key, generation=0)
    row.generation += 1
    session.add(row)
    session.flush()


def in_words(span: Span) -> str:
    """A span as the log names it: ISO day, and wall times in Stockholm."""
    start, end = clock.local(span.starts_at), clock.local(span.ends_at)
    return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"


def _of_occurrences(session: Session, occurrence_ids: Sequence[int]) -> dict[int, RoomBooking]:
    rows = session.scalars(select(RoomBooking).where(RoomBooking.occurrence_id.in_(occurrence_ids)))
    return {row.occurrence_id or 0: row for row in rows}


def _differs(row: RoomBooking | None, claim: Claim) -> bool:
    """Whether a booking is not as its date is; a declined one is gone only when its date asks for a room again."""
    if row is None or row.state not in ACTIVE:
        return claim.room_id is not None
    return (row.room_id, row.starts_at, row.ends_at) != (claim.room_id, claim.span.starts_at, claim.span.ends_at)


def _set_aside(session: Session, rows: Sequence[RoomBooking]) -> None:
    """Take bookings out of the way before they are put elsewhere: one may go where another has just been."""
    for row in rows:
        if row.state in ACTIVE:
            row.state, row.changed_at, row.sequence = BookingState.CANCELLED, clock.now(), row.sequence + 1
    session.flush()


def _new(kind: BookingKind, owner: Owner) -> RoomBooking:
    return RoomBooking(
        kind=kind, organisation_id=owner.organisation_id, series=owner.series, asked_by_id=owner.user_id,
        asked_at=clock.now(), sequence=0, purpose="", reason="",
    )  # fmt: skip


def _is_approved(organisation_id: int | None) -> bool:
    found = organisations.find_by_ids([organisation_id]) if organisation_id is not None else {}
    return any(one.state == State.APPROVED for one in found.values())


def _put(session: Session, row: RoomBooking, room_id: int, span: Span, state: BookingState) -> None:
    moment = clock.now()
    row.room_id, row.starts_at, row.ends_at, row.state = room_id, span.starts_at, span.ends_at, state
    row.decided_at = moment if state == BookingState.APPROVED else None
    row.reason, row.changed_at = "", moment
    session.add(row)


def _taken(error: IntegrityError, span: Span) -> Exception:
    return rules.RoomTaken(when=span) if violated(error, NO_OVERLAP) else error
