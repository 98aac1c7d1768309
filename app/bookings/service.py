"""Commands of the bookings: asking, closing a room, answering, cancelling, moving.

Each locks the rooms that it is about before anything is looked up, so that who comes second sees what the first did."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.bookings import planning, queries, rules, steps
from app.bookings.hooks import hooks
from app.bookings.queries import BookingFact
from app.bookings.rules import BookingKind, BookingState, Wish
from app.bookings.steps import Owner, Use
from app.codes import keyed_code, new_code
from app.db import command
from app.schedule.spans import Span
from app.settings import secret


@dataclass(frozen=True)
class Request:
    """What an organisation wants rooms for. ``nonce``: of the form, so that the same times sent twice are asked for once."""

    organisation_id: int
    purpose: str
    people: int | None = None
    nonce: str = ""


@dataclass(frozen=True)
class Receipt:
    """What became of a wish: the code of all its times together, and how many stand or wait for an answer."""

    series: str
    approved: int
    requested: int


@command
def ask(session: Session, request: Request, wishes: Sequence[Wish], actor_id: int | None) -> Receipt:
    """Book rooms, or ask for them where the house answers first. All of the times or none.

    Raises NothingToBook, NoSuchRoom, RoomNotForYou, TooManyPeople, TimesOverlap, RoomClosedThen, RoomTaken, BookingOver.
    """
    if not wishes:
        raise rules.NothingToBook
    series = _series_of(request, wishes)
    rooms = steps.lock_rooms(wish.room_id for wish in wishes)
    made = queries.list_series(series)
    if made:
        return _receipt(series, [BookingState(one.state) for one in made])
    by_room: dict[int, list[Span]] = defaultdict(list)
    for wish in wishes:
        if wish.span.ends_at <= clock.now():
            raise rules.BookingOver
        by_room[wish.room_id].append(wish.span)
    owner, use = Owner(request.organisation_id, series, actor_id), Use(BookingKind.OWN, request.purpose, request.people)
    states: list[BookingState] = []
    asked: set[int | None] = set()
    for room_id, spans in sorted(by_room.items()):
        rules.check_people(request.people, rooms[room_id].capacity)
        state = steps.admit(rooms[room_id], request.organisation_id, spans)
        steps.add(session, room_id, spans, state, owner, use)
        states += [state] * len(spans)
        asked |= {rooms[room_id].house_id} if state == BookingState.REQUESTED else set()
    for house_id in asked:
        steps.tell_house(session, house_id, series)
    audit.record(session, actor_id, "booked", ("booking", series), after={"times": len(states), "rooms": len(rooms)})
    return _receipt(series, states)


@command
def block(
    session: Session, room_id: int, spans: Sequence[Span], use: str, away: tuple[Collection[str], str], actor_id: int
) -> str:
    """Close a room at these times for everybody (``use``: why, for the calendar); returns the code of them together.
    ``away``: codes of bookings that are cancelled for it, and what those who have them are told.

    Raises NothingToBook, NoSuchRoom, InTheWay where more is booked then than is said to be cancelled, ReasonMissing, and
    NotPossibleNow for a group visit, which is moved or cancelled on its own page.
    """
    if not spans:
        raise rules.NothingToBook
    room = steps.lock_rooms([room_id])[room_id]
    codes, reason = away
    standing = queries.list_between([room_id], min(s.starts_at for s in spans), max(s.ends_at for s in spans))
    meant = [one for one in standing if any(one.span.overlaps(span) for span in spans)]
    left = [one for one in meant if one.state == BookingState.APPROVED and one.code not in codes]
    if left:
        raise rules.InTheWay(number=len(left))
    cancelled = [one for one in meant if one.code in codes]
    if any(one.kind == BookingKind.VISIT for one in cancelled):
        raise rules.NotPossibleNow
    if cancelled:
        _take_back(session, cancelled, BookingState.CANCELLED, rules.check_reason(reason), actor_id)
    series = new_code()
    owner = Owner(room.house_id, series, actor_id)
    steps.add(session, room_id, spans, BookingState.APPROVED, owner, Use(BookingKind.BLOCKING, use))
    audit.record(
        session, actor_id, "closed_room", ("booking", series), after={"times": len(spans), "cancelled": len(cancelled)}
    )
    return series


@command
def approve(
    session: Session, codes: Collection[str], declining: Collection[str], reason: str, actor_id: int | None
) -> None:
    """Approve requests, and decline those that they collide with (``declining``), saying why.

    Raises NoSuchBooking, NotPossibleNow, BookingOver, RoomTaken, ReasonMissing.
    """
    locked = queries.lock_bookings({*codes, *declining})
    meant = [one for one in locked if one.code in codes]
    rivals = [one for one in locked if one.code in declining and one.code not in codes]
    for one in locked:
        rules.check_answerable(one.state, one.ends_at, clock.now())
    _check_free(meant)
    if rivals:
        _take_back(session, rivals, BookingState.DECLINED, rules.check_reason(reason), actor_id)
    steps.decide(session, [one.id for one in meant], BookingState.APPROVED, actor_id)
    _tell(session, "room_approved", meant)
    _log(session, "approved", meant, actor_id)


@command
def decline(session: Session, codes: Collection[str], reason: str, actor_id: int | None) -> None:
    """Decline requests, saying why; a date of an activity has no room then, and those who come are told.

    Raises NoSuchBooking, NotPossibleNow, BookingOver, ReasonMissing.
    """
    meant = queries.lock_bookings(codes)
    for one in meant:
        rules.check_answerable(one.state, one.ends_at, clock.now())
    _take_back(session, meant, BookingState.DECLINED, rules.check_reason(reason), actor_id)
    _log(session, "declined", meant, actor_id)


@command
def cancel(
    session: Session, codes: Collection[str], actor_id: int | None, reason: str = "", by_house: bool = False
) -> None:
    """Give bookings back; where the house takes them back (``by_house``) it says why, and whoever had them is told.

    Raises NoSuchBooking, NotPossibleNow, BookingOver, ReasonMissing.
    """
    meant = queries.lock_bookings(codes)
    for one in meant:
        rules.check_cancellable(one.state, one.ends_at, clock.now())
        if one.kind == BookingKind.VISIT or (one.kind == BookingKind.OCCURRENCE and not by_house):
            raise rules.NotPossibleNow
    if by_house:
        _take_back(session, meant, BookingState.CANCELLED, rules.check_reason(reason), actor_id)
    else:
        steps.decide(session, [one.id for one in meant], BookingState.CANCELLED, actor_id)
    _log(session, "cancelled", meant, actor_id)


@command
def move(session: Session, code: str, wish: Wish, actor_id: int | None) -> BookingState:
    """Move one booking that an organisation has made to another time or room; returns its state, for the house may want to
    answer anew.

    Raises NoSuchBooking, NotPossibleNow, BookingOver, NoSuchRoom, and what ``ask`` raises.
    """
    room = steps.lock_rooms({queries.get_booking(code).room_id, wish.room_id})[wish.room_id]
    one = queries.lock_bookings([code])[0]
    rules.check_cancellable(one.state, one.ends_at, clock.now())
    if one.kind != BookingKind.OWN or one.organisation_id is None:
        raise rules.NotPossibleNow
    if wish.span.ends_at <= clock.now():
        raise rules.BookingOver
    rules.check_people(one.people, room.capacity)
    state = steps.admit(room, one.organisation_id, [wish.span], [one.id])
    steps.put(session, one.id, wish.room_id, wish.span, state)
    if state == BookingState.REQUESTED:
        steps.tell_house(session, room.house_id, one.series)
    before, after = {"at": steps.in_words(one.span)}, {"at": steps.in_words(wish.span), "state": state}
    audit.record(session, actor_id, "moved", ("booking", code), before, after)
    return state


@command
def renew_feed(session: Session, key: str, actor_id: int | None) -> None:
    """Give a calendar another secret address; whoever has the old one sees nothing from now on."""
    steps.renew_feed(session, key)
    audit.record(session, actor_id, "renewed_feed", ("calendar", key))


def _series_of(request: Request, wishes: Sequence[Wish]) -> str:
    """The code of these times together: the same when a form is sent again, another when it comes back with other times."""
    if not request.nonce:
        return new_code()
    asked = sorted(
        f"{wish.room_id} {wish.span.starts_at:%Y%m%dT%H%M} {wish.span.ends_at:%Y%m%dT%H%M}" for wish in wishes
    )
    return keyed_code(secret(), "booking", " ".join([request.nonce, *asked]), length=8)


def _check_free(meant: Sequence[BookingFact]) -> None:
    """Raises RoomTaken where something is booked then already, or two that are approved together overlap."""
    blocked = planning.blocked(meant)
    taken = [one.span for one in meant if one.id in blocked]
    for room_id in {one.room_id for one in meant}:
        twice = rules.first_overlap([one.span for one in meant if one.room_id == room_id])
        taken += [twice] if twice else []
    if taken:
        raise rules.RoomTaken(when=min(taken), field="codes")


def _take_back(
    session: Session, meant: Sequence[BookingFact], state: BookingState, reason: str, actor_id: int | None
) -> None:
    """Decline or cancel by the house: dates lose their room, and whoever asked is told why."""
    steps.decide(session, [one.id for one in meant], state, actor_id, reason)
    dates = [one.occurrence_id for one in meant if one.occurrence_id is not None]
    if dates:
        hooks.room_lost(session, dates, reason)
    _tell(session, "room_declined" if state == BookingState.DECLINED else "room_cancelled", meant)


def _tell(session: Session, kind: str, meant: Sequence[BookingFact]) -> None:
    """One mail for what was asked for together."""
    together: dict[tuple[str, int | None, int | None], list[str]] = defaultdict(list)
    for one in meant:
        if one.kind != BookingKind.BLOCKING:
            together[one.series, one.asked_by_id, one.organisation_id].append(one.code)
    for (_series, user_id, organisation_id), codes in together.items():
        steps.tell_asker(session, kind, codes, (user_id, organisation_id))


def _log(session: Session, action: str, meant: Sequence[BookingFact], actor_id: int | None) -> None:
    for series in sorted({one.series for one in meant}):
        number = len([one for one in meant if one.series == series])
        audit.record(session, actor_id, action, ("booking", series), after={"times": number})


def _receipt(series: str, states: Sequence[BookingState]) -> Receipt:
    return Receipt(series, states.count(BookingState.APPROVED), states.count(BookingState.REQUESTED))
