"""What would become of a wish for a room: each of its times with what stands against it, before anything is sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app import clock
from app.bookings import queries, rules
from app.bookings.queries import BookingFact, terms_of
from app.bookings.rules import BookingState, Problem
from app.places.queries import RoomFact
from app.schedule.spans import Span


@dataclass(frozen=True)
class Line:
    """One of the times. ``rivals``: what stands in the room then, requests of others too."""

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
            rivals = tuple(standing[one.id] for one in colliding.get(span, ()))
            lines.append(Line(room.id, span, problem, rivals))
    return _told_twice(sorted(lines, key=lambda line: (line.span, line.room_id)))


def free_rooms(rooms: Sequence[RoomFact], organisation_id: int, span: Span) -> list[RoomFact]:
    """Those of the rooms that could be had at a time, in the order given."""
    lines = look(rooms, organisation_id, [rules.Wish(room.id, span) for room in rooms])
    free = {line.room_id for line in lines if line.problem is None}
    return [room for room in rooms if room.id in free]


def rivals_of(requests: Sequence[BookingFact]) -> list[BookingFact]:
    """The other requests that could no longer be approved if these were, by start."""
    if not requests:
        return []
    mine = {one.id for one in requests}
    since, until = min(one.starts_at for one in requests), max(one.ends_at for one in requests)
    found = queries.list_between({one.room_id for one in requests}, since, until)
    return [
        other for other in found
        if other.id not in mine and other.state == BookingState.REQUESTED
        and any(one.room_id == other.room_id and one.span.overlaps(other.span) for one in requests)
    ]  # fmt: skip


def blocked_by(request: BookingFact) -> list[BookingFact]:
    """What is booked already where and when somebody asks."""
    found = queries.list_between([request.room_id], request.starts_at, request.ends_at)
    return [one for one in found if one.state == BookingState.APPROVED and one.id != request.id]


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
