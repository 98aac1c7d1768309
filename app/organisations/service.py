"""Commands of the organisations: making, editing, suspending and restoring them."""

from dataclasses import asdict, dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.audit import steps as audit
from app.db import command, for_update, violated
from app.organisations.rules import STEP_INTO, Kind, NameTaken, NoSuchOrganisation, State
from app.organisations.tables import Organisation


@dataclass(frozen=True)
class OrganisationInput:
    """What is typed about an organisation; ``description`` is a text a language."""

    name: str
    email: str = ""
    phone: str = ""
    website: str = ""
    description: dict[str, str] = field(default_factory=dict)


@command
def create_organisation(session: Session, kind: str, typed: OrganisationInput, actor_id: int | None) -> str:
    """Make an approved organisation and return its code. Raises NameTaken."""
    made = Organisation(
        kind=Kind(kind), state=State.APPROVED, trusted=kind != Kind.ASSOCIATION, created_at=clock.now(), **asdict(typed)
    )
    session.add(made)
    _flush(session)
    audit.record(session, actor_id, "created", ("organisation", made.code), after={"kind": kind, "name": typed.name})
    return made.code


@command
def edit_organisation(session: Session, code: str, typed: OrganisationInput, actor_id: int | None) -> None:
    """Change what is said of an organisation. Raises NoSuchOrganisation, NameTaken."""
    row = _get(session, code)
    changed = [name for name, value in asdict(typed).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(typed, name))
    _flush(session)
    audit.record(session, actor_id, "edited", ("organisation", code), after={"fields": changed})


@command
def set_state(session: Session, code: str, state: str, actor_id: int | None) -> None:
    """Suspend or restore an organisation: everything public of it is hidden, or shown again, and nothing else changes.
    What is so already is not logged again. Raises NoSuchOrganisation."""
    row = _get(session, code)
    before, after = row.state, State(state)
    if before == after:
        return
    row.state = after
    audit.record(session, actor_id, STEP_INTO[after], ("organisation", code), {"state": before}, {"state": str(after)})


def _get(session: Session, code: str) -> Organisation:
    row: Organisation | None = session.scalars(
        for_update(select(Organisation).where(Organisation.code == code))
    ).one_or_none()
    if row is None:
        raise NoSuchOrganisation
    return row


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error, "uq_organisation_name"):
            raise NameTaken from error
        raise
