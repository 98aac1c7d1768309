"""Commands on many dates of a series: from one of them on, all that are coming, or those in between two days.

Each can be rehearsed: what would change, who would be told and what they would read, from doing it and undoing it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts import queries as accounts
from app.activities import queries, rules, shifting, steps
from app.activities.rehearsing import Outcome, Rehearsal, outcome_of, rehearsed
from app.activities.rules import ActivityState, OccurrenceState
from app.activities.shifting import SeriesChange, Times, shifted, times_of
from app.activities.splitting import split
from app.activities.tables import Activity, CoOrganiser, Occurrence
from app.audit import steps as audit
from app.db import command, for_update
from app.messages import steps as messages
from app.schedule.recurrence import LastBeforeFirst
from app.schedule.spans import Span


def usual_times(activity_code: str, from_code: str = "") -> Times | None:
    """When the coming dates of a series (those from the date ``from_code`` on) mostly are; none where none is left."""
    dates = queries.list_occurrences(queries.get_activity(activity_code).id)
    since = next((one.starts_at for one in dates if one.code == from_code), clock.now())
    spans = [
        Span(one.starts_at, one.ends_at) for one in dates
        if one.state == OccurrenceState.SCHEDULED and one.starts_at >= since and one.starts_at > clock.now()
    ]  # fmt: skip
    return _usual(spans) if spans else None


@command
def change_series(
    session: Session, code: str, from_code: str, change: SeriesChange, actor_id: int | None, mark: str = ""
) -> Outcome:
    """Change the coming dates of a series, those from the date ``from_code`` on or (empty) all of them: their times, their
    place, who leads it. What has begun is never touched. From a date on, and for another lead, what has been before
    becomes a part of its own. ``mark``: of the rehearsal that the editor has seen.

    Raises NoSuchActivity, NoSuchOccurrence, NotPossibleNow, NoComingDates, NothingChanged, ChangedMeanwhile where another
    outcome was seen, MovedIntoPast, DateAlreadyThere, what ``shifted`` raises, PlaceClosed, RoomNotThere,
    NotACoOrganiser, NotTrustedYet, SignedUpForAll.
    """
    return _checked(_change(session, (code, from_code), change, actor_id), mark)


def rehearse_change(code: str, from_code: str, change: SeriesChange, actor_id: int | None) -> Rehearsal:
    """What ``change_series`` would do; nothing is changed. Raises what it raises."""
    return rehearsed(lambda session: _change(session, (code, from_code), change, actor_id))


@command
def pause(
    session: Session,
    code: str,
    days: tuple[date, date | None],
    notice: dict[str, str],
    actor_id: int | None,
    mark: str = "",
) -> Outcome:
    """Cancel the coming dates between two days, both included, or (none) from a day on for good; each carries ``notice``.

    Raises NoSuchActivity, NotPossibleNow, LastBeforeFirst, NothingInBetween, ChangedMeanwhile where another outcome was
    seen, EndsBeforeItBegins where the series would have had no date at all.
    """
    return _checked(_pause(session, code, days, notice, actor_id), mark)


def rehearse_pause(
    code: str, days: tuple[date, date | None], notice: dict[str, str], actor_id: int | None
) -> Rehearsal:
    """What ``pause`` would do; nothing is changed. Raises what it raises."""
    return rehearsed(lambda session: _pause(session, code, days, notice, actor_id))


def _checked(outcome: Outcome, mark: str) -> Outcome:
    if mark and outcome.mark != mark:
        raise rules.ChangedMeanwhile
    return outcome


def _change(session: Session, which: tuple[str, str], change: SeriesChange, actor_id: int | None) -> Outcome:
    activity, dates = _locked(session, which[0])
    since = _start(dates, which[1])
    meant = [one for one in dates if one.starts_at >= since and _is_coming(one)]
    if not meant:
        raise shifting.NoComingDates
    change = _without_what_is(activity, change, meant)
    if change.is_empty:
        raise shifting.NothingChanged
    before, since = [(steps.as_it_is(one, activity), one) for one in meant], meant[0].starts_at
    part = activity
    if since > dates[0].starts_at and (which[1] or change.organisation_id):
        part = split(session, activity, [one for one in dates if one.starts_at >= since], actor_id)
    if change.organisation_id:
        _hand_over(session, part, change.organisation_id)
    if change.place:
        steps.put_elsewhere(session, part, *change.place)
    if change.times:
        _put_at(part, [one for one in dates if one not in meant], meant, change.times)
    changed = steps.tell_changes(session, part, before)
    audit.record(session, actor_id, "changed_dates", ("activity", part.code), after=_logged(change, len(changed)))
    outcomes = [outcome_of(one, Span(was.starts_at, was.ends_at), one in changed) for was, one in before]
    return Outcome(part.code, part is not activity, tuple(outcomes))


def _pause(
    session: Session, code: str, days: tuple[date, date | None], notice: dict[str, str], actor_id: int | None
) -> Outcome:
    first_on, last_on = days
    if last_on and last_on < first_on:
        raise LastBeforeFirst(field="last_on")
    activity, dates = _locked(session, code)
    meant = [
        one
        for one in dates
        if _is_coming(one) and first_on <= one.starts_on and (not last_on or one.starts_on <= last_on)
    ]
    if not meant:
        raise shifting.NothingInBetween
    if len(meant) == len([one for one in dates if one.state == OccurrenceState.SCHEDULED]):
        raise shifting.EndsBeforeItBegins
    for one in meant:
        one.notice = {**one.notice, **{language: text for language, text in notice.items() if text}}
    steps.cancel(session, activity, meant)
    after = {"dates": len(meant), "since": first_on.isoformat(), "until": last_on.isoformat() if last_on else None}
    audit.record(session, actor_id, "paused" if last_on else "ended", ("activity", code), after=after)
    return Outcome(code, False, tuple(outcome_of(one, Span(one.starts_at, one.ends_at)) for one in meant))


def _locked(session: Session, code: str) -> tuple[Activity, list[Occurrence]]:
    """A series and its dates by start, all locked. Raises NoSuchActivity, NotPossibleNow where it is withdrawn."""
    activity = steps.lock_activity(session, code)
    if activity.state == ActivityState.WITHDRAWN:
        raise rules.NotPossibleNow
    found = select(Occurrence).where(Occurrence.activity_id == activity.id).order_by(Occurrence.starts_at)
    return activity, list(session.scalars(for_update(found)))


def _start(dates: Sequence[Occurrence], from_code: str) -> datetime:
    if not from_code:
        return min((one.starts_at for one in dates if _is_coming(one)), default=clock.now())
    found = next((one for one in dates if one.code == from_code), None)
    if found is None:
        raise rules.NoSuchOccurrence
    return found.starts_at


def _is_coming(date: Occurrence) -> bool:
    return date.state == OccurrenceState.SCHEDULED and date.starts_at > clock.now()


def _without_what_is(activity: Activity, change: SeriesChange, meant: Sequence[Occurrence]) -> SeriesChange:
    """The change without what already is so: only changed fields are written."""
    usual = _usual([Span(one.starts_at, one.ends_at) for one in meant])
    return replace(
        change,
        times=None if change.times == usual else change.times,
        place=None if change.place == (activity.place_id, activity.room_id) else change.place,
        organisation_id=None if change.organisation_id == activity.organisation_id else change.organisation_id,
    )


def _usual(spans: Sequence[Span]) -> Times:
    return Counter(map(times_of, spans)).most_common(1)[0][0]


def _put_at(part: Activity, others: Sequence[Occurrence], meant: Sequence[Occurrence], wanted: Times) -> None:
    """Move dates to ``wanted``, as far as they are when the series usually is; no two of a series begin together."""
    usual = _usual([Span(one.starts_at, one.ends_at) for one in meant])
    taken = {one.starts_at for one in others if one.state == OccurrenceState.SCHEDULED}
    for one in meant:
        old = Span(one.starts_at, one.ends_at)
        new = shifted(old, usual, wanted)
        if new.starts_at in taken:
            raise rules.DateAlreadyThere(field="weekday", date=new.day.isoformat())
        if new != old and new.starts_at <= clock.now():
            raise rules.MovedIntoPast(field="weekday")
        taken.add(new.starts_at)
        steps.put_at(one, new)
    if part.rule.get("first_on"):
        times = {"start": f"{wanted.start:%H:%M}", "end": f"{wanted.end:%H:%M}"}
        part.rule = {**part.rule, **times, "first_on": min(one.starts_on for one in meant).isoformat()}


def _hand_over(session: Session, part: Activity, organisation_id: int) -> None:
    """Let one of its co-organisers lead it, and mail their editors."""
    if organisation_id not in steps.co_organisers_of(session, part):
        raise shifting.NotACoOrganiser
    new = steps.organisation_of(organisation_id)
    if not shifting.may_take_over(new.state, new.kind, new.trusted):
        raise shifting.NotTrustedYet
    if part.root_id != part.id and part.signup_scope == rules.Scope.SERIES:
        raise shifting.SignedUpForAll
    session.delete(session.get_one(CoOrganiser, (part.id, organisation_id)))
    part.organisation_id = organisation_id
    session.flush()
    for address, language in accounts.list_editors(organisation_id):
        key = f"handed_over:{part.code}:{organisation_id}:{clock.now():%Y%m%dT%H%M%S%f}:{address}"[:200]
        about = {"activity": part.code, "organisation": organisation_id}
        messages.enqueue(session, "handed_over", (address, language), key, about)


def _logged(change: SeriesChange, dates: int) -> dict[str, object]:
    times = change.times
    return {
        "dates": dates, "times": f"{times.weekday} {times.start:%H:%M}-{times.end:%H:%M}" if times else None,
        "place": change.place, "organisation": change.organisation_id,
    }  # fmt: skip
