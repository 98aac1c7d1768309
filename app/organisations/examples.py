"""Example data for the texts of mails to members of an organisation."""

from datetime import timedelta

from app import clock
from app.accounts.rules import ROLE_NAMES, Role
from app.messages.hooks import Example


def _invitation() -> list[Example]:
    expires_at = clock.now() + timedelta(days=7)
    facts = {"token": "XXXXXXXXXX", "role": ROLE_NAMES[Role.EDITOR], "organisation": "Föreningen Goda grannar"}
    return [Example({**facts, "expires_at": expires_at})]


EXAMPLES = {"staff_invitation": _invitation}
