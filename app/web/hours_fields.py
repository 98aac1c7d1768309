"""Weekly hours with their exceptions as fields of a form: what is open, and when. Drawn by ``components/hours.html``."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import Length, StopValidation

from app import clock
from app.errors import Refused
from app.schedule.hours import (
    MOST_EXCEPTIONS,
    Hours,
    HoursException,
    Window,
    exception,
    in_words,
    read_windows,
)
from app.schedule.recurrence import FIRST_YEAR, LAST_YEAR, YearOutside
from app.web.formats import weekday
from app.web.forms import cleaned
from app.web.moments import DayField as AnyDayField

MONDAY = date(2024, 1, 1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EMPTY_ROWS = 3
PAST_AFTER = timedelta(days=31)
MOST_REASON = 120


class WindowsField(StringField):
    """The hours of a day as people write them, "10–12, 13–16"; empty: closed."""

    def __init__(self, label: Any = "", **kw: Any) -> None:
        super().__init__(label, filters=[cleaned], **kw)

    def pre_validate(self, form: Any) -> None:
        try:
            read_windows(self.data or "")
        except Refused as refusal:
            raise StopValidation(gettext(refusal.message)) from refusal

    @property
    def windows(self) -> tuple[Window, ...]:
        """What was typed. Raises HoursUnreadable."""
        return read_windows(self.data or "")


class DayField(AnyDayField):
    """A day of the years that dates may have; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            raise ValueError(gettext(YearOutside.message, first=FIRST_YEAR, last=LAST_YEAR))


class ExceptionForm(PlainForm):
    """Other hours than usual on some days; nothing, where nothing is typed."""

    first_on = DayField(_l("First day"))
    last_on = DayField(_l("Last day"))
    hours = WindowsField(_l("Open hours"))
    why = StringField(
        _l("Why"), [Length(max=MOST_REASON, message=_l("Write at most %(max)d characters."))], filters=[cleaned]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.is_empty:
            return True
        if self.first_on.data is None:
            return _miss(self.first_on, gettext("Write the first day of the exception, or empty all of its fields."))
        try:
            self.exception()
        except Refused as refusal:
            return _miss(self.last_on, gettext(refusal.message))
        return True

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any of its fields."""
        return not any(self.data.values())

    @property
    def is_past(self) -> bool:
        """Whether it ended long ago."""
        last = self.last_on.data or self.first_on.data
        return last is not None and last < clock.today() - PAST_AFTER

    def exception(self) -> HoursException:
        """What was typed. Raises ExceptionBackwards."""
        return exception(self.first_on.data, self.last_on.data, self.hours.windows, self.why.data or "")


class ExceptionRows(FieldList):
    """As many rows as are sent; WTForms would take any digit for a number, and any number of rows."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        rows = {str(number) for number in range(MOST_EXCEPTIONS)}
        for name in formdata:
            number = name.removeprefix(f"{prefix}-").partition("-")[0]
            if name.startswith(f"{prefix}-") and number in rows:
                yield int(number)


class HoursForm(PlainForm):
    """The hours of each weekday, and the exceptions. Closings alone say nothing without a week that they are closed from,
    unless ``closings_alone``: then the week stands somewhere else."""

    mon = WindowsField()
    tue = WindowsField()
    wed = WindowsField()
    thu = WindowsField()
    fri = WindowsField()
    sat = WindowsField()
    sun = WindowsField()
    on_holidays = BooleanField(_l("Open on public holidays too"))
    exceptions = ExceptionRows(FormField(ExceptionForm))

    def __init__(
        self, formdata: Any = None, obj: Hours | None = None, prefix: str = "", *, closings_alone: bool, **kw: Any
    ) -> None:
        super().__init__(formdata, prefix=prefix, data=_typed(obj or Hours()), **kw)
        self.closings_alone = closings_alone
        for number, field in enumerate(self.weekdays):
            name = weekday(MONDAY + timedelta(days=number))
            field.label.text = name[:1].upper() + name[1:]

    @property
    def weekdays(self) -> list[WindowsField]:
        """The fields of Monday to Sunday."""
        return [self[key] for key in WEEKDAYS]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in any of its fields."""
        return not any(field.data for field in self.weekdays) and all(row.is_empty for row in self.exceptions)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        hours = self.hours()
        if self.closings_alone or not hours.exceptions or any(hours.weekly):
            return True
        if any(one.windows for one in hours.exceptions):
            return True
        return _miss(
            self.mon, gettext("Write the hours of the week too. With exceptions alone it would never be open.")
        )

    def hours(self) -> Hours:
        """What was typed, once it has been found right."""
        exceptions = tuple(row.exception() for row in self.exceptions if not row.is_empty)
        return Hours(tuple(field.windows for field in self.weekdays), exceptions, self.on_holidays.data)


def hours_field(label: Any, *, closings_alone: bool = False) -> FormField:
    """Weekly hours with their exceptions, from and to ``app.schedule.hours.Hours`` (see ``hours_of``). ``closings_alone``:
    days on which it is closed may be told without any weekly hours."""
    return FormField(partial(HoursForm, closings_alone=closings_alone), label=label)


def hours_of(field: FormField) -> Hours:
    """What was typed into an ``hours_field``, once it has been found right."""
    typed: Hours = field.form.hours()
    return typed


def _typed(hours: Hours) -> dict[str, Any]:
    """The fields as they stand when the form is opened, with some empty rows for further exceptions."""
    week = zip(WEEKDAYS, map(in_words, hours.weekly), strict=True)
    rows = [
        {
            "first_on": one.first_on,
            "last_on": one.last_on if one.last_on != one.first_on else None,
            "hours": in_words(one.windows),
            "why": one.why,
        }
        for one in hours.exceptions
    ]
    empty: list[dict[str, Any]] = [{} for _number in range(EMPTY_ROWS)]
    return {**dict(week), "on_holidays": hours.on_holidays, "exceptions": [*rows, *empty][:MOST_EXCEPTIONS]}


def _miss(field: Any, message: str) -> bool:
    field.errors = [*field.errors, message]
    return False
