"""Asking for visits: the command behind the public form."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.db import command
from app.schedule.spans import Span
from app.settings import secret
from app.visits import asking, queries, slots, steps
from app.visits.facts import OfferFact, VisitFact
from app.visits.links import own_code, own_code_hash
from app.visits.queue import check_nobody_waits
from app.visits.rules import Source, VisitState, first_state, is_for_newcomers
from app.visits.steps import Goal
from app.visits.tables import Visit, VisitRequest
from app.visits.terms import check_open


@dataclass(frozen=True)
class Contact:
    """Whom the library answers, in which language; an address or a number."""

    name: str
    email: str | None
    phone: str | None
    language: str


@dataclass(frozen=True)
class GroupInput:
    """The group as it is typed. ``kind``: of ``rules.GroupKind``."""

    name: str
    organisation: str
    kind: str


@dataclass(frozen=True)
class Ask:
    """What somebody asks for. ``slots``: the times that are wanted, one a visit; ``alternatives``: others that suit as well;
    ``suggestions``: times for an offer that has none. None of them: they wait for a free time. ``nonce``: of the form."""

    group: GroupInput
    contact: Contact
    asked: asking.Asked
    nonce: str
    slots: tuple[Span, ...] = ()
    alternatives: tuple[Span, ...] = ()
    suggestions: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What became of it. ``state``: of all its visits; ``own_code`` opens its own page. ``again``: sent before; ``differs``:
    with other answers, and nothing was made."""

    request: str
    own_code: str
    state: VisitState
    generation: int = 0
    again: bool = False
    differs: bool = False


@command
def ask(session: Session, offer_code: str, wanted: Ask) -> Receipt:
    """Ask for visits: their times are held at once, or agreed where the offer says so. The same form twice asks once.

    Raises NoSuchOffer, OfferClosed, what ``asking`` refuses of people, times and suggestions, QueueBefore, SlotTaken.
    """
    offer = queries.lock_offer(offer_code)
    before = queries.find_by_nonce(wanted.nonce)
    if before:
        return _receipt_of(before, wanted)
    check_open(offer.state)
    asking.check_people(offer.terms, wanted.asked.learners, wanted.asked.adults)
    _check_times(offer, wanted)
    state = first_state(offer.auto_accept, bool(wanted.slots), bool(wanted.suggestions))
    request = write_request(session, offer, wanted, Source.FORM, None)
    made = [_add(session, request, wanted) for _visit in wanted.slots or (None,)]
    visits = queries.list_of_request(request.code)
    for visit, span in zip(visits, wanted.slots or (None,), strict=True):
        with steps.seen_by_group():
            steps.settle(session, visit, offer, Goal(state, span), None)
    kind = {VisitState.CONFIRMED: "visit_confirmed", VisitState.WAITING: "visit_waiting"}.get(state, "visit_requested")
    steps.tell_group(session, kind, visits[0], "asked", whole=True)
    steps.tell_library(session, "visit_asked", visits[0], str(state))
    audit.record(
        session, "resident", "asked", ("visit_request", request.code), after={"state": state, "visits": len(made)}
    )
    return Receipt(request.code, own_code(secret(), wanted.nonce, 0), state)


def write_request(
    session: Session, offer: OfferFact, wanted: Ask, source: Source, actor_id: int | None
) -> VisitRequest:
    """Write what was asked for, and its group: one that was never here before, until a librarian says otherwise."""
    group = steps.add_group(
        session, wanted.group.name, wanted.group.organisation, wanted.group.kind, is_for_newcomers(wanted.group.kind)
    )
    made = VisitRequest(
        offer_id=offer.id, group_id=group.id, source=source, contact_name=wanted.contact.name,
        contact_email=wanted.contact.email, contact_phone=wanted.contact.phone, language=wanted.contact.language,
        languages=wanted.asked.languages, level=wanted.asked.level, needs=wanted.asked.needs, answer=wanted.asked.answer,
        nonce=wanted.nonce, own_code_hash=own_code_hash(secret(), own_code(secret(), wanted.nonce, 0)),
        asked_at=clock.now(), created_by_id=actor_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def check_slots(offer: OfferFact, wanted: Sequence[Span], leaving_out: Sequence[VisitFact] = ()) -> None:
    """Whether these are times of a locked offer that can be asked for now, and free.

    Raises LeadTimePassed, BeyondHorizon, TimeInPast, SlotTaken.
    """
    for span in wanted:
        asking.check_moment(offer.terms, span, clock.today())
        if not slots.is_slot(offer.terms, span):
            raise slots.SlotTaken
    slots.check_free(offer.terms, find_busy_around(offer, wanted, leaving_out), wanted)


def find_busy_around(
    offer: OfferFact, wanted: Sequence[Span], leaving_out: Sequence[VisitFact] = (), by_staff: bool = False
) -> slots.Busy:
    """What is in the way of these times, over whole days: an offer allows so many visits a day. Its room is asked when it is
    held."""
    since = clock.day_start(min(span.day for span in wanted))
    until = clock.day_end(max(span.day for span in wanted))
    return queries.find_busy_apart_from_room(
        offer, since - offer.terms.gap, until + offer.terms.gap, leaving_out, by_staff
    )


def _receipt_of(before: Sequence[VisitFact], wanted: Ask) -> Receipt:
    """What a form has made already. A visit may have got another time since, so that those are compared by number."""
    first, asked = before[0], wanted.asked
    contact = Contact(first.contact_name, first.contact_email, first.contact_phone, first.language)
    made = asking.Asked(first.learners, first.adults, first.languages, first.level, first.needs, first.answer)
    group = GroupInput(first.group_name, first.group_organisation, first.group_kind)
    same = (group, contact, made, len(before)) == (wanted.group, wanted.contact, asked, max(len(wanted.slots), 1))
    code = own_code(secret(), wanted.nonce, first.generation)
    return Receipt(first.request_code, code, VisitState(first.state), first.generation, again=True, differs=not same)


def _check_times(offer: OfferFact, wanted: Ask) -> None:
    if wanted.suggestions and not offer.terms.has_windows:
        asking.check_suggestions(offer.terms, wanted.suggestions, clock.now(), clock.today())
    elif wanted.slots:
        check_nobody_waits(queries.list_queue(offer.id))
        asking.check_number(offer.terms, wanted.slots)
        asking.check_alternatives(wanted.slots[0], wanted.alternatives)
        check_slots(offer, wanted.slots)
    elif not offer.terms.has_windows:
        asking.check_suggestions(offer.terms, (), clock.now(), clock.today())


def _add(session: Session, request: VisitRequest, wanted: Ask) -> Visit:
    """One of the visits, which holds no time yet."""
    wished = steps.as_wished(wanted.alternatives + wanted.suggestions)
    people, newcomers = (wanted.asked.learners, wanted.asked.adults), is_for_newcomers(wanted.group.kind)
    return steps.add_visit(session, request, people, newcomers, wished=wished)
