"""What somebody else has changed while a form was open, and who it was."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.queries import find_names
from app.activities.forms.meanwhile import News
from app.audit.queries import find_last


@dataclass(frozen=True)
class Meanwhile:
    """``by`` is empty where nobody of the staff did it; ``at`` (UTC) none where it is not logged."""

    news: list[News]
    by: str
    at: datetime | None


def what_happened(thing: str, code: str, news: list[News]) -> Meanwhile:
    """The news of an activity or a date with the last change that the log knows."""
    entry = find_last(thing, code, "changed")
    actor = entry.actor_id if entry else None
    names = find_names([actor]) if actor is not None else {}
    return Meanwhile(news, names.get(actor, "") if actor is not None else "", entry.at if entry else None)
