"""The official statement about one date, and what it may say for its type of activity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.attendance.rules.refusals import (
    CategoriesAboveTotal,
    ChannelsMissing,
    ChannelsNotCounted,
    ChannelsNotTotal,
    CountBelowZero,
    CountTooHigh,
    GroupNameTooLong,
    GroupsNotCounted,
    HoursNotCounted,
    HoursOutOfRange,
    LoansNotCounted,
    UnknownCategory,
    UnknownMethod,
)
from app.languages import N_
from app.plan.rules import Channel, IndicatorFact, Measure, Outcome, TypeFact

MOST_HEADS = 100_000
MOST_LETTERS = 120


class Method(StrEnum):
    """How the categories were found."""

    SELF_DECLARED = "self_declared"
    ESTIMATED = "estimated"


METHOD_NAMES = {
    Method.SELF_DECLARED: N_("They told us themselves"),
    Method.ESTIMATED: N_("We estimated"),
}


@dataclass(frozen=True)
class Statement:
    """What somebody signs about one date. None is "not said", which is not zero. ``hours`` with two decimals."""

    total: int
    categories: dict[str, int] = field(default_factory=dict)
    method: str = Method.ESTIMATED
    visit_count: int | None = None
    call_count: int | None = None
    loans: int | None = None
    hours: Decimal | None = None
    group_name: str = ""

    @property
    def not_stated(self) -> int:
        return self.total - sum(self.categories.values())


def counts_groups(activity_type: TypeFact, indicators: Iterable[IndicatorFact]) -> bool:
    """Whether a record of this type names its group: an indicator counts its groups, and they are no series."""
    return not activity_type.group_is_series and _feeds(activity_type, indicators, Measure.GROUPS)


def counts_members(activity_type: TypeFact, indicators: Iterable[IndicatorFact]) -> bool:
    """Whether the different people of a group of this type are stated: an indicator counts its members."""
    return activity_type.group_is_series and _feeds(activity_type, indicators, Measure.MEMBERS)


def check_statement(statement: Statement, activity_type: TypeFact, names_group: bool, days: int = 1) -> Statement:
    """The statement made whole (calls from visits, hours to two decimals), fit for a date over ``days`` days.

    Raises CountBelowZero, CountTooHigh, UnknownCategory, CategoriesAboveTotal, ChannelsNotCounted, ChannelsMissing,
    ChannelsNotTotal, LoansNotCounted, HoursNotCounted, HoursOutOfRange, GroupsNotCounted, GroupNameTooLong, UnknownMethod.
    """
    _check_bounds(statement)
    _check_categories(statement, activity_type)
    _check_extras(statement, activity_type, names_group)
    visits, calls = _split(statement, activity_type)
    return replace(statement, visit_count=visits, call_count=calls, hours=_check_hours(statement.hours, days))


def check_members(heads: Mapping[str, int], activity_type: TypeFact) -> None:
    """Different people of a group, a category each. Raises UnknownCategory, CountBelowZero, CountTooHigh."""
    for key, count in heads.items():
        if key not in activity_type.tally:
            raise UnknownCategory
        _check_count(f"heads-{key}", count)


def _feeds(activity_type: TypeFact, indicators: Iterable[IndicatorFact], measure: Measure) -> bool:
    return any(one.computed and one.kind == measure and activity_type.key in one.of for one in indicators)


def _check_bounds(statement: Statement) -> None:
    _check_count("total", statement.total)
    for key, heads in statement.categories.items():
        _check_count(f"heads-{key}", heads)
    for name in ("visit_count", "call_count", "loans"):
        _check_count(name, getattr(statement, name))


def _check_count(name: str, count: int | None) -> None:
    if count is None:
        return
    if count < 0:
        raise CountBelowZero(field=name)
    if count > MOST_HEADS:
        raise CountTooHigh(field=name, most=MOST_HEADS)


def _check_categories(statement: Statement, activity_type: TypeFact) -> None:
    if not set(statement.categories) <= set(activity_type.tally):
        raise UnknownCategory
    heads = sum(statement.categories.values())
    if heads > statement.total:
        raise CategoriesAboveTotal(sum=heads, total=statement.total)


def _check_extras(statement: Statement, activity_type: TypeFact, names_group: bool) -> None:
    if statement.loans is not None and Outcome.LOANS not in activity_type.outcome:
        raise LoansNotCounted
    if statement.hours is not None and Outcome.HOURS not in activity_type.outcome:
        raise HoursNotCounted
    if statement.group_name and not names_group:
        raise GroupsNotCounted
    if len(statement.group_name) > MOST_LETTERS:
        raise GroupNameTooLong(most=MOST_LETTERS)
    if statement.method not in set(Method):
        raise UnknownMethod


def _split(statement: Statement, activity_type: TypeFact) -> tuple[int | None, int | None]:
    """(visits, calls): None where the type has no channels; one that is not given is the rest of the total."""
    visits, calls, total = statement.visit_count, statement.call_count, statement.total
    if not activity_type.channels:
        if visits is not None or calls is not None:
            raise ChannelsNotCounted
        return None, None
    if visits is None and calls is None:
        return _single_channel(activity_type, total)
    visits = total - (calls or 0) if visits is None else visits
    calls = total - visits if calls is None else calls
    if visits + calls != total or min(visits, calls) < 0:
        raise ChannelsNotTotal(sum=max(visits, 0) + max(calls, 0), total=total)
    return visits, calls


def _single_channel(activity_type: TypeFact, total: int) -> tuple[int, int]:
    """Nothing was said: clear where nobody came, or where the type has one channel only."""
    if total and len(activity_type.channels) > 1:
        raise ChannelsMissing
    return (total, 0) if Channel.VISIT in activity_type.channels else (0, total)


def _check_hours(hours: Decimal | None, days: int) -> Decimal | None:
    if hours is None:
        return None
    if not hours.is_finite() or not 0 <= hours <= 24 * days:
        raise HoursOutOfRange(most=24 * days)
    return _two_decimals(hours)


def _two_decimals(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
