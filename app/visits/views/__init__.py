"""Group visits: what libraries offer and groups ask for, and what the staff does with it."""

from app.visits.views import (
    calendar,
    changes,
    entering,
    feeds,
    handling,
    mails,
    offers,
    outcome,
    own,
    public,
    queue,
    request,
    timing,
    year,
)
from app.visits.views.blueprint import blueprint

__all__ = [
    "blueprint", "calendar", "changes", "entering", "feeds", "handling", "mails", "offers", "outcome", "own", "public",
    "queue", "request", "timing", "year",
]  # fmt: skip
