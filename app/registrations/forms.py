"""The shape of a sign-up, of the own page and of what hosts write."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from app.languages import LANGUAGES
from app.registrations.organising import MAX_REASON
from app.registrations.rules import MAX_NAME, MAX_PARTY, NEED_NAMES, NoSuchPool, Party
from app.settings import settings
from app.web.contact_fields import AddressField, NumberField
from app.web.forms import Form, LongTextField, NonceField, TextField, WholeNumberField
from app.web.locale import current_language


class PartyForm(Form):
    """Who comes and how we reach them; ``pools`` (code, label) are what one may choose from."""

    nonce = NonceField()
    pool = RadioField(_l("How do you take part?"), validate_choice=False, choices=[])
    name = TextField(
        _l("Name"),
        required=_l("Write a name. A first name is enough."),
        maximum=MAX_NAME,
        render_kw={"autocomplete": "given-name", "dir": "auto"},
    )
    party_size = WholeNumberField(
        _l("How many are you?"),
        required=_l("Write how many you are, yourself included."),
        least=1,
        most=MAX_PARTY,
        default=1,
        render_kw={"inputmode": "numeric", "autocomplete": "off", "min": 1},
    )
    email = AddressField(_l("E-mail address"))
    phone = NumberField(_l("Phone number"))
    wants_next = BooleanField(_l("Send me the next dates afterwards, by e-mail"))
    needs = SelectMultipleField(_l("Do you need anything?"), validate_choice=False, choices=[])
    language = SelectField(_l("Language of our messages to you"), validate_choice=False, choices=[])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.needs.choices = [(str(need), _(name)) for need, name in NEED_NAMES.items()]
        self.language.choices = [(code, LANGUAGES[code].name) for code in settings().language_codes]
        if self.language.data not in settings().language_codes:
            self.language.data = current_language().code

    def offer(self, pools: list[tuple[str, str]]) -> None:
        """Let choose among these pools; the only one needs no choosing."""
        self.pool.choices = pools
        if len(pools) == 1 and not self.pool.data:
            self.pool.data = pools[0][0]

    def party(self) -> Party:
        """What was typed, validated."""
        known = {str(need) for need in NEED_NAMES}
        return Party(
            name=self.name.data,
            party_size=self.party_size.data or 1,
            language=self.language.data,
            email=self.email.address,
            phone=self.phone.number,
            needs=frozenset(known & set(self.needs.data or [])),
            wants_next=bool(self.wants_next.data and self.email.data),
        )

    def validate_pool(self, field: Any) -> None:
        """Where there is a choice, it is made by whoever signs up."""
        if len(self.pool.choices) > 1 and not field.data:
            raise ValidationError(_(NoSuchPool.message))


class OwnCodeForm(Form):
    code = TextField(
        _l("Your code"),
        required=_l("Write the code from your confirmation: 10 letters and digits."),
        maximum=40,
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"},
    )


class PartySizeForm(Form):
    party_size = WholeNumberField(
        _l("How many are you?"),
        required=_l("Write how many you are, yourself included."),
        least=1,
        most=MAX_PARTY,
        render_kw={"inputmode": "numeric", "autocomplete": "off", "min": 1},
    )


class MoveUpForm(Form):
    """Why somebody gets a place before others who wait."""

    reason = TextField(
        _l("Why do they get the place?"),
        required=_l("Write why they get a place before others who wait."),
        maximum=MAX_REASON,
        render_kw={"autocomplete": "off", "dir": "auto"},
    )


class RoleForm(Form):
    """How somebody takes part; ``choices`` (code, label) are the pools of the same date or series."""

    pool = RadioField(_l("How do they take part?"), validate_choice=False, choices=[])

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.pool.choices = choices

    def validate_pool(self, field: Any) -> None:
        """One of them is chosen, and no other."""
        if field.data not in {code for code, _label in self.pool.choices}:
            raise ValidationError(_("Choose how they take part."))


class CapacityForm(Form):
    """The places of one pool; empty: no limit."""

    capacity = WholeNumberField(
        _l("Number of places"), least=0, most=10_000, render_kw={"inputmode": "numeric", "min": 0}
    )


class WriteForm(Form):
    """A message, and to whom; ``choices`` (key, label) are the groups that there are."""

    nonce = NonceField()
    to = RadioField(_l("To whom"), validate_choice=False, choices=[])
    body = LongTextField(_l("Your message"), required=_l("Write a message."), maximum=4000)

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Let choose among these groups; the first unless said otherwise."""
        self.to.choices = choices
        if self.to.data not in {key for key, _label in choices}:
            self.to.data = choices[0][0]


class PressForm(Form):
    """A button that does something: nothing but the token."""


__all__ = [
    "CapacityForm", "MoveUpForm", "OwnCodeForm", "PartyForm", "PartySizeForm", "PressForm", "RoleForm", "WriteForm",
]  # fmt: skip
