"""The pages, lists and files of the catalogue; ``blueprint`` carries them all."""

from app.catalogue.views import files, lists, pages, statements
from app.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "files", "lists", "pages", "statements"]
