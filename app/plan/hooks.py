"""What a feature above the plan may provide; ``app.factory`` connects it."""

from collections.abc import Callable

from app.plan.rules import PlanFact

# The figures of a year beside the indicators on the public page: indicator code -> label that can be shown as it is.
indicator_figures: Callable[[int, PlanFact], dict[str, object]] | None = None
