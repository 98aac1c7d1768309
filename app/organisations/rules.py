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


class NameTaken(Refused):
    message = N_("There is already an organisation with that name.")
    field = "name"


def publishes_at_once(kind: str, trusted: bool) -> bool:
    """Libraries and municipal units publish at once; an association once its first activity was approved."""
    return kind != Kind.ASSOCIATION or trusted
