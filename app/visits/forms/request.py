"""The form by which a group asks for visits. What it asks of times depends on the offer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from app.languages import LANGUAGES
from app.schedule.spans import Span
from app.settings import settings
from app.visits.asking import MOST_ALTERNATIVES, MOST_SUGGESTIONS, Asked
from app.visits.forms.people import adults_field, learners_field
from app.visits.forms.times import FreeList, SlotField, SuggestionForm, read_slot
from app.visits.rules import KIND_NAMES, LEVEL_NAMES, NEED_NAMES, GroupKind, Level
from app.visits.service.asking import Ask, Contact, GroupInput
from app.visits.terms import MOST_VISITS, OfferTerms
from app.web.contact_fields import AddressField, NumberField
from app.web.forms import Form, LongTextField, NonceField, TextField
from app.web.language_names import language_name
from app.web.locale import current_language

SLOTS = ("slot", *(f"slot-{number}" for number in range(1, MOST_VISITS)))
ALTERNATIVES = tuple(f"alternative-{number}" for number in range(1, MOST_ALTERNATIVES + 1))
SUGGESTIONS = tuple(f"suggestion-{number}" for number in range(1, MOST_SUGGESTIONS + 1))


class TimesForm(Form):
    """When: free times, others that would suit as well, or suggestions; the fields that an offer has no use for are taken
    away. ``slot-1``, ``alternative-1``, ``suggestion-1-day`` and so on stand below, since no attribute is written so."""

    nonce = NonceField()
    slot = SlotField(_l("When do you want to come?"))

    def offer(self, terms: OfferTerms, free: Sequence[Span], asks_times: bool) -> None:
        """Ask for what the offer has: its free times if ``asks_times``, else suggestions where it has no times at all."""
        slots = SLOTS[: terms.most_visits] if asks_times else ()
        alternatives = ALTERNATIVES if asks_times and not terms.auto_accept else ()
        kept = {*slots, *alternatives, *(() if terms.has_windows else SUGGESTIONS)}
        for name in {*SLOTS, *ALTERNATIVES, *SUGGESTIONS} - kept:
            if name in self:
                del self[name]
        near, times = read_slot(self.slots[0].data or "", terms.minutes) if asks_times else None, FreeList(free)
        for field in [*self.slots, *self.alternatives]:
            field.offer(times, terms.minutes, near)
        for suggestion in self.suggestions:
            suggestion.form.minutes = terms.minutes

    @property
    def slots(self) -> list[SlotField]:
        """The fields of the visits that are asked for."""
        return [self[name] for name in SLOTS if name in self]

    @property
    def alternatives(self) -> list[SlotField]:
        """The fields of the times that would suit as well."""
        return [self[name] for name in ALTERNATIVES if name in self]

    @property
    def suggestions(self) -> list[FormField]:
        """The fields of the times that a group suggests."""
        return [self[name] for name in SUGGESTIONS if name in self]

    @property
    def suggested(self) -> tuple[Span, ...]:
        """The times that were suggested."""
        return tuple(one.form.span for one in self.suggestions if one.form.span)

    def validate_slot(self, _field: Any) -> None:
        """At least one visit is asked for."""
        if not any(one.data for one in self.slots):
            raise ValidationError(_("Choose a time."))


def _add_numbered() -> None:
    for number, name in enumerate(SLOTS[1:], start=2):
        setattr(TimesForm, name, SlotField(_l("Visit %(number)s", number=number)))
    for number, name in enumerate(ALTERNATIVES, start=2):
        setattr(TimesForm, name, SlotField(_l("Choice number %(number)s", number=number)))
    for number, name in enumerate(SUGGESTIONS, start=1):
        label = _l("Suggestion %(number)s", number=number)
        setattr(TimesForm, name, FormField(SuggestionForm, label=label, separator="-"))


_add_numbered()


class RequestForm(TimesForm):
    """Who comes, what the group needs, and whom the library answers."""

    group_name = TextField(
        _l("What is the group called?"),
        required=_l("Write what the group is called."),
        maximum=120,
        render_kw={"autocomplete": "off", "dir": "auto"},
    )
    organisation = TextField(
        _l("School or organisation"), maximum=160, render_kw={"autocomplete": "organization", "dir": "auto"}
    )
    kind = SelectField(_l("What kind of group is it?"), validate_choice=False, choices=[])
    learners = learners_field()
    adults = adults_field()
    languages = SelectMultipleField(_l("Which languages does the group understand?"), validate_choice=False, choices=[])
    level = SelectField(_l("How much Swedish does the group know?"), validate_choice=False, choices=[])
    needs = SelectMultipleField(_l("Do you need anything?"), validate_choice=False, choices=[])
    answer = LongTextField("", maximum=500, render_kw={"dir": "auto", "autocomplete": "off"})
    name = TextField(
        _l("Your name"),
        required=_l("Write a name. A first name is enough."),
        maximum=120,
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    email = AddressField(_l("E-mail address"))
    phone = NumberField(_l("Phone number"))
    language = SelectField(_l("Language of our messages to you"), validate_choice=False, choices=[])

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        reader, codes = current_language(), settings().language_codes
        self.kind.choices = [
            ("", _("Choose what kind of group it is.")),
            *((str(key), _(name)) for key, name in KIND_NAMES.items()),
        ]
        self.level.choices = [(str(key), _(name)) for key, name in LEVEL_NAMES.items()]
        self.needs.choices = [(str(key), _(name)) for key, name in NEED_NAMES.items()]
        self.languages.choices = [(code, language_name(code, reader.babel)) for code in codes]
        self.language.choices = [(code, LANGUAGES[code].name) for code in codes]
        self.email.flags.optional = self.phone.flags.optional = False  # one of both is needed
        if self.language.data not in codes:
            self.language.data = reader.code
        if self.level.data not in set(Level):
            self.level.data = str(Level.NOT_KNOWN)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.email.data or self.phone.data:
            return valid
        self.email.errors = [_("Write an e-mail address or a phone number, so that the library can answer you.")]
        return False

    def validate_kind(self, field: Any) -> None:
        """One of those that there are."""
        if field.data not in set(GroupKind):
            raise ValidationError(_("Choose what kind of group it is."))

    def wanted(self, nonce: str) -> Ask:
        """What was typed, validated."""
        needs, spoken = set(self.needs.data or []), set(self.languages.data or [])
        return Ask(
            GroupInput(self.group_name.data, self.organisation.data or "", self.kind.data),
            Contact(self.name.data, self.email.address, self.phone.number, self.language.data),
            Asked(
                self.learners.data or 0, self.adults.data or 0, frozenset(spoken & set(settings().language_codes)),
                self.level.data, frozenset(needs & {str(key) for key in NEED_NAMES}), self.answer.data or "",
            ),
            nonce,
            slots=_spans(self.slots),
            alternatives=_spans(self.alternatives),
            suggestions=self.suggested,
        )  # fmt: skip


def _spans(fields: list[SlotField]) -> tuple[Span, ...]:
    return tuple(field.span for field in fields if field.span)
