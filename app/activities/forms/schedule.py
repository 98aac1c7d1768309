"""When: the rule that makes the dates of an activity."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField

from app import clock
from app.errors import Refused
from app.schedule.closures import CLOSURE_NAMES, ClosureKind
from app.schedule.recurrence import EVERY_NAMES, Every, Schedule, days_of, half_a_year_later, nth_day
from app.schedule.spans import Span
from app.web.forms import Form, LongTextField, NonceField, WholeNumberField
from app.web.moments import ClockField, DayField, parse_days


class ScheduleForm(Form):
    """Carried through the list of dates that is shown before anything is saved."""

    nonce = NonceField()
    every = SelectField(_l("How often"), default=Every.WEEKLY)
    first_on = DayField(_l("First date"), required=_l("Choose the first date."))
    start = ClockField(_l("Begins at"), required=_l("Write when it begins, for example 17:00."))
    end = ClockField(_l("Ends at"), required=_l("Write when it ends, for example 19:00."))
    until_on = DayField(_l("Last day"))
    count = WholeNumberField(_l("Or: number of dates"), least=1, most=100_000)
    excluded = LongTextField(_l("Days without the activity"), maximum=6000)
    skip = SelectMultipleField(_l("Leave out"), choices=[], validate_choice=False)

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.every.choices = [(str(every), _(name)) for every, name in EVERY_NAMES.items()]
        self.skip.choices = [(str(kind), _(name)) for kind, name in CLOSURE_NAMES.items()]
        if not self.is_submitted():
            self.skip.data = [str(ClosureKind.HOLIDAY)]

    def validate_excluded(self, field: LongTextField) -> None:
        """Each day of it exists."""
        parse_days(field.data or "")

    def schedule(self) -> Schedule:
        """The rule as typed; of one that happens once its end is of no matter."""
        once = self.every.data == Every.ONCE
        return Schedule(
            self.every.data, self.first_on.data, self.start.data, self.end.data,
            until_on=None if once else self.until_on.data, count=None if once else self.count.data,
            excluded=parse_days(self.excluded.data or ""),
        )  # fmt: skip

    def kept(self, days: Iterable[str]) -> Schedule:
        """The rule without the dates that were unticked in the list. Raises what ``days_of`` raises."""
        schedule, ticked = self.schedule(), set(days)
        return schedule.without(day for day in days_of(schedule) if day.isoformat() not in ticked)

    def remember_unticked(self, days: Iterable[str]) -> None:
        """Write the unticked dates among the days without the activity, so that going back loses nothing."""
        try:
            schedule = self.kept(days)
        except (Refused, ValueError, TypeError, AttributeError):
            return
        self.excluded.data = "\n".join(sorted(day.isoformat() for day in schedule.excluded))

    def propose_more(self, rule: dict[str, Any], last: Span) -> None:
        """Go on where the dates end: the next one after the ``last``, as often and at the same hours."""
        every = rule.get("every", Every.WEEKLY)
        begin, end = clock.wall(last.starts_at), clock.wall(last.ends_at)
        self.every.data = every
        self.first_on.data = nth_day(Every.WEEKLY if every == Every.ONCE else every, begin.date(), 1)
        self.start.data, self.end.data = begin.time(), end.time()

    def propose_copy(self, rule: dict[str, Any], number: int) -> None:
        """The old rule half a year (26 weeks, so the weekday stays) later, with as many dates."""
        if not rule:
            return
        shifted = half_a_year_later(rule["every"], date.fromisoformat(rule["first_on"]))
        self.every.data, self.first_on.data = rule["every"], shifted
        self.start.process_formdata([rule["start"]])
        self.end.process_formdata([rule["end"]])
        self.count.data = max(number, 1) if rule["every"] != Every.ONCE else None
