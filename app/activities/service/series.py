"""Commands on a whole activity: making, changing, publishing, withdrawing, and copying it to another term."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.activities import queries, rules, steps
from app.activities.pools import SignupPools, timing_of
from app.activities.queries import ActivityFact
from app.activities.rules import ActivityDraft, ActivityState, Step
from app.activities.tables import SEARCHED, Activity, words_in
from app.audit import steps as audit
from app.codes import keyed_code
from app.db import command
from app.organisations.queries import OrganisationFact
from app.plan.rules import TypeFact
from app.schedule.recurrence import Schedule, dates_of
from app.settings import secret

_COPIED = (
    "organisation_id", "type_key", "title", "summary", "description", "place_id", "room_id", "spoken",
    "children_welcome", "cost_kr", "tags", "phrases", "contact_name", "contact_email", "contact_phone", "visibility", "signup",
    "signup_scope", "contact_required", "door_closed", "picture_digest", "picture_width", "picture_height", "picture_alt",
)  # fmt: skip


@command
def create_activity(
    session: Session,
    draft: ActivityDraft,
    schedule: Schedule,
    places: SignupPools,
    actor_id: int | None,
    publish: bool = False,
) -> str:
    """Make an activity with the dates of ``schedule`` and return its code: a draft, or (``publish``) published at once
    or sent for approval, as its organisation may. The same nonce again makes nothing and returns the same code.

    Raises what ``dates_of`` raises, TitleMissing, TypeRetired, UnknownActivityType, PlaceClosed, RoomNotThere,
    PoolRoleTwice; where it is published OrganisationNotApproved, SwedishTextMissing.
    """
    code = _code_of(draft.nonce)
    if code and session.scalar(select(Activity.id).where(Activity.code == code)) is not None:
        return code
    steps.organisation_of(draft.organisation_id)
    steps.check_place(draft.place_id, draft.room_id)
    kind = _check(draft)
    activity = Activity(**({"code": code} if code else {}), organisation_id=draft.organisation_id)
    activity.created_by_id, activity.created_at = actor_id, clock.now()
    activity.place_id, activity.room_id = draft.place_id, draft.room_id
    _write(activity, draft, kind)
    activity.visibility = draft.visibility or rules.proposed_visibility(kind)
    activity.counts_to = rules.proposed_counts(kind, draft.tags)
    activity.signup_scope = draft.signup_scope
    _add(session, activity, {**schedule.as_plain(), **places.timing()}, actor_id)
    steps.save_co_organisers(session, activity, draft.co_organisers or frozenset())
    steps.save_pools(session, activity, places, steps.add_dates(session, activity, dates_of(schedule)))
    if publish:
        _make_public(session, activity, actor_id)
    return activity.code


@command
def change_activity(
    session: Session,
    code: str,
    draft: ActivityDraft,
    places: SignupPools | None,
    actor_id: int | None,
    seen: ActivityFact | None = None,
) -> ActivityState:
    """Change what is written about an activity, and (``places`` given) the places of its coming dates. Its dates, its
    organisation and whether one signs up by date or series stay. ``seen``: as the editor knows it. Returns its state: a
    changed type of an association's published activity returns it to approval, edited texts never do.

    Raises NoSuchActivity, ChangedMeanwhile where it is not as ``seen``, NotPossibleNow where it is withdrawn, what
    ``create_activity`` raises, CapacityBelowTaken, SwedishTextMissing where it is out already.
    """
    activity = _in_hand(session, code, seen)
    steps.keep_version(session, activity)
    old_type, old_tags, before = activity.type_key, activity.tags, _logged(activity)
    kind = _check(draft, old_type)
    if activity.state in {ActivityState.PUBLISHED, ActivityState.SUBMITTED}:
        rules.check_readable(draft.summary or {})
    _write(activity, draft, kind)
    if (draft.place_id, draft.room_id) != (activity.place_id, activity.room_id):
        coming = [(steps.as_it_is(date, activity), date) for date in steps.coming_dates(session, activity.id)]
        steps.put_elsewhere(session, activity, draft.place_id, draft.room_id)
        steps.tell_changes(session, activity, coming)
    organisation = steps.organisation_of(activity.organisation_id)
    if old_type != draft.type_key:
        activity.visibility, activity.counts_confirmed = rules.proposed_visibility(kind), False
    activity.visibility = draft.visibility or activity.visibility
    if not activity.counts_confirmed and (old_type, old_tags) != (activity.type_key, activity.tags):
        activity.counts_to = rules.proposed_counts(kind, draft.tags)
    if draft.co_organisers is not None:
        steps.save_co_organisers(session, activity, draft.co_organisers)
    if places is not None:
        activity.rule = {**activity.rule, **places.timing()}
        steps.save_pools(session, activity, places, steps.coming_dates(session, activity.id))
    audit.record(session, actor_id, "changed", ("activity", code), before, _logged(activity))
    if rules.returns_to_approval(organisation.kind, activity.state, old_type, draft.type_key):
        steps.enter(session, activity, Step.RETURN, actor_id)
    return ActivityState(activity.state)


@command
def publish(session: Session, code: str, actor_id: int | None) -> ActivityState:
    """Publish a draft, or send it for approval where its organisation is not trusted yet; returns the new state.

    Raises NoSuchActivity, NotPossibleNow, OrganisationNotApproved, SwedishTextMissing.
    """
    activity = steps.lock_activity(session, code)
    _make_public(session, activity, actor_id)
    return ActivityState(activity.state)


@command
def withdraw(session: Session, code: str, actor_id: int | None) -> int:
    """Take an activity back: its coming dates are cancelled, with a notice to those who signed up. Returns how many.

    Raises NoSuchActivity, NotPossibleNow.
    """
    return steps.withdraw(session, steps.lock_activity(session, code), actor_id)


@command
def leave(session: Session, code: str, organisation_ids: frozenset[int], actor_id: int | None) -> None:
    """These organisations no longer arrange the activity together with its lead. Raises NoSuchActivity."""
    activity = steps.lock_activity(session, code)
    before = steps.co_organisers_of(session, activity)
    steps.save_co_organisers(session, activity, before - organisation_ids)
    logged = {"co_organisers": sorted(before)}, {"co_organisers": sorted(before - organisation_ids)}
    audit.record(session, actor_id, "left", ("activity", code), *logged)


@command
def copy_to_term(
    session: Session, code: str, schedule: Schedule, actor_id: int | None, publish: bool = False, nonce: str = ""
) -> str:
    """Make a new activity of its own (a new root) with the texts and places of this one and new dates; returns its code.

    Raises NoSuchActivity, what ``dates_of`` raises, PlaceClosed, RoomNotThere, TypeRetired; where it is published
    OrganisationNotApproved, SwedishTextMissing.
    """
    made = _code_of(nonce)
    if made and session.scalar(select(Activity.id).where(Activity.code == made)) is not None:
        return made
    old = steps.lock_activity(session, code)
    kind = _current(steps.type_of(old.type_key), "")
    steps.check_place(old.place_id, old.room_id)
    copied: dict[str, Any] = {name: getattr(old, name) for name in _COPIED}
    activity = Activity(
        **copied, **({"code": made} if made else {}), copied_from_id=old.id, created_by_id=actor_id,
        created_at=clock.now(), counts_to=rules.proposed_counts(kind, old.tags),
    )  # fmt: skip
    if old.counts_confirmed:
        activity.counts_to, activity.counts_confirmed = old.counts_to, True
    _add(session, activity, {**schedule.as_plain(), **timing_of(old.rule)}, actor_id)
    steps.save_co_organisers(session, activity, steps.co_organisers_of(session, old))
    steps.copy_pools(session, old, activity, steps.add_dates(session, activity, dates_of(schedule)))
    if publish:
        _make_public(session, activity, actor_id)
    return activity.code


def _in_hand(session: Session, code: str, seen: ActivityFact | None) -> Activity:
    activity = steps.lock_activity(session, code)
    if seen is not None and queries.get_activity(code) != seen:
        raise rules.ChangedMeanwhile
    if activity.state == ActivityState.WITHDRAWN:
        raise rules.NotPossibleNow
    return activity


def _check(draft: ActivityDraft, held_type: str = "") -> TypeFact:
    if not any(draft.title.values()):
        raise rules.TitleMissing
    return _current(steps.type_of(draft.type_key), held_type)


def _current(kind: TypeFact, held_type: str) -> TypeFact:
    if kind.retired and kind.key != held_type:
        raise rules.TypeRetired
    return kind


def _write(activity: Activity, draft: ActivityDraft, kind: TypeFact) -> None:
    """The draft's own fields; who arranges, where, and how one signs up are decided elsewhere."""
    kept = {
        "nonce", "signup", "signup_scope", "organisation_id", "visibility", "co_organisers", "place_id", "room_id",
    }  # fmt: skip
    for name, value in asdict(draft).items():
        if name not in kept:
            setattr(activity, name, {} if value is None and name in {"summary", "description"} else value)
    activity.signup = draft.signup or rules.proposed_signup(kind)
    activity.words = words_in(*(getattr(activity, name) for name in SEARCHED))


def _add(session: Session, activity: Activity, rule: dict[str, Any], actor_id: int | None) -> None:
    activity.rule, activity.state = rule, ActivityState.DRAFT
    session.add(activity)
    session.flush()
    activity.root_id = activity.id
    audit.record(session, actor_id, "created", ("activity", activity.code), after=_logged(activity))


def _make_public(session: Session, activity: Activity, actor_id: int | None) -> None:
    organisation: OrganisationFact = steps.organisation_of(activity.organisation_id)
    rules.check_may_publish(organisation.state)
    rules.check_readable(activity.summary)
    step = rules.way_out(organisation.kind, organisation.trusted, activity.state)
    steps.enter(session, activity, step, actor_id)


def _logged(activity: Activity) -> dict[str, Any]:
    """What the log says of an activity: no names, no contacts."""
    return {
        "type": activity.type_key,
        "counts_to": sorted(activity.counts_to),
        "signup": str(activity.signup),
        "place": activity.place_id,
        "room": activity.room_id,
        "tags": sorted(activity.tags),
    }


def _code_of(nonce: str) -> str:
    return keyed_code(secret(), "activity", nonce, length=8) if nonce else ""
