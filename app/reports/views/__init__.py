"""The staff's pages of the figures, and their downloads."""

from app.reports.views import attendance, files, indicators
from app.reports.views.blueprint import blueprint

__all__ = ["attendance", "blueprint", "files", "indicators"]
