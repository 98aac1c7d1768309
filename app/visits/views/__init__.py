"""HTTP of the group visits: what is offered, the form, the page of whoever asked."""

from app.visits.views import changes, mails, own, public, request
from app.visits.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "mails", "own", "public", "request"]
