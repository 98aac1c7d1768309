"""A visit that was agreed by telephone, an outreach visit, or one that has been."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from app.schedule.spans import Span
from app.visits.asking import Asked
from app.visits.facts import OfferFact
from app.visits.forms.staff import MOST_NOTE, StaffForm, span_from
from app.visits.groups import GroupFact
from app.visits.rules import KIND_NAMES, SOURCE_NAMES, Source
from app.visits.service.asking import Contact, GroupInput
from app.visits.service.entering import Entry
from app.visits.terms import MOST_PEOPLE
from app.web.contact_fields import AddressField, NumberField
from app.web.forms import LongTextField, NonceField, TextField, WholeNumberField
from app.web.moments import ClockField, DayField


class EntryForm(StaffForm):
    """What is needed to write a visit down in a minute: of the contact nothing must be told."""

    ALIASES: ClassVar[Mapping[str, str]] = {"end": "start", "first_on": "day", "slot": "start", "place": "start"}

    nonce = NonceField()
    source = RadioField(_l("What kind of visit?"), default=Source.PHONE.value)
    offer = SelectField(_l("What it is about"))
    day = DayField(_l("Day"), required=_l("Choose a day."))
    start = ClockField(_l("Begins at"), required=_l("Write when it begins, for example 17:00."))
    group = SelectField(_l("Which group?"))
    group_name = TextField(_l("Name of the group"), maximum=120)
    organisation = TextField(_l("School or organisation"), maximum=160)
    kind = SelectField(_l("Kind of group"))
    learners = WholeNumberField(
        _l("How many in the group"), required=_l("Write how many come, without teachers and leaders."), least=1,
        most=MOST_PEOPLE,
    )  # fmt: skip
    adults = WholeNumberField(_l("Teachers and leaders"), most=MOST_PEOPLE, default=1)
    elsewhere = TextField(_l("Where you meet them"), maximum=200)
    note = LongTextField(_l("Note for colleagues"), maximum=MOST_NOTE)
    name = TextField(_l("Contact person"), maximum=120)
    email = AddressField(_l("E-mail address"))
    phone = NumberField(_l("Phone number"))

    def fill(self, offers: Sequence[tuple[OfferFact, str]], groups: Sequence[GroupFact]) -> None:
        """Fill the lists to choose from: offers with their words, groups that have been here before."""
        self.source.choices = [(str(one), _(SOURCE_NAMES[one])) for one in (Source.PHONE, Source.OUTREACH, Source.PAST)]
        self.offer.choices = [(one.code, words) for one, words in offers]
        self.group.choices = [("", _("A new group")), *((one.code, _called(one)) for one in groups)]
        self.kind.choices = [(str(kind), _(name)) for kind, name in KIND_NAMES.items()]
        self.group_name.flags.optional = self.elsewhere.flags.optional = False
        self._groups = {one.code: one for one in groups}
        self._minutes = {one.code: one.minutes for one, _words in offers}

    def validate(self, extra_validators: Any = None) -> bool:
        """A new group has a name; an outreach visit has a place."""
        valid = bool(super().validate(extra_validators))
        named = self.group.data or _told(self.group_name, _("Write what the group is called, for example SFI 2B."))
        away = self.source.data != Source.OUTREACH or _told(self.elsewhere, _("Write where you meet the group."))
        return bool(valid and named and away)

    def span(self) -> Span:
        """From the day and the hour on, as long as what it is about. Raises what ``span_from`` raises."""
        return span_from(self.day.data, self.start.data, self._minutes[self.offer.data])

    def entry(self, language: str) -> Entry:
        """What was typed; messages to the contact are in ``language``. Raises what ``span_from`` raises."""
        known = self._groups.get(self.group.data or "")
        kind = known.kind if known else self.kind.data
        source = Source(self.source.data)
        return Entry(
            source=source, span=self.span(),
            group=GroupInput(known.name if known else self.group_name.data, self.organisation.data or "", kind),
            asked=Asked(self.learners.data or 0, self.adults.data or 0),
            contact=Contact(self.name.data or "", self.email.address, self.phone.number, language),
            newcomers=known.newcomers if known else None, group_code=known.code if known else "",
            elsewhere=(self.elsewhere.data or "") if source == Source.OUTREACH else "",
            note=self.note.data or "", nonce=self.nonce.data or "",
        )  # fmt: skip


def _called(group: GroupFact) -> str:
    return f"{group.name}, {group.organisation}" if group.organisation else group.name


def _told(field: Any, message: str) -> bool:
    """Whether something is written in the field; where nothing is, it says so."""
    if not field.data:
        field.errors = [*field.errors, message]
    return bool(field.data)
