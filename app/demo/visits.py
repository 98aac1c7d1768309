"""Rows of the group visits: what libraries offer, this term's dates as agreed visits, and what waits for an answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from app.demo.chance import Chance
from app.demo.content import GroupAsk, VisitOffering
from app.demo.ground import Batch, Ground, Row, Site
from app.demo.programme import Meeting, Programme
from app.demo.rooms import Taken
from app.schedule.hours import Hours
from app.schedule.recurrence import span_of
from app.schedule.spans import Span
from app.visits.links import own_code, own_code_hash
from app.visits.recognition import likeness_of
from app.visits.rules import HOLDING, is_for_newcomers
from app.visits.slots import Busy, free_slots
from app.visits.terms import OfferTerms

ASKED_BEFORE, ANSWERED_AFTER, ERASED_AFTER = timedelta(days=12), timedelta(days=1), timedelta(days=14)
LONG_AHEAD = 90  # days


@dataclass
class Visiting:
    """What the rows are made from, and what has been made so far. ``recorded``: ids of dates that have their record."""

    site: Site
    ground: Ground
    secret: str
    taken: Taken
    recorded: Collection[int]
    chance: Chance
    offers: dict[str, Row] = field(default_factory=dict)
    groups: dict[str, Row] = field(default_factory=dict)
    requests: list[Row] = field(default_factory=list)
    visits: list[Row] = field(default_factory=list)
    bookings: list[Row] = field(default_factory=list)


def write_visits(
    site: Site, ground: Ground, secret: str, facts: tuple[Sequence[Programme], Taken, Collection[int]]
) -> Iterator[Batch]:
    """The offers with their visits; ``facts``: the programmes, what is taken of each room, ids of the recorded dates."""
    programmes, taken, recorded = facts
    made = Visiting(site, ground, secret, taken, recorded, Chance(site.seed, "visits"))
    for offering in site.content.offerings:
        programme = _running(site, programmes, offering)
        if programme is not None or not offering.series:
            _offer(made, offering, programme)
    for ask in site.content.group_asks:
        if ask.offer in made.offers:
            _ask(made, ask)
    yield "visit_offer", list(made.offers.values())
    yield "visit_group", list(made.groups.values())
    yield "room_booking", made.bookings
    yield "visit_request", made.requests
    yield "visit", made.visits


def _running(site: Site, programmes: Sequence[Programme], offering: VisitOffering) -> Programme | None:
    """The term of the offer's series that has begun last, else the first to come."""
    its = [one for one in programmes if one.series.key == offering.series and not one.meetings[0].slot.turn]
    begun = [one for one in its if one.meetings[0].starts_at < site.now]
    return next(iter([*reversed(begun), *its]), None)


def _offer(made: Visiting, offering: VisitOffering, programme: Programme | None) -> None:
    series = programme.series if programme else None
    laid = made.site.laid_out
    row = {
        "id": made.site.ids.take("visit_offer"), "code": made.chance.code(),
        "organisation_id": made.ground.organisations[offering.organisation], "type_key": offering.type,
        "title": offering.title, "summary": offering.summary, "bring": offering.bring,
        "place_id": made.ground.venues[offering.place],
        "room_id": made.ground.rooms[offering.place, offering.room] if offering.room else None,
        "receiver": offering.receiver, "languages": offering.languages, "minutes": offering.minutes,
        "gap_minutes": offering.gap, "min_people": offering.least, "max_people": offering.most,
        "lead_days": offering.lead, "horizon_days": LONG_AHEAD, "per_day": offering.per_day,
        "most_visits": offering.visits, "auto_accept": offering.at_once, "question": offering.question,
        "hours": offering.hours, "state": "open", "activity_id": programme.id if programme else None,
        "created_by_id": made.ground.editors[offering.organisation], "created_at": laid, "changed_at": laid,
    }  # fmt: skip
    made.offers[offering.key] = row
    if programme is None or series is None:
        return
    for meeting in programme.meetings:
        if not meeting.cancelled and meeting.group:
            _agreed(made, row, meeting, "newcomers" in series.tags | meeting.tags)


def _agreed(made: Visiting, offer: Row, meeting: Meeting, newcomers: bool) -> None:
    """A date of this term as the visit that it is: held where it has its record."""
    asked_at = min(meeting.starts_at, made.site.now) - ASKED_BEFORE
    erased = meeting.ends_at + ERASED_AFTER < made.site.now
    request = _request(made, offer, _group(made, meeting.group, newcomers), asked_at, erased=erased)
    state = "held" if meeting.id in made.recorded else "confirmed"
    visit = _visit(made, offer, request, state, Span(meeting.starts_at, meeting.ends_at))
    made.visits.append({**visit, "occurrence_id": meeting.id, "newcomers": newcomers})


