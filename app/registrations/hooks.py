"""What features above the registrations give them; ``factory`` fills it."""

from collections.abc import Callable

from werkzeug.wrappers import Response


def _nowhere(_typed: str) -> Response | None:
    """Before anybody is connected, a code opens a registration or nothing."""
    return None


# From a code that opens no registration to the answer that lets its holder into what it does open.
elsewhere: list[Callable[[str], Response | None]] = [_nowhere]
