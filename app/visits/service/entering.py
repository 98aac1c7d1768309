"""Entering a visit that was agreed by telephone, an outreach visit, or one that has been: in a minute."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.codes import keyed_digest, new_nonce
from app.db import command
from app.schedule.spans import Span
from app.settings import secret
from app.visits import queries, slots, steps
from app.visits.asking import Asked
from app.visits.rules import Source, VisitState, check_entered, is_for_newcomers
from app.visits.service.asking import Ask, Contact, GroupInput, find_busy_around, write_request
from app.visits.steps import Goal
from app.visits.terms import check_open


@dataclass(frozen=True)
class Entry:
    """What a librarian writes down. ``newcomers`` none: by the kind of group; ``group_code``: a group that has been here
    before (then ``group`` is not used); ``elsewhere``: where, when the library goes to the group."""

    source: Source
    span: Span
    group: GroupInput
    asked: Asked
    contact: Contact
    newcomers: bool | None = None
    group_code: str = ""
    elsewhere: str = ""
    note: str = ""
    nonce: str = ""


@command
def enter(session: Session, offer_code: str, entry: Entry, actor_id: int | None) -> str:
    """Write down an agreed visit; returns its code. Sizes are not held against it, since the library has agreed already;
    the same form twice enters once, and one that comes back with another time or group enters that too. What has been, and
    what is elsewhere, is in nobody's way.

    Raises NoSuchOffer, OfferClosed, TimeInPast, TimeAhead, SlotTaken, RoomTaken.
    """
    offer = queries.lock_offer(offer_code)
    nonce = _nonce_of(entry)
    before = queries.find_by_nonce(nonce)
    if before:
        return before[0].code
    check_open(offer.state, by_staff=True)
    check_entered(entry.source, entry.span, clock.now())
    if entry.source == Source.PHONE:
        busy = find_busy_around(offer, [entry.span], by_staff=True)
        slots.check_free(replace(offer.terms, per_day=None), busy, [entry.span])
    newcomers = is_for_newcomers(entry.group.kind) if entry.newcomers is None else entry.newcomers
    wanted = Ask(entry.group, entry.contact, entry.asked, nonce)
    request = write_request(session, offer, wanted, entry.source, actor_id)
    found = queries.find_group(entry.group_code) if entry.group_code else None
    if found is not None:
        new_id, request.group_id = request.group_id, found[0]
        steps.forget_group(session, new_id)
    given = {"elsewhere": entry.elsewhere, "note": entry.note, "wished": []}
    made = steps.add_visit(session, request, (entry.asked.learners, entry.asked.adults), newcomers, **given)
    visit = queries.get_visit(made.code)
    steps.settle(session, visit, offer, Goal(VisitState.CONFIRMED, entry.span), actor_id)
    if entry.span.starts_at > clock.now():
        steps.tell_group(session, "visit_confirmed", visit)
    audit.record(session, actor_id, "entered", ("visit", visit.code), after={"source": str(entry.source)})
    return visit.code


def _nonce_of(entry: Entry) -> str:
    """The same when a form is sent again, another when it comes back with another time or group."""
    if not entry.nonce:
        return new_nonce()
    what = entry.span.starts_at.isoformat(), entry.group_code or entry.group.name
    return keyed_digest(secret(), "entered_visit", entry.nonce, *what)[:32]
