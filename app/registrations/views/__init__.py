"""HTTP of the registrations: signing up, the own page, the host's lists."""

from app.registrations.views import organiser, own_page, papers, sign_up, staff
from app.registrations.views.blueprint import blueprint

__all__ = ["blueprint", "organiser", "own_page", "papers", "sign_up", "staff"]
