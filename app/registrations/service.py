"""Commands of the pools: sign up, change the party, cancel; at the desk add, move up, change the role, write to all.

Each locks the row of the pool before anything is computed, so that who comes second sees what the first one made."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.audit.steps import record
from app.codes import keyed_code, new_code
from app.db import command, rehearse, violated
from app.messages.rehearsal import Reading, read_over
from app.messages.steps import News, enqueue, enqueue_all
from app.registrations import queries
from app.registrations.organising import check_move_up, check_new_role, check_reason
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import (
    AlreadySignedUp,
    NoNextDate,
    NoSuchPool,
    NoSuchRegistration,
    Party,
    RegistrationState,
    ToTell,
    Waiting,
    check_change,
    check_not_over,
    decide,
    own_code,
    own_code_hash,
    same_person,
)
from app.registrations.steps import fill_places, set_capacity, tell, tell_promoted
from app.registrations.tables import Registration
from app.settings import secret

NONCE_LENGTH = 32


@dataclass(frozen=True)
class Receipt:
    """What became of a sign-up. ``code`` is the registration's public code, or empty where the page only shows what
    anybody would see and the truth is mailed. ``again``: this form had been sent before; ``differs``: with other
    answers, and nothing was made. ``position``: place in the queue, from 1."""

    state: RegistrationState
    code: str
    own_code: str
    party_size: int
    position: int = 0
    generation: int = 0
    again: bool = False
    differs: bool = False


def sign_up(pool_code: str, party: Party, nonce: str, of: str | None = None) -> Receipt:
    """Give a party a place or a place in the queue; the same form sent twice counts once.

    ``of``: the code of the date or activity that the pool must belong to. Raises NoSuchPool and whatever
    ``rules.decide`` refuses.
    """
    try:
        return _sign_up(pool_code, party, nonce, of)
    except IntegrityError as error:
        # Sent at the same time for two pools: different rows were locked, so the constraint decides.
        if not _form_was_used(error):
            raise
        return _sign_up(pool_code, party, nonce, of)


@dataclass(frozen=True)
class Next:
    """What a sign-up for the next date was made with."""

    pool_code: str
    nonce: str


def come_again(held: PoolFact, party: Party, form_nonce: str) -> tuple[Receipt, Next]:
    """Sign the same party up for the next date of the series, in the same role; pressed twice it counts once.

    ``held``: the pool that it has a place in; ``form_nonce``: that of its form. Raises NoNextDate and whatever
    ``sign_up`` raises.
    """
    coming = queries.find_next_pool(held)
    if coming is None or not party.name:
        raise NoNextDate
    nonce = keyed_code(secret(), "come-again", form_nonce, coming.state.code, length=NONCE_LENGTH)
    return sign_up(coming.state.code, party, nonce, coming.occurrence_code), Next(coming.state.code, nonce)


@command
def add_by_staff(session: Session, pool_code: str, party: Party, nonce: str, actor_id: int) -> Receipt:
    """Add somebody at the desk, at any time until the end; the queue's right comes first for them too.

    Raises NoSuchPool and whatever ``rules.decide`` refuses.
    """
    receipt = _enter(session, queries.lock_pool_by_code(pool_code), party, nonce, by_staff=True)
    if receipt.code and not receipt.again:
        record(session, actor_id, "registration.added", ("registration", receipt.code), after={"state": receipt.state})
    return receipt


@command
def cancel(session: Session, code: str, actor_id: int | None = None) -> RegistrationState:
    """Cancel a registration, by the participant or (``actor_id``) by staff; freed places go to the queue at once.

    Cancelling again changes nothing. Raises NoSuchRegistration, SignUpClosed after the end.
    """
    fact, pool = _in_hand(code)
    if fact.state == RegistrationState.CANCELLED:
        return RegistrationState.CANCELLED
    check_not_over(pool.terms, clock.now())
    _write(session, fact.id, state=RegistrationState.CANCELLED, to_tell="")
    record(session, actor_id or "resident", "registration.cancelled", ("registration", code), {"state": fact.state})
    if actor_id is None:
        _mail(session, fact, "cancelled_by_you", str(fact.generation))
    else:
        tell(session, fact, "cancelled_by_organiser", f"cancelled_by_organiser:{code}", ToTell.CANCELLED)
    fill_places(session, queries.get_pool_by_id(fact.pool_id))
    return RegistrationState.CANCELLED


@command
def change_party(session: Session, code: str, party_size: int, actor_id: int | None = None) -> RegistrationState:
    """Change how many come, by the participant or (``actor_id``) by staff: fewer frees places for the queue, more takes
    only what is free. Returns the state now.

    Raises NoSuchRegistration and what ``rules.check_change`` refuses; then nothing has changed.
    """
    fact, pool = _in_hand(code)
    change = (RegistrationState(fact.state), fact.party_size, party_size)
    check_change(pool.state, pool.terms, _queue(pool), change, clock.now(), actor_id is not None)
    if party_size != fact.party_size:
        _write(session, fact.id, party_size=party_size)
        before, after = {"party_size": fact.party_size}, {"party_size": party_size}
        record(session, actor_id or "resident", "registration.party_changed", ("registration", code), before, after)
        if actor_id is None:
            _mail(session, fact, "party_changed", _occasion())
        else:
            _tell_changed(session, fact)
        fill_places(session, queries.get_pool_by_id(fact.pool_id))
    changed = queries.find_registration(code)
    return RegistrationState(changed.state) if changed else change[0]


@command
def move_up(session: Session, code: str, reason: str, actor_id: int) -> None:
    """Give a waiting party a place out of turn; the reason is logged, without telling who it is about.

    Raises NoSuchRegistration, ReasonTellsWho and what ``organising.check_move_up`` refuses.
    """
    fact, pool = _in_hand(code)
    check_reason(reason, fact.name, fact.phone)
    check_move_up(pool.state, pool.terms, (RegistrationState(fact.state), fact.party_size), clock.now())
    _write(session, fact.id, state=RegistrationState.CONFIRMED)
    record(session, actor_id, "registration.moved_up", ("registration", code), after={"reason": reason})
    tell_promoted(session, fact)


@command
def change_role(session: Session, code: str, pool_code: str, actor_id: int) -> int:
    """Give a party a place in another role of the same date or series; its old places go to the queue at once.

    Returns how many parties got a place by it. Raises NoSuchRegistration, NoSuchPool and what
    ``organising.check_new_role`` refuses; then nothing has changed.
    """
    fact, old = _in_hand(code)
    new = queries.get_pool(pool_code)
    if _home(new) != _home(old):
        raise NoSuchPool
    if new.state.id == old.state.id:
        return 0
    party = (RegistrationState(fact.state), fact.party_size)
    check_new_role(new.state, new.terms, _queue(new), party, clock.now())
    _write(session, fact.id, pool_id=new.state.id, state=RegistrationState.CONFIRMED)
    before, after = {"role": old.state.role}, {"role": new.state.role}
    record(session, actor_id, "registration.role_changed", ("registration", code), before, after)
    _tell_changed(session, fact)
    return fill_places(session, queries.get_pool_by_id(old.state.id))


@command
def choose_mails(session: Session, code: str, wanted: bool) -> None:
    """Somebody stops, or wishes again, reminders and thanks; what happens to their places they are always told."""
    fact = _get(code)
    values = {"reminded": wanted} if wanted else {"reminded": False, "wants_next": False}
    session.execute(update(Registration).where(Registration.id == fact.id).values(**values))


@command
def told(session: Session, code: str, actor_id: int) -> None:
    """The host has told somebody whom we cannot message. Raises NoSuchRegistration."""
    fact = _get(code)
    _write(session, fact.id, to_tell="")
    record(session, actor_id, "registration.told", ("registration", code), {"to_tell": fact.to_tell})


@command
def change_capacity(session: Session, pool_code: str, capacity: int | None, actor_id: int) -> int:
    """Set the places of a pool (None: no limit); more places go to the queue at once. Returns how many parties got one.

    Raises NoSuchPool, CapacityBelowTaken.
    """
    pool = queries.lock_pool_by_code(pool_code)
    promoted = set_capacity(session, pool, capacity)
    before, after = {"capacity": pool.state.capacity}, {"capacity": capacity}
    record(session, actor_id, "pool.capacity", ("pool", pool.state.code), before, after)
    return promoted


@command
def write_to_all(session: Session, pool_ids: Sequence[int], body: str, nonce: str, actor_id: int) -> int:
    """Mail ``body`` to everybody who takes part in these pools, once an address; returns how many mails.

    The same form (``nonce``) writes only once.
    """
    number = _write_to_all(session, pool_ids, body, nonce)
    after = {"messages": number}
    record(session, actor_id, "registrations.written_to", ("pool", ",".join(map(str, pool_ids))[:40]), after=after)
    return number


def rehearse_writing(pool_ids: Sequence[int], body: str, nonce: str) -> Reading:
    """Who would get ``body``, and what they would read; nothing is sent."""

    def look(session: Session) -> Reading:
        _write_to_all(session, pool_ids, body, nonce)
        return read_over(session)

    return rehearse(look)


def message_key(nonce: str, code: str) -> str:
    """The dedupe key of one mail of a message, or (no ``code``) what all of them begin with."""
    return f"organiser:{nonce}:{code}"


def _write_to_all(session: Session, pool_ids: Sequence[int], body: str, nonce: str) -> int:
    recipients, moment = queries.list_recipients(pool_ids), clock.now()
    mails = [
        (message_key(nonce, fact.code), News(fact.email or "", fact.language, {"registration": fact.code}, moment))
        for fact in recipients
    ]
    enqueue_all(session, "organiser_message", mails, body)
    return len(recipients)


@command
def log_export(session: Session, occurrence_code: str, file_format: str, rows: int, actor_id: int) -> None:
    """Somebody takes the list of a date with them."""
    after = {"format": file_format, "rows": rows}
    record(session, actor_id, "registrations.exported", ("occurrence", occurrence_code), after=after)


@command
def _sign_up(session: Session, pool_code: str, party: Party, nonce: str, of: str | None) -> Receipt:
    pool = queries.lock_pool_by_code(pool_code)
    if not pool.published or of not in {None, pool.occurrence_code or pool.activity_code}:
        raise NoSuchPool
    return _enter(session, pool, party, nonce)


def _enter(session: Session, pool: PoolFact, party: Party, nonce: str, by_staff: bool = False) -> Receipt:
    known = queries.list_same_or_contact(pool.state.id, nonce, party.email, party.phone)
    first = next((fact for fact in known if fact.nonce == nonce), None)
    if first is not None:
        return _receipt(first, again=True, differs=not _same_answers(first, pool, party))
    queue = _queue(pool)
    state = decide(pool.state, pool.terms, queue, party, clock.now(), by_staff)
    position = len(queue) + 1 if state == RegistrationState.WAITING else 0
    already = next((fact for fact in known if same_person(party.name, fact.name)), None)
    if already is not None and by_staff:
        raise AlreadySignedUp
    if already is not None:
        # Show what anybody would see; only the owner of the address learns that they are signed up (CVE-2025-53640).
        _mail(session, already, "already_signed_up", clock.today().isoformat())
        return Receipt(state, "", own_code(secret(), nonce, 0), party.party_size, position)
    code = _write_down(session, pool, party, nonce, state, by_staff)
    return Receipt(state, code, own_code(secret(), nonce, 0), party.party_size, position)


def _write_down(
    session: Session, pool: PoolFact, party: Party, nonce: str, state: RegistrationState, by_staff: bool
) -> str:
    """The registration and the mail about it; its code."""
    moment, code = clock.now(), new_code()
    values = {
        **asdict(party), "code": code, "pool_id": pool.state.id, "state": state, "nonce": nonce, "by_staff": by_staff,
        "own_code_hash": own_code_hash(secret(), own_code(secret(), nonce, 0)),
        "created_at": moment, "queued_at": moment, "changed_at": moment,
    }  # fmt: skip
    session.connection().execute(insert(Registration).inline(), values)
    if party.email:
        enqueue(session, state, (party.email, party.language), f"{state}:{code}:", {"registration": code})
    return code


def _receipt(fact: RegistrationFact, again: bool, differs: bool) -> Receipt:
    code = own_code(secret(), fact.nonce, fact.generation)
    state = RegistrationState(fact.state)
    return Receipt(state, fact.code, code, fact.party_size, fact.position, fact.generation, again, differs)


def _same_answers(first: RegistrationFact, pool: PoolFact, party: Party) -> bool:
    answers = (pool.state.id, party.name, party.email, party.phone, party.party_size, party.needs)
    return answers == (first.pool_id, first.name, first.email, first.phone, first.party_size, first.needs)


def _in_hand(code: str) -> tuple[RegistrationFact, PoolFact]:
    """A registration and its pool, read after its pool and those of the other roles were locked: it may have moved."""
    queries.lock_siblings(_get(code).pool_id)
    fact = _get(code)
    return fact, queries.get_pool_by_id(fact.pool_id)


def _home(pool: PoolFact) -> tuple[int, int | None]:
    return pool.state.activity_id, pool.state.occurrence_id


def _get(code: str) -> RegistrationFact:
    fact = queries.find_registration(code)
    if fact is None:
        raise NoSuchRegistration
    return fact


def _queue(pool: PoolFact) -> list[Waiting]:
    return queries.list_queue(pool.state.id) if pool.state.waiting else []


def _write(session: Session, registration_id: int, **values: object) -> None:
    session.execute(
        update(Registration).where(Registration.id == registration_id).values(changed_at=clock.now(), **values)
    )


def _mail(session: Session, fact: RegistrationFact, kind: str, occasion: str) -> None:
    if fact.email:
        enqueue(
            session, kind, (fact.email, fact.language), f"{kind}:{fact.code}:{occasion}", {"registration": fact.code}
        )


def _tell_changed(session: Session, fact: RegistrationFact) -> None:
    tell(session, fact, "changed_by_organiser", f"changed_by_organiser:{fact.code}:{_occasion()}", ToTell.CHANGED)


def _occasion() -> str:
    """Names this instant in a dedupe key, for what may happen to one registration again and again."""
    return clock.now().isoformat(timespec="milliseconds")


def _form_was_used(error: IntegrityError) -> bool:
    return violated(error, "uq_registration_nonce") or violated(error, "uq_registration_own_code_hash")
