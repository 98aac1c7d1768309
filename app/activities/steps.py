"""Writes on activities and their dates inside an open transaction, and the checks that need rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts import queries as accounts
from app.accounts.rules import Role
from app.activities import queries, review, rules
from app.activities.hooks import DateWas, hooks
from app.activities.pools import SignupPools, check_pools, timing_of
from app.activities.rules import ActivityState, NoSuchActivity, NoSuchOccurrence, OccurrenceState
from app.activities.tables import Activity, Comment, CoOrganiser, Occurrence, PublishedVersion
from app.audit import steps as audit
from app.bookings import steps as bookings
from app.bookings.steps import Claim, Owner
from app.db import for_update
from app.messages import steps as messages
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.organisations.rules import NoSuchOrganisation
from app.places import queries as places
from app.plan import queries as plan
from app.plan.rules import TypeFact, UnknownActivityType
from app.schedule.spans import Span


def lock_activity(session: Session, code: str) -> Activity:
    """The series, locked until the transaction ends. Raises NoSuchActivity."""
    found: Activity | None = session.scalars(for_update(select(Activity).where(Activity.code == code))).one_or_none()
    if found is None:
        raise NoSuchActivity
    return found


def lock_date(session: Session, code: str) -> Occurrence:
    """The date, locked until the transaction ends. Raises NoSuchOccurrence."""
    found: Occurrence | None = session.scalars(
        for_update(select(Occurrence).where(Occurrence.code == code))
    ).one_or_none()
    if found is None:
        raise NoSuchOccurrence
    return found


def add_dates(session: Session, activity: Activity, spans: Iterable[Span]) -> list[Occurrence]:
    """Write dates into the series. Raises DateAlreadyThere where one of them starts with another of the series."""
    taken: set[object] = set()
    statement = select(Occurrence.recurrence_id, Occurrence.starts_at).where(Occurrence.activity_id == activity.id)
    for row in session.execute(statement):
        taken |= {row.recurrence_id, row.starts_at}
    moment, made = clock.now(), []
    for span in spans:
        if span.starts_at in taken:
            raise rules.DateAlreadyThere(date=span.day.isoformat())
        made.append(
            Occurrence(
                activity_id=activity.id, recurrence_id=span.starts_at, starts_at=span.starts_at, ends_at=span.ends_at,
                starts_on=span.day, changed_at=moment,
            )
        )  # fmt: skip
    session.add_all(made)
    session.flush()
    follow_rooms(session, activity, made)
    return made


def co_organisers_of(session: Session, activity: Activity) -> frozenset[int]:
    """The ids of those who arrange it together with its lead."""
    ids = select(CoOrganiser.organisation_id).where(CoOrganiser.activity_id == activity.id)
    return frozenset(session.scalars(ids))


def save_co_organisers(session: Session, activity: Activity, wanted: frozenset[int]) -> None:
    """Let exactly these organisations, and its lead, arrange it, and mail the editors of the new ones. Raises
    NoSuchOrganisation."""
    wanted, held = wanted - {activity.organisation_id}, co_organisers_of(session, activity)
    if wanted - organisations.find_by_ids(wanted).keys():
        raise NoSuchOrganisation
    session.execute(
        delete(CoOrganiser).where(
            CoOrganiser.activity_id == activity.id, CoOrganiser.organisation_id.in_(held - wanted)
        )
    )
    for new in sorted(wanted - held):
        session.add(CoOrganiser(activity_id=activity.id, organisation_id=new))
        for address, language in accounts.list_editors(new):
            key = f"co_organiser_added:{activity.code}:{new}:{clock.now():%Y%m%dT%H%M%S%f}:{address}"[:200]
            about = {"activity": activity.code, "organisation": new}
            messages.enqueue(session, "co_organiser_added", (address, language), key, about)


def save_pools(session: Session, activity: Activity, wanted: SignupPools, dates: Sequence[Occurrence]) -> None:
    """Hand the places of these dates, or of the whole series, to whoever keeps them. Without sign-up there are none."""
    check_pools(wanted.pools, activity.signup)
    if activity.signup == rules.Signup.NONE or not dates:
        return
    ids = [date.id for date in dates]
    if activity.signup_scope == rules.Scope.SERIES:
        first = session.scalars(
            select(func.min(Occurrence.starts_at)).where(Occurrence.activity_id == activity.id)
        ).one()
        hooks.save_pools(session, activity.id, [], wanted.at(first))
    elif wanted.timed:
        for date in dates:
            hooks.save_pools(session, activity.id, [date.id], wanted.at(date.starts_at))
    else:
        hooks.save_pools(session, activity.id, ids, wanted.pools)


def copy_pools(session: Session, old: Activity, new: Activity, dates: Sequence[Occurrence]) -> None:
    """Give these dates of ``new`` the places of ``old``, opening and closing as long before the start as there."""
    pools = hooks.list_pools(old.id, None)
    timed = SignupPools(tuple(pools), **timing_of(old.rule))
    if timed.timed and pools:
        save_pools(session, new, timed, dates)
    else:
        hooks.copy_pools(session, old.id, new.id, [date.id for date in dates])


def follow_starts(session: Session, series: Activity, dates: Iterable[Occurrence]) -> None:
    """Where sign-up opens or closes so long before the start, it follows dates that were moved."""
    timing = SignupPools((), **timing_of(series.rule))
    if timing.timed and series.signup_scope == rules.Scope.DATE:
        hooks.time_pools(session, timing, {date.id: date.starts_at for date in dates})


def coming_dates(session: Session, activity_id: int) -> list[Occurrence]:
    """The dates of a series that are neither over nor cancelled, locked, in order."""
    statement = select(Occurrence).where(
        Occurrence.activity_id == activity_id,
        Occurrence.state == OccurrenceState.SCHEDULED,
        Occurrence.ends_at > clock.now(),
    )
    return list(session.scalars(for_update(statement.order_by(Occurrence.starts_at))))


def as_it_is(date: Occurrence, series: Activity) -> DateWas:
    """How a date stands, to be told as what was before it is changed."""
    place_id, room_id = where(date, series)
    return DateWas(date.id, date.starts_at, date.ends_at, place_id, room_id, series.organisation_id)


def where(date: Occurrence, series: Activity) -> tuple[int, int | None]:
    """The place and the room that count: the room of the series goes only with the place of the series."""
    return date.place_id or series.place_id, date.room_id if date.place_id else date.room_id or series.room_id


def follow_rooms(session: Session, series: Activity, dates: Sequence[Occurrence]) -> None:
    """Let the bookings of rooms be where and when these dates are. Raises RoomTaken, RoomClosedThen, TimesOverlap,
    RoomNotForYou."""
    owner = Owner(series.organisation_id, series.code, series.created_by_id)
    bookings.follow(session, owner, [claim_of(date, series) for date in dates])


def claim_of(date: Occurrence, series: Activity) -> Claim:
    """Where and when a date is to be."""
    room_id = where(date, series)[1] if date.state == OccurrenceState.SCHEDULED else None
    return Claim(date.id, room_id, Span(date.starts_at, date.ends_at))


def lose_rooms(session: Session, occurrence_ids: Sequence[int], _reason: str) -> None:
    """These dates have no room of their own any more (a hook of the bookings): those who come are told."""
    dates = session.scalars(for_update(select(Occurrence).where(Occurrence.id.in_(occurrence_ids)))).all()
    for series_id in sorted({date.activity_id for date in dates}):
        series = session.get_one(Activity, series_id)
        before = [(as_it_is(date, series), date) for date in dates if date.activity_id == series_id]
        for _was, date in before:
            date.place_id, date.room_id = date.place_id or series.place_id, None
        tell_changes(session, series, before)


def cancel(session: Session, series: Activity, dates: Sequence[Occurrence]) -> None:
    """Cancel dates, and let those who signed up know of each that is not over yet."""
    moment = clock.now()
    told = [as_it_is(date, series) for date in dates if date.ends_at > moment]
    for date in dates:
        date.state, date.cancelled_at, date.changed_at = OccurrenceState.CANCELLED, moment, moment
        date.sequence += 1
    session.flush()
    follow_rooms(session, series, dates)
    if told:
        hooks.dates_changed(session, told)


def keep_past(session: Session, series: Activity) -> None:
    """Write down where the dates that have begun were: the series is about to move elsewhere."""
    begun = Occurrence.starts_at <= clock.now()
    session.execute(
        update(Occurrence)
        .where(Occurrence.activity_id == series.id, Occurrence.place_id.is_(None), begun)
        .values(place_id=series.place_id, room_id=func.coalesce(Occurrence.room_id, series.room_id))
        .execution_options(synchronize_session="fetch")  # those in hand must know it too
    )


def put_elsewhere(session: Session, series: Activity, place_id: int, room_id: int | None) -> None:
    """Move the series to another place; dates that have begun stay where they were. Raises PlaceClosed, RoomNotThere."""
    check_place(place_id, room_id)
    keep_past(session, series)
    series.place_id, series.room_id = place_id, room_id


def put_at(date: Occurrence, span: Span) -> None:
    """Move a date to another time."""
    date.starts_at, date.ends_at, date.starts_on = span.starts_at, span.ends_at, span.day
    date.week_minute = clock.week_minute(date.starts_at)


def tell_changes(session: Session, series: Activity, dates: Iterable[tuple[DateWas, Occurrence]]) -> list[Occurrence]:
    """Raise the sequence of those dates that are not as they were, and let those who signed up know; returns them."""
    changed = [(was, date) for was, date in dates if was != as_it_is(date, series)]
    for _was, date in changed:
        date.changed_at, date.sequence = clock.now(), date.sequence + 1
    session.flush()
    follow_rooms(session, series, [date for _was, date in changed])
    follow_starts(session, series, [date for was, date in changed if was.starts_at != date.starts_at])
    if changed:
        hooks.dates_changed(session, [was for was, _date in changed])
    return [date for _was, date in changed]


def check_place(place_id: int, room_id: int | None) -> None:
    """Raises PlaceClosed where the place is not open for activities, RoomNotThere where the room is not one of it."""
    place = places.find_place(place_id)
    if place is None or place.closed:
        raise rules.PlaceClosed
    if room_id is not None and room_id not in {room.id for room in places.list_rooms(place_id)}:
        raise rules.RoomNotThere


def organisation_of(organisation_id: int) -> OrganisationFact:
    """Raises NoSuchOrganisation."""
    found = organisations.find_by_ids([organisation_id]).get(organisation_id)
    if found is None:
        raise NoSuchOrganisation
    return found


def type_of(key: str) -> TypeFact:
    """The type, retired or not. Raises UnknownActivityType."""
    found = plan.find_type(key)
    if found is None:
        raise UnknownActivityType(key=key)
    return found


def enter(session: Session, activity: Activity, step: rules.Step, actor_id: int | None) -> None:
    """Take the series to the state after ``step``, note when, and log it. Raises NotPossibleNow."""
    before = activity.state
    activity.state = rules.next_state(before, step)
    if activity.state == ActivityState.PUBLISHED:
        activity.published_at = activity.published_at or clock.now()
        session.execute(delete(PublishedVersion).where(PublishedVersion.activity_id == activity.id))
    if activity.state == ActivityState.SUBMITTED:
        activity.submitted_at = clock.now()
        tell_coordinators(session, activity)
    after = {"state": str(activity.state)}
    audit.record(session, actor_id, step, ("activity", activity.code), {"state": str(before)}, after)


def withdraw(session: Session, activity: Activity, actor_id: int | None) -> int:
    """Cancel the coming dates of the series and withdraw it; returns how many. Raises NotPossibleNow."""
    dates = coming_dates(session, activity.id)
    cancel(session, activity, dates)
    enter(session, activity, rules.Step.WITHDRAW, actor_id)
    return len(dates)


def keep_version(session: Session, activity: Activity) -> None:
    """Keep what residents read of a published series, before it is changed for the first time since its approval."""
    if activity.state != ActivityState.PUBLISHED or session.get(PublishedVersion, activity.id) is not None:
        return
    spot = places.find_spot(activity.place_id, activity.room_id)
    version = review.version_of(queries.get_activity(activity.code), type_of(activity.type_key).title, spot)
    session.add(PublishedVersion(activity_id=activity.id, facts=version.as_plain(), kept_at=clock.now()))
    session.flush()


def write_comment(
    session: Session, activity: Activity, text: str, by: tuple[int | None, bool], **given: Any
) -> Comment:
    """Add to what both sides write about the series; ``by``: who, and whether as coordinator."""
    author_id, by_coordinator = by
    made = Comment(activity_id=activity.id, author_id=author_id, by_coordinator=by_coordinator, text=text, **given)
    made.created_at = clock.now()
    session.add(made)
    session.flush()
    return made


def tell_other_side(session: Session, activity: Activity, comment: Comment) -> None:
    """Mail a comment of the coordinator to the organiser's editors, and one of theirs to the coordinators."""
    to_editors = comment.by_coordinator
    people = (
        accounts.list_editors(activity.organisation_id) if to_editors else accounts.list_recipients(Role.COORDINATOR)
    )
    for address, language in people:
        key = f"activity_comment:{comment.code}:{address}"[:200]
        messages.enqueue(session, "activity_comment", (address, language), key, {"comment": comment.code})


def tell_coordinators(session: Session, activity: Activity) -> None:
    """Mail every coordinator that the series waits for approval."""
    asked = activity.submitted_at or clock.now()
    for address, language in accounts.list_recipients(Role.COORDINATOR):
        key = f"activity_submitted:{activity.code}:{asked:%Y%m%dT%H%M%S%f}:{address}"
        messages.enqueue(session, "activity_submitted", (address, language), key[:200], {"activity": activity.code})


def tell_creator(session: Session, activity: Activity, kind: str) -> None:
    """Mail whoever made the series what was decided, if they still have an account."""
    recipient = accounts.find_recipient(activity.created_by_id)
    if recipient is None:
        return
    asked = activity.submitted_at or clock.now()
    key = f"{kind}:{activity.code}:{asked:%Y%m%dT%H%M%S%f}"
    messages.enqueue(session, kind, recipient, key, {"activity": activity.code})
