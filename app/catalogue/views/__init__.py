"""The pages, lists and files of the catalogue; ``blueprint`` carries them all."""

from app.catalogue.views import feeds, files, lists, month, pages, papers, pictures, reporting, statements
from app.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "feeds", "files", "lists", "month", "pages", "papers", "pictures", "reporting", "statements"]
