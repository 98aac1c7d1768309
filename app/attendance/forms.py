"""The shape of a count: one form for each type of activity, the members of a group, the PIN of a host."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, HiddenField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional

from app.attendance.rules.links import PIN_DIGITS
from app.attendance.rules.refusals import HoursNotANumber, TotalMissing
from app.attendance.rules.statement import METHOD_NAMES, MOST_HEADS, MOST_LETTERS, Method, Statement
from app.plan.rules import Outcome, TypeFact
from app.web.forms import Form, LongTextField, NonceField, TextField, WholeNumberField

CHANNEL_FIELDS = {"visit": "visit_count", "call": "call_count"}
CHANNEL_LABELS = {"visit": _l("Visits"), "call": _l("Calls")}


class HoursField(DecimalField):
    """Hours with a comma or a point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip().replace(",", ".") if valuelist else ""
        self.data = None
        try:
            number = Decimal(typed) if typed else None
        except InvalidOperation as error:
            raise ValueError(gettext(HoursNotANumber.message)) from error
        if number is not None and not number.is_finite():
            raise ValueError(gettext(HoursNotANumber.message))
        self.data = number

    def _value(self) -> str:
        """As it was typed, also where it comes back in the address of a page without script."""
        return self.data if isinstance(self.data, str) else str(super()._value())


class CounterForm(Form):
    """What every type counts. ``shown``: the numbers that the page showed, so that those typed are told from them."""

    nonce = NonceField()
    revision = HiddenField(default="0")
    shown = HiddenField()
    total = WholeNumberField(_l("People are here"), required=_l(TotalMissing.message), most=MOST_HEADS)


class LateCounterForm(CounterForm):
    """The same when the date is over."""

    total = WholeNumberField(_l("People came"), required=_l(TotalMissing.message), most=MOST_HEADS)


class Why(StrEnum):
    """What a reason is asked for: numbers that change, that come when the date is over, or that somebody else counts."""

    CHANGED = "changed"
    LATE = "late"
    FOREIGN = "foreign"


WHY_QUESTIONS = {
    Why.CHANGED: _l("Why do the numbers change?"),
    Why.LATE: _l("Why do the numbers come late?"),
    Why.FOREIGN: _l("Why do you count instead of the organiser?"),
}


def counter_form(kind: TypeFact, names_group: bool, over: bool, why: Why | None) -> type[CounterForm]:
    """The form for a type of activity: its categories, channels and outcomes, and a reason where one is wanted."""
    members: dict[str, Any] = {heads_field(key): WholeNumberField(key, most=MOST_HEADS) for key in kind.tally}
    for channel in kind.channels:
        members[CHANNEL_FIELDS[channel]] = WholeNumberField(CHANNEL_LABELS[channel], most=MOST_HEADS)
    if Outcome.LOANS in kind.outcome:
        members["loans"] = WholeNumberField(
            _l("Loans"), most=MOST_HEADS, description=_l("Leave it empty if nobody counted them.")
        )
    if Outcome.HOURS in kind.outcome:
        members["hours"] = HoursField(_l("Hours"), [Optional()], render_kw={"inputmode": "decimal"})
    if names_group:
        members["group_name"] = TextField(
            _l("The name of the group"), maximum=MOST_LETTERS,
            description=_l("The class that came, for example SFI 2B. The same name is the same group. No names of people."),
        )  # fmt: skip
    if kind.tally:
        choices = [SelectChoice(str(method), _l(label)) for method, label in METHOD_NAMES.items()]
        members["method"] = RadioField(_l("How do you know?"), choices=choices, default=str(Method.ESTIMATED))
    if why:
        members["reason"] = LongTextField(
            WHY_QUESTIONS[why],
            required=_l("Write the reason."),
            maximum=500,
            description=_l("The reason is kept. Write no names of people."),
        )
    return type("CounterForm", (LateCounterForm if over else CounterForm,), members)


def statement_of(form: CounterForm, kind: TypeFact) -> Statement:
    """What was typed, as a statement; what the type does not count is not there."""
    heads = {key: form[heads_field(key)].data for key in kind.tally}
    further = {
        name: form[name].data
        for name in ("visit_count", "call_count", "loans", "hours", "group_name", "method")
        if name in form and form[name].data not in {None, ""}
    }
    return Statement(form.total.data or 0, {key: count for key, count in heads.items() if count is not None}, **further)


def heads_field(category: str) -> str:
    """The name of a category's field."""
    return f"heads-{category}"


def members_form(kind: TypeFact) -> type[Form]:
    """Different people in a group, a category each."""
    required = _l("Write a number. If there was nobody, write 0.")
    members = {heads_field(key): WholeNumberField(key, required=required, most=MOST_HEADS) for key in kind.tally}
    return type("MembersForm", (Form,), members)


class PinForm(Form):
    pin = TextField(
        _l("PIN"), required=_l("Write the PIN."), maximum=20,
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": PIN_DIGITS + 2},
    )  # fmt: skip


class HostLinkForm(Form):
    label = TextField(
        _l("Who is it for?"),
        maximum=80,
        description=_l("So that you know which link to close, for example: the Tuesday hosts."),
    )


__all__ = [
    "CHANNEL_FIELDS", "CHANNEL_LABELS", "CounterForm", "HostLinkForm", "PinForm",
    "Why", "counter_form", "heads_field", "members_form", "statement_of",
]  # fmt: skip
