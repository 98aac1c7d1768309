"""Commands on the picture of an activity."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.activities import rules, steps
from app.activities.encoding import Encoded
from app.activities.rules import ActivityState
from app.activities.tables import Activity, PictureFile
from app.audit import steps as audit
from app.db import command


@command
def set_picture(
    session: Session, code: str, encoded: Encoded | None, alt: Mapping[str, str], actor_id: int | None
) -> None:
    """Show this picture (None: the one it has) with these words. Raises NoSuchActivity, NotPossibleNow where it is
    withdrawn, PictureMissing where there is none."""
    activity = _in_hand(session, code)
    if encoded is None and activity.picture_digest is None:
        raise rules.PictureMissing
    old = activity.picture_digest
    if encoded is not None and encoded.digest != old:
        kept = select(PictureFile.name).where(PictureFile.digest == encoded.digest)
        there = set(session.scalars(kept))
        files = {name: data for name, data in encoded.files.items() if name not in there}
        session.add_all(PictureFile(digest=encoded.digest, name=name, data=data) for name, data in files.items())
        activity.picture_digest = encoded.digest
        activity.picture_width, activity.picture_height = encoded.width, encoded.height
    activity.picture_alt = dict(alt)
    _settle(session, activity, old, "picture_changed", actor_id)


@command
def remove_picture(session: Session, code: str, actor_id: int | None) -> None:
    """Show none any more. Raises NoSuchActivity, NotPossibleNow where it is withdrawn."""
    activity = _in_hand(session, code)
    old = activity.picture_digest
    activity.picture_digest = activity.picture_width = activity.picture_height = None
    activity.picture_alt = {}
    _settle(session, activity, old, "picture_removed", actor_id)


def _in_hand(session: Session, code: str) -> Activity:
    activity = steps.lock_activity(session, code)
    if activity.state == ActivityState.WITHDRAWN:
        raise rules.NotPossibleNow
    steps.keep_version(session, activity)
    return activity


def _settle(session: Session, activity: Activity, old: str | None, action: str, actor_id: int | None) -> None:
    """Log it, and forget the files that nothing shows any more."""
    session.flush()
    shown = select(Activity.id).where(Activity.picture_digest == old)
    if old is not None and session.scalar(shown.limit(1)) is None:
        session.execute(delete(PictureFile).where(PictureFile.digest == old))
    digests = {"picture": old}, {"picture": activity.picture_digest}
    audit.record(session, actor_id, action, ("activity", activity.code), *digests)