def _ask(made: Visiting, ask: GroupAsk) -> None:
    """What somebody asks for just now: its time is held, or it waits in the queue, or it suggests times."""
    offer = made.offers[ask.offer]
    group = _group(made, ask.group, is_for_newcomers(_known(made, ask.group)["kind"]))
    request = _request(made, offer, group, made.site.now - timedelta(days=ask.days_ago, hours=2), language=ask.language)
    free = [] if ask.state == "waiting" else _free(made, offer)
    span = free[ask.nth] if len(free) > ask.nth else None
    visit = _visit(made, offer, request, ask.state, span)
    visit |= {"learners": ask.learners, "adults": ask.adults, "newcomers": group["newcomers"]}
    if ask.suggests:
        visit |= {"starts_at": None, "ends_at": None, "held_until": None, "wished": _wished(made, ask)}
    elif span is not None and offer["room_id"] is not None and ask.state in HOLDING:
        visit["booking_id"] = _hold(made, offer, request, span)
    made.visits.append(visit)


def _free(made: Visiting, offer: Row) -> list[Span]:
    """The free times of an offer, as whoever asks sees them."""
    visits = [
        Span(one["starts_at"], one["ends_at"])
        for one in made.visits
        if one["offer_id"] == offer["id"] and one["held_until"]
    ]
    busy = Busy(made.taken.get(offer["room_id"], ()), visits)
    today = made.site.window.today
    return free_slots(_terms(offer), busy, made.site.now, today, today + timedelta(days=LONG_AHEAD))


def _terms(offer: Row) -> OfferTerms:
    hours: Hours = offer["hours"]
    return OfferTerms(
        offer["minutes"], offer["min_people"], offer["max_people"], offer["gap_minutes"], offer["lead_days"],
        offer["horizon_days"], offer["per_day"], offer["auto_accept"], offer["most_visits"], hours,
    )  # fmt: skip


def _wished(made: Visiting, ask: GroupAsk) -> list[list[str]]:
    """So many mornings, a week apart, that a group suggests."""
    days = [made.site.window.today + timedelta(weeks=2 + week) for week in range(ask.suggests)]
    spans = [span_of(day, time(10), time(11)) for day in days]
    return [[span.starts_at.isoformat(), span.ends_at.isoformat()] for span in spans]


def _hold(made: Visiting, offer: Row, request: Row, span: Span) -> int:
    booking_id: int = made.site.ids.take("room_booking")
    made.bookings.append({
        "id": booking_id, "code": made.chance.code(), "room_id": offer["room_id"], "starts_at": span.starts_at,
        "ends_at": span.ends_at, "state": "approved", "kind": "visit", "occurrence_id": None,
        "organisation_id": offer["organisation_id"], "series": request["code"], "purpose": "", "people": None,
        "asked_by_id": None, "asked_at": request["asked_at"], "decided_by_id": None, "decided_at": request["asked_at"],
        "reason": "", "sequence": 0, "changed_at": request["asked_at"],
    })  # fmt: skip
    return booking_id


def _group(made: Visiting, name: str, newcomers: bool) -> Row:
    if name not in made.groups:
        made.groups[name] = {
            "id": made.site.ids.take("visit_group"), "code": made.chance.code(), "name": name,
            "likeness": likeness_of(name), "organisation": "",
            **_known(made, name), "newcomers": newcomers, "created_at": made.site.now - ASKED_BEFORE,
        }  # fmt: skip
    return made.groups[name]


def _known(made: Visiting, name: str) -> Mapping[str, str]:
    """What is known of a group by how its name begins."""
    kinds = made.site.content.group_kinds
    return next((facts for begins, facts in kinds.items() if name.startswith(begins)), {"kind": "other"})


def _request(
    made: Visiting, offer: Row, group: Row, asked_at: datetime, language: str = "sv", erased: bool = False
) -> Row:
    nonce, name = made.chance.nonce(), made.chance.one_of(made.site.content.names[:20])
    row = {
        "id": made.site.ids.take("visit_request"), "code": made.chance.code(), "offer_id": offer["id"],
        "group_id": group["id"], "source": "form", "contact_name": "" if erased else name,
        "contact_email": None if erased else f"grupp{len(made.requests)}@example.org", "contact_phone": None,
        "language": language, "languages": frozenset({"sv", language}), "level": "mixed", "needs": frozenset(),
        "answer": "", "nonce": nonce, "own_code_hash": own_code_hash(made.secret, own_code(made.secret, nonce, 0)),
        "generation": 0, "reminded": True, "asked_at": asked_at, "created_by_id": None,
    }  # fmt: skip
    made.requests.append(row)
    return row


def _visit(made: Visiting, offer: Row, request: Row, state: str, span: Span | None) -> Row:
    decided = state in {"held", "confirmed", "proposed"}
    answered_at = request["asked_at"] + ANSWERED_AFTER
    return {
        "id": made.site.ids.take("visit"), "code": made.chance.code(), "request_id": request["id"],
        "offer_id": offer["id"], "state": state, "starts_at": span.starts_at if span else None,
        "ends_at": span.ends_at if span else None,
        "held_until": span.ends_at + timedelta(minutes=offer["gap_minutes"]) if span and state in HOLDING else None,
        "wished": [], "learners": made.chance.between(11, 22), "adults": made.chance.between(1, 2), "newcomers": False,
        "elsewhere": "", "note": "", "reason": "", "shown": "", "booking_id": None, "occurrence_id": None,
        "asked_at": request["asked_at"], "decided_at": answered_at if decided else None,
        "decided_by_id": made.ground.editors["library"] if decided else None, "sequence": 0,
        "changed_at": answered_at if decided else request["asked_at"],
    }  # fmt: skip
