"""Writes on organisations inside another feature's open transaction."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisations.tables import Organisation


def save_unit(session: Session, key: str, name: str, board: str) -> int:
    """Make the municipal unit with this key, or give it the name and board of the plan. Returns its id.

    A municipal organisation of the same name that has no key yet becomes the unit. A name that anybody else bears
    breaks ``uq_organisation_name`` at the flush.
    """
    unit = session.scalar(select(Organisation).where(Organisation.unit_key == key)) or session.scalar(
        select(Organisation).where(
            Organisation.name == name, Organisation.kind == "municipal", Organisation.unit_key.is_(None)
        )
    )
    if unit is None:
        unit = Organisation(kind="municipal", state="approved", trusted=True, created_at=clock.now())
        session.add(unit)
    unit.unit_key, unit.name, unit.board = key, name, board
    session.flush()
    return unit.id


def trust(session: Session, organisation_id: int) -> bool:
    """Note that the organisation's activities need no approval from now on. Whether that is new."""
    organisation = session.get_one(Organisation, organisation_id, with_for_update=True)
    if organisation.trusted:
        return False
    organisation.trusted = True
    return True
