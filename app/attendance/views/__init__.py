"""The counter, for the staff at the desk and for hosts with a link and a PIN."""

from app.attendance.views import host, links, staff
from app.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "host", "links", "staff"]
