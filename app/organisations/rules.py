"""Kinds and states of organisations, and their refusals (pure)."""

from enum import StrEnum

from app.errors import NotFound, Refused
from app.languages import N_


class Kind(StrEnum):
    LIBRARY = "library"
    ASSOCIATION = "association"
    MUNICIPAL = "municipal"


class State(StrEnum):
    APPLIED = "applied"
    APPROVED = "approved"
    SUSPENDED = "suspended"


KIND_NAMES = {
    Kind.LIBRARY: N_("Library"),
    Kind.ASSOCIATION: N_("Association"),
    Kind.MUNICIPAL: N_("Municipal unit"),
}


class NoSuchOrganisation(NotFound):
    message = N_("We cannot find that organisation.")


class OrganisationPaused(NotFound):
    """Its public pages come back when it is restored, so they are not gone (410)."""

    title = N_("Paused for now")
    message = N_(
        "The organiser's activities are paused. If you have signed up, your registration is kept: open My registration. "
        "Other activities are on the first page."
    )


class NameTaken(Refused):
    message = N_("There is already an organisation with that name.")
    field = "name"


# What the log calls the step into a state.
STEP_INTO = {State.APPLIED: "applied", State.SUSPENDED: "suspended", State.APPROVED: "restored"}


def check_not_paused(state: str) -> None:
    """Raises OrganisationPaused where residents may see nothing of the organisation until it is restored."""
    if state == State.SUSPENDED:
        raise OrganisationPaused


def publishes_at_once(kind: str, trusted: bool) -> bool:
    """Libraries and municipal units publish at once; an association once its first activity was approved."""
    return kind != Kind.ASSOCIATION or trusted
