"""Reads of the files of pictures."""

from sqlalchemy import select

from app.activities.rules import ActivityState, Visibility
from app.activities.tables import Activity, PictureFile
from app.db import fetch
from app.organisations.queries import organisation_states
from app.organisations.rules import State


def find_picture_file(digest: str, name: str) -> tuple[bytes, bool] | None:
    """A file of a picture, and whether an activity that anybody may see shows it."""
    a, organisation = Activity, organisation_states()
    shown = (
        select(a.id)
        .join(organisation, organisation.c.id == a.organisation_id)
        .where(
            a.picture_digest == digest, a.state == ActivityState.PUBLISHED, a.visibility != Visibility.INTERNAL,
            organisation.c.state == State.APPROVED,
        )
    )  # fmt: skip
    wanted = select(PictureFile.data, shown.exists()).where(PictureFile.digest == digest, PictureFile.name == name)
    row = fetch(wanted).one_or_none()
    return (row[0], row[1]) if row else None
