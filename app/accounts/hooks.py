"""What accounts must ask of a feature above it; ``factory`` fills it."""

from collections.abc import Callable

# The ids of all libraries, for which any librarian may deputise.
list_libraries: list[Callable[[], frozenset[int]]] = [frozenset]
