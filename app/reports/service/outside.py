"""What counts to no indicator."""

from collections.abc import Iterable, Mapping

from app.plan.rules import IndicatorFact, TypeFact
from app.reports.queries.dates import ActivityDates
from app.reports.rules.cells import counted_strategies, counts_for


def outside(
    indicators: Iterable[IndicatorFact], types: Mapping[str, TypeFact], activities: Iterable[ActivityDates]
) -> list[ActivityDates]:
    """Those of the activities whose dates count to none of the indicators."""
    computed = [indicator for indicator in indicators if indicator.computed]
    return [
        activity
        for activity in activities
        if not any(counts_for(i, activity.traits, counted_strategies(activity.traits, types)) for i in computed)
    ]
