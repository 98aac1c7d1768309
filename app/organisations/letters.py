"""The facts of the mails about organisations and their members."""

from app.accounts import queries as accounts
from app.accounts import service
from app.accounts.rules import ROLE_NAMES
from app.messages.hooks import Context
from app.organisations import queries


def staff_invitation(about: Context) -> Context | None:
    """The link of an invitation, made now; nothing where it was used or is too old."""
    found = accounts.find_invitation(about["invitation"])
    if found is None or found.used_at is not None:
        return None
    names = queries.find_by_ids([found.organisation_id] if found.organisation_id else [])
    return {
        "token": service.invitation_token(found.code),
        "role": ROLE_NAMES[found.role],
        "organisation": next((fact.name for fact in names.values()), ""),
        "expires_at": found.expires_at,
    }


LETTERS = {"staff_invitation": staff_invitation}
