"""What a librarian does with one visit. Each form carries the visit's sequence as it was shown, so that nobody acts on what
has changed since."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.errors import Refused
from app.schedule.recurrence import FIRST_YEAR, LAST_YEAR, EndBeforeStart, span_of
from app.schedule.spans import Span
from app.visits.facts import VisitFact
from app.visits.rules import ReasonMissing
from app.visits.slots import SlotTaken
from app.visits.terms import minute_of
from app.web.forms import Form, LongTextField
from app.web.moments import ClockField, DayField
from app.web.refusals import told

MOST_WORDS = 500
MOST_NOTE = 1000
OWN = "own"
KEEP, CANCEL = "keep", "cancel"
DAY_MINUTES = 24 * 60
UNREADABLE = -1


class StaffForm(Form):
    """A form whose fields answer for what the rules call otherwise: ``ALIASES``, the name of a refusal's field to that of
    the field where it is shown."""

    ALIASES: ClassVar[Mapping[str, str]] = {}

    def refuse(self, refusal: Refused) -> None:
        """Show ``refusal`` at its field here."""
        refusal.field = self.ALIASES.get(refusal.field or "", refusal.field)
        super().refuse(refusal)


class SeenForm(StaffForm):
    """A button. ``sequence``: that of the visit when the page was made."""

    sequence = HiddenField()

    def show(self, visit: VisitFact) -> None:
        """Say how the visit stands now; what was typed stays."""
        self.sequence.data = str(visit.sequence)

    @property
    def seen(self) -> int:
        """The sequence of the visit as it was shown."""
        typed = self.sequence.data or ""
        return int(typed) if typed.isdecimal() and typed.isascii() and len(typed) < 10 else UNREADABLE


class AcceptForm(SeenForm):
    """At which of the times that suit the group."""

    ALIASES: ClassVar[Mapping[str, str]] = {"place": "slot"}

    slot = RadioField(_l("Which time?"), [InputRequired(_l("Choose a time."))], choices=[])

    def offer(self, times: Sequence[tuple[Span, Any]]) -> None:
        """Let choose among these times, each with its words."""
        self.slot.choices = [(span.starts_at.isoformat(), words) for span, words in times]
        self._times = {span.starts_at.isoformat(): span for span, _words in times}

    @property
    def span(self) -> Span:
        """The time that was chosen."""
        return self._times[self.slot.data]


class TimeForm(SeenForm):
    """Another time: one of the free ones, or a day and an hour of one's own."""

    ALIASES: ClassVar[Mapping[str, str]] = {"end": "start", "first_on": "day", "slot": "day", "place": "day"}

    step = HiddenField()
    slot = RadioField(_l("When?"), [InputRequired(_l("Choose a time."))], validate_choice=False, choices=[])
    day = DayField(_l("Day"))
    start = ClockField(_l("Begins at"))
    words = LongTextField(_l("A word to the group"), maximum=MOST_WORDS)

    def offer(self, times: Sequence[tuple[Span, Any]]) -> None:
        """Let choose among these free times, each with its words; where there are none, one's own is chosen."""
        free = [(span.starts_at.isoformat(), words) for span, words in times]
        self.slot.choices = [*free, (OWN, _("Another time"))]
        self.day.flags.optional = self.start.flags.optional = False
        if not free and not self.slot.data:
            self.slot.data = OWN

    def validate(self, extra_validators: Any = None) -> bool:
        """An own time has a day and an hour."""
        valid = bool(super().validate(extra_validators))
        if self.slot.data != OWN:
            return valid
        day = _given(self.day, _("Choose a day."))
        return _given(self.start, _("Write when it begins, for example 17:00.")) and day and valid

    def span(self, minutes: int) -> Span:
        """What was chosen, for a visit of that length. Raises SlotTaken where it is no time, and what ``span_from`` raises."""
        if self.slot.data == OWN:
            return span_from(self.day.data, self.start.data, minutes)
        chosen = self.chosen(minutes)
        if chosen is None:
            raise SlotTaken
        return chosen

    def chosen(self, minutes: int) -> Span | None:
        """The time that was sent, free or not, where it is one."""
        try:
            starts_at = datetime.fromisoformat(self.slot.data or "")
        except ValueError:
            return None
        if starts_at.tzinfo is None or not FIRST_YEAR <= starts_at.year <= LAST_YEAR:
            return None
        return Span(starts_at.astimezone(UTC), starts_at.astimezone(UTC) + timedelta(minutes=minutes))

    def refuse(self, refusal: Refused) -> None:
        """What is wrong with a time that was chosen is shown at the choice."""
        if self.slot.data == OWN or refusal.field is None:
            super().refuse(refusal)
        else:
            self.slot.errors = [*self.slot.errors, told(refusal)]


class ReasonForm(SeenForm):
    """Why a visit is declined or cancelled; the group reads it."""

    reason = LongTextField(_l("What the group reads"), required=_l(ReasonMissing.message), maximum=MOST_WORDS)


class NoteForm(SeenForm):
    note = LongTextField(_l("Note for colleagues"), maximum=MOST_NOTE)


class GroupForm(SeenForm):
    """Which group that has been here before it is: its code."""

    group = HiddenField()


class NewcomersForm(SeenForm):
    """Whether the group is of newcomers: "1", or nothing."""

    newcomers = HiddenField()


class FateForm(Form):
    """What becomes of agreed visits over which an offer closes: a field a visit, and what those read that are cancelled."""

    reason = LongTextField(_l("What the groups read"), maximum=MOST_WORDS)

    @property
    def kept(self) -> frozenset[str]:
        """The codes of those that stay."""
        return self._chosen(KEEP)

    @property
    def cancelled(self) -> frozenset[str]:
        """The codes of those that are cancelled."""
        return self._chosen(CANCEL)

    def _chosen(self, fate: str) -> frozenset[str]:
        return frozenset(field.short_name.partition("-")[2] for field in self if field.data == fate)


def fate_form(visits: Sequence[VisitFact]) -> FateForm:
    """The form for these visits, filled with what was sent."""
    choices = [SelectChoice(KEEP, _("Keep the visit")), SelectChoice(CANCEL, _("Cancel it with this message"))]
    members = {fate_field(visit): RadioField(choices=choices, validate_choice=False) for visit in visits}
    made: FateForm = type("VisitsForm", (FateForm,), members)()
    return made


def fate_field(visit: VisitFact) -> str:
    """The name of a visit's field."""
    return f"fate-{visit.code}"


def span_from(day: date, start: time, minutes: int) -> Span:
    """A visit of that length from a wall time on. Raises EndBeforeStart where it would end on the next day, YearOutside,
    TimeSkipped, TimeTwice."""
    ends = minute_of(start) + minutes
    if ends >= DAY_MINUTES:
        raise EndBeforeStart
    return span_of(day, start, time(*divmod(ends, 60)))


def _given(field: Any, message: str) -> bool:
    """Whether there is something in the field; where there is not, it says so."""
    if field.data is None and not field.errors:
        field.errors = [*field.errors, message]
    return not field.errors
