"""Times as a form asks for them: a free one from a list, or a day and hours of one's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Form as PlainForm
from wtforms import SelectField
from wtforms.validators import ValidationError
from wtforms.widgets import Select

from app import clock
from app.errors import Refused
from app.schedule.recurrence import EndBeforeStart, span_of
from app.schedule.spans import Span
from app.visits.slots import nearest
from app.web.formats import day, time
from app.web.locale import current_language
from app.web.moments import ClockField, DayField

NEARLY_A_YEAR = timedelta(days=330)
MOST_LISTED = 30  # times in one list: those around the one that was asked for
NEAREST = 5
LEFT_TO_RIGHT, END = "\u2066", "\u2069"  # an option holds no element that could keep the hours in order


class FreeList:
    """The free times of an offer as the lists of a form show them; lists around the same time are made once."""

    def __init__(self, free: Iterable[Span], most: int = MOST_LISTED) -> None:
        self._free, self._most = list(free), most
        self._made: dict[Span | None, list[tuple[str, str]]] = {}

    def around(self, wanted: Span | None) -> list[tuple[str, str]]:
        """The choices around a wanted time; where it is not free those nearest to it come first."""
        if wanted not in self._made:
            listed = [(value_of(span), in_words(span)) for span in self._list(wanted)]
            self._made[wanted] = [("", _("Choose a time")), *listed]
        return self._made[wanted]

    def _list(self, wanted: Span | None) -> list[Span]:
        if wanted is None:
            return self._free[: self._most]
        listed = nearest(self._free, wanted.starts_at, self._most)
        if wanted in listed:
            return listed
        first = nearest(listed, wanted.starts_at, NEAREST)
        return [*first, *(one for one in listed if one not in first)]


class TimesSelect(Select):
    """A list of times. There are dozens in each of several lists, so an option is drawn once for all of them."""

    @classmethod
    def render_option(cls, choice: Any, **_attributes: Any) -> Markup:
        return _option(choice.value, choice.label, choice.selected)


class SlotField(SelectField):
    """One of the free times, or none; its value is a wall time like "2026-12-08T10:00"."""

    widget = TimesSelect()
    data: Any
    minutes = 0  # how long a visit is

    def __init__(self, label: Any, **kw: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kw)

    def offer(self, free: FreeList, minutes: int, near: Span | None = None) -> None:
        """Fill the list: the times around the one that is chosen, or ``near``."""
        self.minutes = minutes
        self.choices = free.around(self.span or near)

    @property
    def span(self) -> Span | None:
        """The time that is chosen, free or not."""
        return read_slot(self.data or "", self.minutes)

    def pre_validate(self, _form: Any) -> None:
        if self.data and self.span is None:
            raise ValidationError(_("Choose a time."))


class SuggestionForm(PlainForm):
    """A time that would suit the group; empty: no suggestion. Without an end it is as long as a visit is (``minutes``)."""

    minutes = 0

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.day.flags.optional = self.start.flags.optional = False  # in a suggestion they are not

    day = DayField(_l("Day"))
    start = ClockField(_l("Begins"))
    end = ClockField(_l("Ends"))

    @property
    def span(self) -> Span | None:
        """The time, where there is one. Raises what ``span_of`` raises."""
        if self.day.data is None or self.start.data is None:
            return None
        begins = datetime.combine(self.day.data, self.start.data)
        return span_of(
            self.day.data, self.start.data, self.end.data or (begins + timedelta(minutes=self.minutes)).time()
        )

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not valid or not any(self.data.values()):
            return valid
        if self.day.data is None:
            return _miss(self.day, _("Choose a day."))
        if self.start.data is None:
            return _miss(self.start, _("Write a time like 17:00."))
        try:
            return self.span is not None
        except EndBeforeStart as refusal:
            return _miss(self.end, _(refusal.message))
        except (Refused, OverflowError):
            return _miss(self.start, _("Choose a time."))


def read_slot(typed: str, minutes: int) -> Span | None:
    """The visit that begins at a wall time in Stockholm like "2026-12-08T10:00"; none where there is no such time."""
    try:
        starts_at = clock.to_utc(datetime.strptime(typed, "%Y-%m-%dT%H:%M"))  # noqa: DTZ007  # a wall time has no zone
        return Span(starts_at, starts_at + timedelta(minutes=minutes))
    except (ValueError, OverflowError):
        return None


def value_of(span: Span) -> str:
    """A free time as the form sends it."""
    return f"{clock.wall(span.starts_at):%Y-%m-%dT%H:%M}"


def in_words(span: Span) -> str:
    """ "10:00, Tuesday 8 December", for a list that holds words alone; when it begins comes first, since a telephone cuts off the
    end. The year stands there once the day would come twice."""
    far = span.day - clock.today() > NEARLY_A_YEAR
    return _in_words(span, current_language().code, far)


@lru_cache(maxsize=4096)
def _in_words(span: Span, _language: str, far: bool) -> str:
    """Made once for each reader's language."""
    begins = f"{LEFT_TO_RIGHT}{time(span.starts_at)}{END}"
    return str(_("%(clock)s, %(day)s", day=day(span.starts_at, with_year=far), clock=begins))


@lru_cache(maxsize=4096)
def _option(value: str, label: str, selected: bool) -> Markup:
    chosen = Markup(" selected") if selected else ""
    return Markup('<option{} value="{}">{}</option>').format(chosen, value, label)


def _miss(field: Any, message: str) -> bool:
    field.errors = [*field.errors, message]
    return False
