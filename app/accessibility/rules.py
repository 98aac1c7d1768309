"""What may be told of a shortcoming (pure)."""

from app.errors import NotFound
from app.languages import N_

MOST_LETTERS = 1000
MOST_PAGE_LETTERS = 200
LISTED = 100


class NoSuchShortcoming(NotFound):
    message = N_("We cannot find that report.")


def page_told(address: str, base: str) -> str:
    """The page that somebody came from, as its path: "/ar/activities". Empty for what is not a page of ours."""
    own = base.rstrip("/") + "/"
    path = "/" + address.removeprefix(own) if address.startswith(own) else address
    return path.partition("?")[0][:MOST_PAGE_LETTERS] if path.startswith("/") and not path.startswith("//") else ""
