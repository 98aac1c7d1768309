"""What both sides write about an activity under approval, and what residents report of a page."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.activities import moderation, rules, steps
from app.activities.rules import ActivityState
from app.activities.tables import Activity, Comment, PageReport
from app.audit import steps as audit
from app.codes import keyed_code, new_code
from app.db import command, for_update, insert_once
from app.settings import secret


@command
def comment(session: Session, code: str, text: str, by: tuple[int | None, bool], nonce: str = "") -> None:
    """Write about an activity that waits for approval or was sent back, and mail it to the other side. ``by``: who, and
    whether as coordinator. The same form (``nonce``) writes once.

    Raises NoSuchActivity, DiscussionClosed, CommentMissing.
    """
    activity = steps.lock_activity(session, code)
    made = _code("comment", nonce)
    if session.scalar(select(Comment.id).where(Comment.code == made)) is not None:
        return
    kept = moderation.check_comment(activity.state, text)
    written = steps.write_comment(session, activity, kept, by, code=made)
    steps.tell_other_side(session, activity, written)
    audit.record(session, by[0], "commented", ("activity", code), after={"coordinator": by[1]})


@command
def report_page(
    session: Session, activity_id: int, occurrence_id: int | None, reason: str, text: str, nonce: str = ""
) -> None:
    """Note what somebody reports of the page of a date, or (None) of a series. The same form (``nonce``) counts once.

    Nobody is mailed: an anonymous form must not be able to fill a mailbox (trust.md, promise 15). The coordinator's desk
    counts open reports and none is dropped. Raises UnknownReason.
    """
    values = {
        "code": _code("report", nonce), "activity_id": activity_id, "occurrence_id": occurrence_id,
        "reason": moderation.check_reason(reason), "text": text.strip()[: moderation.MOST_REPORT_LETTERS],
        "created_at": clock.now(),
    }  # fmt: skip
    insert_once(session, PageReport, "code", values)


@command
def handle_report(session: Session, code: str, actor_id: int | None) -> None:
    """Note that a report is dealt with, and erase what was written in it; what is handled stays so.

    Raises NoSuchReport.
    """
    report: PageReport | None = session.scalars(
        for_update(select(PageReport).where(PageReport.code == code))
    ).one_or_none()
    if report is None:
        raise moderation.NoSuchReport
    if report.handled_at is None:
        report.handled_at, report.handled_by_id, report.text = clock.now(), actor_id, ""
        audit.record(session, actor_id, "handled", ("page_report", code), after={"reason": report.reason})


@command
def take_down(session: Session, code: str, reason: str, actor_id: int | None) -> int:
    """The coordinator withdraws a published activity: its coming dates are cancelled, those who signed up and the
    organiser's editors are told, its reports are handled. Returns how many dates.

    Raises NoSuchActivity, NotPossibleNow, ReasonMissing.
    """
    activity = steps.lock_activity(session, code)
    if not reason.strip():
        raise rules.ReasonMissing
    if activity.state != ActivityState.PUBLISHED:
        raise rules.NotPossibleNow
    dates = steps.withdraw(session, activity, actor_id)
    kept = reason.strip()[: moderation.MOST_LETTERS]
    steps.tell_other_side(session, activity, steps.write_comment(session, activity, kept, (actor_id, True)))
    _handle_all(session, activity, actor_id)
    return dates


def _handle_all(session: Session, activity: Activity, actor_id: int | None) -> None:
    open_ones = (PageReport.activity_id == activity.id, PageReport.handled_at.is_(None))
    session.execute(
        update(PageReport).where(*open_ones).values(handled_at=clock.now(), handled_by_id=actor_id, text="")
    )


def _code(purpose: str, nonce: str) -> str:
    return keyed_code(secret(), purpose, nonce, length=8) if nonce else new_code()
