"""What would become of a wish for a room: each of its times with what stands against it, before anything is sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app import clock
from app.bookings import queries, rules
from app.bookings.queries import BookingFact, terms_of
from app.bookings.rules import BookingState, Problem
from app.places.queries import RoomFact
from app.schedule.spans import Span


@dataclass(frozen=True)
class Line:
    """One of the times. ``rivals``: what stands in the room then; of requests those of others."""

    room_id: int
    span: Span
    problem: Problem | None
    rivals: tuple[BookingFact, ...]

    @property
    def contested(self) -> bool:
        """Whether others have asked for the same time, and nobody has answered them yet."""
        return self.problem is None and bool(self.rivals)


def look(rooms: Sequence[RoomFact], organisation_id: int, wishes: Iterable[rules.Wish]) -> list[Line]:
    """The wishes by start, with what stands against each. One statement, however many there are."""
    wanted = sorted(wishes, key=lambda wish: wish.span)
    if not wanted:
        return []
    ids = {wish.room_id for wish in wanted}
    until = max(wish.span.ends_at for wish in wanted)
    standing = {one.id: one for one in queries.list_between(ids, wanted[0].span.starts_at, until)}
    lines: list[Line] = []
    for room in (terms_of(room) for room in rooms if room.id in ids):
        spans = [wish.span for wish in wanted if wish.room_id == room.id]
        taken = [one.taken for one in standing.values() if one.room_id == room.id]
        colliding = rules.collisions(spans, taken)
        for span in spans:
            problem = rules.problem_of(span, room, organisation_id, colliding, clock.now())
            others = (standing[one.id] for one in colliding.get(span, ()))
            rivals = tuple(one for one in others if not _own_request(one, organisation_id))
            lines.append(Line(room.id, span, problem, rivals))
    return _told_twice(sorted(lines, key=lambda line: (line.span, line.room_id)))


def problems_at(rooms: Sequence[RoomFact], houses: Collection[int], span: Span) -> dict[int, Problem | None]:
    """Room id -> what stands against having it at a time, for somebody who works for ``houses`` (ids), to whom rooms that
    these look after are always open. One statement."""
    taken = queries.list_taken([room.id for room in rooms], span.starts_at, span.ends_at)
    found = {}
    for room in rooms:
        asker = room.house_id if room.house_id in houses else None
        colliding = rules.collisions([span], [one for one in taken if one.room_id == room.id])
        found[room.id] = rules.problem_of(span, terms_of(room), asker, colliding, clock.now())
    return found


def rivals_of(requests: Sequence[BookingFact]) -> list[BookingFact]:
    """The other requests that could no longer be approved if these were, by start."""
    mine = {one.id for one in requests}
    rivals = {
        other.id: other
        for others in _colliding(requests).values()
        for other in others
        if other.state == BookingState.REQUESTED and other.id not in mine
    }
    return sorted(rivals.values(), key=lambda one: (one.starts_at, one.id))


def blocked(requests: Sequence[BookingFact]) -> frozenset[int]:
    """The ids of those that something else is booked instead of already."""
    return frozenset(
        request_id
        for request_id, others in _colliding(requests).items()
        if any(one.state == BookingState.APPROVED for one in others)
    )


def _colliding(requests: Sequence[BookingFact]) -> dict[int, list[BookingFact]]:
    """Id of a request -> what else stands where and when it asks. One statement, however many there are."""
    if not requests:
        return {}
    since, until = min(one.starts_at for one in requests), max(one.ends_at for one in requests)
    rooms = {one.room_id for one in requests}
    standing = {one.id: one for one in queries.list_between(rooms, since, until)}
    found: dict[int, list[BookingFact]] = {}
    for room_id in rooms:
        asked = [one for one in requests if one.room_id == room_id]
        taken = [one.taken for one in standing.values() if one.room_id == room_id]
        colliding = rules.collisions([one.span for one in asked], taken)
        for one in asked:
            found[one.id] = [standing[other.id] for other in colliding.get(one.span, ()) if other.id != one.id]
    return found


def _own_request(one: BookingFact, organisation_id: int) -> bool:
    return one.state == BookingState.REQUESTED and one.organisation_id == organisation_id


def _told_twice(lines: list[Line]) -> list[Line]:
    """Of two times in one room that overlap, the later one is told."""
    until: dict[int, Span] = {}
    told = []
    for line in lines:
        before = until.get(line.room_id)
        overlaps = before is not None and line.span.starts_at < before.ends_at
        told.append(Line(line.room_id, line.span, line.problem or (Problem.TWICE if overlaps else None), line.rivals))
        if before is None or line.span.ends_at > before.ends_at:
            until[line.room_id] = line.span
    return told
