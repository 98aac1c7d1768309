"""Commands of the counts: pressing at the door, signing and changing a record, stating a group's members, hosts' links."""

import secrets
from collections.abc import Mapping

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app import clock
from app.activities.queries import get_activity, get_occurrence, lock_occurrence
from app.attendance import queries, steps
from app.attendance.rules.door import Tally, check_category, presses, tally
from app.attendance.rules.links import PIN_DIGITS, SERIES_OVER_AFTER, after_wrong_pin, check_unlocked
from app.attendance.rules.moments import (
    check_countable,
)
from app.attendance.rules.refusals import LinkOver, MembersNotCounted, WrongPin
from app.attendance.rules.statement import (
    Statement,
    check_members,
    counts_members,
)
from app.attendance.steps import Signer
from app.attendance.tables import GroupMembers, HostLink
from app.audit import steps as audit
from app.codes import keyed_digest, same
from app.db import command
from app.organisations.rules import check_not_paused
from app.plan import queries as plan
from app.settings import secret


@command
def press(
    session: Session, occurrence_code: str, category: str | None, delta: int, nonce: str, source: str = "staff"
) -> Tally:
    """Count one head more or fewer (``delta`` +1 or -1) of a category, a channel or (None) the total; append-only.

    The same nonce counts once. Returns the tally after it. Raises NoSuchOccurrence, UnknownCategory,
    CancelledDateNotCounted, NotPublishedYet, TooEarlyToCount, NothingToTakeAway, TotalHoldsCategories.
    """
    date = steps.hold(occurrence_code)
    kind = plan.get_type(date.type_key)
    check_category(kind, category)
    check_countable(steps.date_facts(date), clock.now())
    if not queries.was_pressed(nonce):
        deltas = presses(queries.press_sums(date.id), category, 1 if delta > 0 else -1, kind.channels)
        fixed = {"occurrence_id": date.id, "category": category, "source": source, "created_at": clock.now()}
        steps.write_presses(session, fixed, nonce, deltas)
    return tally(queries.press_sums(date.id), kind.channels)


@command
def save_record(
    session: Session, occurrence_code: str, statement: Statement, signer: Signer, revision: int = 0, reason: str = ""
) -> int:
    """Sign the statement about a date, or change it; returns the record's revision.

    ``revision`` is the one that the form was made from (0: none). Sending the same again changes nothing.
    Raises what ``check_statement`` and ``check_recordable`` raise, NoSuchOccurrence, RecordChanged, ReasonWanted.
    """
    return steps.sign(session, occurrence_code, statement, signer, revision, reason)


@command
def state_members(session: Session, occurrence_code: str, heads: Mapping[str, int], signer: Signer) -> None:
    """State how many different people a group (the root series of this date) has, a category each.

    Raises NoSuchOccurrence, MembersNotCounted, UnknownCategory, CountBelowZero, CountTooHigh.
    """
    date = get_occurrence(occurrence_code)
    kind = plan.get_type(date.type_key)
    if not counts_members(kind, plan.list_indicators()):
        raise MembersNotCounted
    check_members(heads, kind)
    lock_occurrence(date.id)
    before = queries.find_members(date.root_id)
    session.execute(delete(GroupMembers).where(GroupMembers.root_id == date.root_id))
    for category, count in heads.items():
        session.add(GroupMembers(root_id=date.root_id, category=category, heads=count, stated_at=clock.now()))
    audit.record(session, steps.actor(signer), "stated_members", ("activity", date.activity_code), before, dict(heads))


@command
def make_host_link(session: Session, activity_code: str, actor_id: int | None, label: str = "") -> tuple[str, str]:
    """A counting link for a series: (its code, its PIN). The PIN is known only now; its keyed hash is stored.

    Raises NoSuchActivity.
    """
    found = get_activity(activity_code)
    pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    link = HostLink(activity_id=found.id, label=label, generation=0, pin_hash="", wrong_pins=0)
    link.created_by_id, link.created_at = actor_id, clock.now()
    session.add(link)
    session.flush()
    link.pin_hash = _pin_hash(link.code, 0, pin)
    audit.record(session, actor_id, "made_host_link", ("activity", activity_code), after={"link": link.code})
    return link.code, pin


@command
def revoke_host_link(session: Session, code: str, actor_id: int | None, activity_id: int) -> None:
    """Close a counting link of a series for good, with everything that it has opened.

    Raises LinkOver where the series has no such open link.
    """
    link = queries.find_host_link(code)
    if link is None or link.activity_id != activity_id or link.revoked_at is not None:
        raise LinkOver
    closed = {"revoked_at": clock.now(), "generation": link.generation + 1}
    session.execute(update(HostLink).where(HostLink.id == link.id).values(**closed))
    audit.record(session, actor_id, "revoked_host_link", ("host_link", code))


def host_token(code: str, generation: int) -> str:
    """What stands in a counting link's address: the code and an HMAC of it."""
    return f"{code}-{keyed_digest(secret(), 'host-link', code, generation)[:32]}"


def find_by_token(token: str) -> queries.HostLinkFact:
    """The open link with this address. Raises LinkOver when it is wrong, revoked, or its series ended a week ago, and
    OrganisationPaused."""
    link = queries.find_host_link(token.partition("-")[0])
    if link is None or not same(token, host_token(link.code, link.generation)):
        raise LinkOver
    root_of_open(link)
    return link


def root_of_open(link: queries.HostLinkFact) -> int:
    """The root series of a link, while the link and its series are open. Raises LinkOver, OrganisationPaused."""
    last = queries.find_last_of_root(link.activity_id)
    if link.revoked_at is not None or last is None or clock.now() > last.ends_at + SERIES_OVER_AFTER:
        raise LinkOver
    check_not_paused(last.organisation_state)
    return last.root_id


def open_host_link(token: str, pin: str) -> queries.HostLinkFact:
    """The link, for somebody who knows its PIN. Five wrong PINs lock it for an hour, for the right one too.

    Raises LinkOver, OrganisationPaused, LinkLocked, WrongPin.
    """
    link = find_by_token(token)
    check_unlocked(link.locked_until, clock.now())
    if not _try_pin(link.id, pin):
        raise WrongPin
    return link


@command
def _try_pin(session: Session, link_id: int, pin: str) -> bool:
    """Whether the PIN is right; a wrong one is remembered, so this commits and its caller refuses."""
    link = session.get_one(HostLink, link_id, with_for_update=True)
    if link.locked_until is not None and clock.now() < link.locked_until:
        return False
    right = same(link.pin_hash, _pin_hash(link.code, link.generation, pin))
    link.wrong_pins, link.locked_until = (0, None) if right else after_wrong_pin(link.wrong_pins, clock.now())
    return right


def _pin_hash(code: str, generation: int, pin: str) -> str:
    return keyed_digest(secret(), "host-pin", code, generation, pin)
