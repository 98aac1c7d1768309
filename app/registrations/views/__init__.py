"""HTTP of the registrations: signing up, the own page, the host's lists."""

from app.registrations.views import mails, organiser, own_page, papers, sign_up, staff, writing
from app.registrations.views.blueprint import blueprint

__all__ = ["blueprint", "mails", "organiser", "own_page", "papers", "sign_up", "staff", "writing"]
