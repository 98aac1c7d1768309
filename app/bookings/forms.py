"""The forms of the bookings."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField

from app import clock
from app.bookings import rules
from app.bookings.rules import Problem, Wish
from app.organisations.queries import OrganisationFact
from app.places.queries import RoomFact
from app.schedule.recurrence import EVERY_NAMES, Every, LastBeforeFirst, Schedule, TooManyDates, span_of
from app.schedule.spans import Span
from app.web.forms import Form, LongTextField, NonceField, TextField, WholeNumberField
from app.web.moments import ClockField, DayField

MOST_DAYS = 366
FIRST_MINUTE, LAST_MINUTE = time(0), time(23, 59)
BOOK, SKIP = "book", "skip"
_DAY = _l("Choose a day.")
_START, _END = _l("Write when it begins, for example 17:00."), _l("Write when it ends, for example 19:00.")


class FreeForm(Form):
    """When, and for how many, a room is looked for; read from the address, so that it can be shared."""

    class Meta(Form.Meta):
        csrf = False

        def wrap_formdata(self, _form: Any, _formdata: Any) -> Any:
            """What stands in the address."""
            return request.args

    day = DayField(_l("Day"))
    start = ClockField(_l("Begins at"))
    end = ClockField(_l("Ends at"))
    people = WholeNumberField(_l("How many people"), least=1, most=rules.MOST_PEOPLE)

    @property
    def asked(self) -> bool:
        """Whether anything was asked."""
        return any(request.args.get(field.name, "").strip() for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        """A time is whole or not there at all."""
        valid = bool(super().validate(extra_validators))
        missing = [self[name] for name in ("day", "start", "end") if self[name].data is None]
        if valid and missing and len(missing) < 3:
            missing[0].errors = [_("Choose the day, and write when it begins and ends.")]
            return False
        return valid

    def span(self) -> Span | None:
        """The time that is wanted, where one is. Raises what ``span_of`` raises."""
        return span_of(self.day.data, self.start.data, self.end.data) if self.day.data else None


class AskForm(Form):
    """What a room is wanted for, and when; its times are looked at before anything is sent."""

    nonce = NonceField()
    organisation = SelectField(_l("Who books"))
    purpose = TextField(
        _l("What for"), maximum=rules.MOST_LETTERS,
        required=_l("Write what the room is for, for example: board meeting."),
    )  # fmt: skip
    people = WholeNumberField(_l("How many people"), least=1, most=rules.MOST_PEOPLE)
    first_on = DayField(_l("First day"), required=_DAY)
    start = ClockField(_l("Begins at"), required=_START)
    end = ClockField(_l("Ends at"), required=_END)
    every = SelectField(_l("How often"), default=Every.ONCE)
    until_on = DayField(_l("Last day"))
    count = WholeNumberField(_l("Or: number of times"), least=1, most=100_000)

    def offer(self, organisations: Sequence[OrganisationFact]) -> None:
        """Fill the lists to choose from."""
        self.every.choices = [(str(every), _(name)) for every, name in EVERY_NAMES.items()]
        self.organisation.choices = [(one.code, one.name) for one in organisations]

    def begin(self, asked: Any) -> None:
        """Fill in what a link says of the time; what cannot be read is left empty."""
        for name, member in (("day", self.first_on), ("start", self.start), ("end", self.end), ("people", self.people)):
            try:
                member.process_formdata([asked.get(name, "")])
            except ValueError:
                member.data = None

    def schedule(self) -> Schedule:
        """The rule as typed; of one that happens once its end is of no matter."""
        once = self.every.data == Every.ONCE
        return Schedule(
            self.every.data, self.first_on.data, self.start.data, self.end.data,
            until_on=None if once else self.until_on.data, count=None if once else self.count.data,
        )  # fmt: skip


class TimeForm(Form):
    """One time in one of the rooms of a place."""

    day = DayField(_l("Day"), required=_DAY)
    start = ClockField(_l("Begins at"), required=_START)
    end = ClockField(_l("Ends at"), required=_END)
    place = SelectField(_l("Room"))

    def offer(self, rooms: Sequence[RoomFact]) -> None:
        """Fill the list of rooms."""
        self.place.choices = [(room.code, room.name) for room in rooms]
        self.rooms = {room.code: room for room in rooms}

    def show(self, room_code: str, span: Span) -> None:
        """Fill in a time."""
        begins, ends = clock.wall(span.starts_at), clock.wall(span.ends_at)
        self.day.data, self.start.data, self.end.data = begins.date(), begins.time(), ends.time()
        self.place.data = room_code

    @property
    def room(self) -> RoomFact:
        """The room that was chosen."""
        return self.rooms[self.place.data]

    def wish(self) -> Wish:
        """What was typed. Raises what ``span_of`` raises."""
        return Wish(self.room.id, span_of(self.day.data, self.start.data, self.end.data))


class RowForm(TimeForm):
    """One of many times: booked or skipped, and changed where somebody wants another. ``seen``: how it stood when it was
    shown, so that nothing is sent that nobody has looked at."""

    choice = SelectField(choices=[BOOK, SKIP], default=BOOK)
    seen = HiddenField()
    problem: Problem | None = None
    contested = False
    span: Span | None = None

    def __init__(self, number: int, **kw: Any) -> None:
        super().__init__(prefix=f"t{number}-", meta={"csrf": False}, **kw)
        self.number = number

    @property
    def as_typed(self) -> str:
        """The time and the room, to tell whether they are still those that were shown."""
        return f"{self.day.data} {self.start.data} {self.end.data} {self.place.data}"

    @property
    def mark(self) -> str:
        """How it stands: what ``seen`` is when it comes back."""
        return f"{self.as_typed}|{self.problem or ''}"

    @property
    def changed(self) -> bool:
        """Whether it is another time or room than was shown."""
        return str(self.seen.data or "").partition("|")[0] != self.as_typed

    @property
    def booked(self) -> bool:
        """Whether it shall be booked."""
        return bool(self.choice.data == BOOK)

    def knew(self, problem: Problem) -> bool:
        """Whether the time was shown with this standing against it."""
        return not self.changed and str(self.seen.data).partition("|")[2] == problem

    def stand(self, problem: Problem | None, contested: bool) -> None:
        """How the time stands now. What was changed is wanted; what cannot be had stands as skipped."""
        self.problem, self.contested = problem, contested
        if problem is not None:
            self.choice.data = SKIP
        elif self.changed:
            self.choice.data = BOOK


class CloseForm(Form):
    """When a room is closed for everybody: from a day to a day, all day unless hours are given."""

    first_on = DayField(_l("First day"), required=_DAY)
    last_on = DayField(_l("Last day"))
    start = ClockField(_l("Closed from"))
    end = ClockField(_l("Closed until"))
    purpose = TextField(_l("Why"), maximum=rules.MOST_LETTERS)

    def spans(self) -> list[Span]:
        """The same hours of each day. Raises LastBeforeFirst, TooManyDates and what ``span_of`` raises."""
        first: date = self.first_on.data
        last: date = self.last_on.data or first
        if last < first:
            raise LastBeforeFirst(field="last_on")
        number = (last - first).days + 1
        if number > MOST_DAYS:
            raise TooManyDates(field="last_on", number=number, most=MOST_DAYS)
        start, end = self.start.data or FIRST_MINUTE, self.end.data or LAST_MINUTE
        return [span_of(first + timedelta(days=ahead), start, end) for ahead in range(number)]


def _ticks(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, choices=[], validate_choice=False)


class AwayForm(Form):
    """Which bookings make way or are given back, and what those who have them are told."""

    codes = _ticks(_l("Times"))
    reason = LongTextField(_l("What those who lose their booking are told"), maximum=500)

    @property
    def chosen(self) -> set[str]:
        """The codes that were ticked."""
        return set(self.codes.data or ())


class AnswerForm(AwayForm):
    """Which of the times that somebody asks for are meant, what is declined with them, and why."""

    declining = _ticks(_l("Decline these too"))
    reason = LongTextField(_l("Why you decline"), maximum=500)

    @property
    def declined(self) -> set[str]:
        """The codes that were ticked to be declined in any case."""
        return set(self.declining.data or ())


class ButtonForm(Form):
    """A page that says what will happen, and a button that does it."""
