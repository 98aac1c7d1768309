"""What a library writes about something that it offers to groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from app.activities.forms.fields import PlaceField
from app.errors import Refused
from app.languages import LANGUAGES, pick
from app.organisations.queries import OrganisationFact
from app.places.queries import PlaceFact, RoomFact
from app.plan.rules import TypeFact
from app.visits.facts import OfferFact
from app.visits.forms.staff import StaffForm
from app.visits.service.offers import OfferInput
from app.visits.terms import LIMITS, OFFER_STATE_NAMES, OfferState
from app.web.forms import TextField, WholeNumberField, texts_field, texts_of
from app.web.hours_fields import hours_field, hours_of
from app.web.refusals import told

_BOUNDS = {name: {"least": least, "most": most} for name, least, most, _refusal in LIMITS}
_ALIKE = (
    "minutes", "gap_minutes", "min_people", "max_people", "lead_days", "horizon_days", "per_day", "most_visits",
    "receiver", "auto_accept", "state",
)  # fmt: skip
_NUMBER = _l("Write a number.")


@dataclass(frozen=True)
class Choices:
    """What the form lets one choose from."""

    libraries: list[OrganisationFact]
    types: list[TypeFact]
    places: list[PlaceFact]
    rooms: list[RoomFact]
    language: str


class OfferForm(StaffForm):
    """All of an offer on one page; what most libraries leave as it is stands with its usual value."""

    seen = HiddenField()
    library = SelectField(_l("Library"))
    type = SelectField(_l("Type of activity"))
    title = texts_field(
        _l("Title"), maximum=120, required=_l("Write in at least one language what the visit is about.")
    )
    summary = texts_field(_l("What happens"), maximum=1000, multiline=True)
    bring = texts_field(_l("What to bring"), maximum=500)
    place = PlaceField(_l("Place or room"))
    receiver = TextField(_l("Who receives the group"), maximum=120)
    minutes = WholeNumberField(_l("Length in minutes"), required=_NUMBER, default=60, **_BOUNDS["minutes"])
    gap_minutes = WholeNumberField(
        _l("Minutes between two visits"), required=_NUMBER, default=15, **_BOUNDS["gap_minutes"]
    )
    min_people = WholeNumberField(_l("Smallest group"), required=_NUMBER, default=1, **_BOUNDS["min_people"])
    max_people = WholeNumberField(_l("Largest group"), required=_NUMBER, default=30, **_BOUNDS["max_people"])
    languages = SelectMultipleField(_l("Languages that you can hold it in"), [InputRequired(_l("Choose a language."))])
    hours = hours_field(_l("When groups can come"))
    lead_days = WholeNumberField(
        _l("Days that you need to prepare"), required=_NUMBER, default=7, **_BOUNDS["lead_days"]
    )
    horizon_days = WholeNumberField(
        _l("How many days ahead one can ask"), required=_NUMBER, default=180, **_BOUNDS["horizon_days"]
    )
    per_day = WholeNumberField(_l("At most this many visits a day"), **_BOUNDS["per_day"])
    most_visits = WholeNumberField(
        _l("Visits that one group may ask for at once"), required=_NUMBER, default=1, **_BOUNDS["most_visits"]
    )
    auto_accept = BooleanField(_l("Book at once, without an answer from you"))
    question = texts_field(_l("A question of your own"), maximum=200)
    state = RadioField(_l("Who can use it"), default=OfferState.OPEN.value)

    def offer(self, choices: Choices) -> None:
        """Fill the lists to choose from."""
        self.library.choices = [(fact.code, fact.name) for fact in choices.libraries]
        self.type.choices = [(fact.key, pick(fact.title, choices.language).value) for fact in choices.types]
        self.place.offer(choices.places, choices.rooms)
        self.languages.choices = [(language.code, language.name) for language in LANGUAGES.values()]
        self.state.choices = [(str(state), _(name)) for state, name in OFFER_STATE_NAMES.items()]
        self._libraries = {fact.code: fact.id for fact in choices.libraries}

    def begin(self, choices: Choices, own: Sequence[int]) -> None:
        """What a new offer begins with: the first library, its own place, Swedish."""
        self.languages.data = ["sv"]
        home = next((fact for fact in choices.places if fact.organisation_id in own), None)
        if home is not None:
            self.place.choose(home.id, None)

    def show(self, offer: OfferFact, with_texts: bool = True) -> None:
        """Fill in what is written about an offer now; without its texts for another one like it."""
        self.library.data = next((code for code, key in self._libraries.items() if key == offer.organisation_id), None)
        self.seen.data = offer.seen
        self.type.data, self.languages.data = offer.type_key, sorted(offer.languages)
        self.place.choose(offer.place_id, offer.room_id)
        for name in _ALIKE:
            self[name].data = getattr(offer, name)
        for name in ("title", "summary", "bring", "question") if with_texts else ():
            for member in self[name]:
                member.data = getattr(offer, name).get(member.short_name, "")

    def typed(self) -> OfferInput:
        """What was written, as facts."""
        place_id, room_id = self.place.chosen
        given = {name: self[name].data for name in _ALIKE if name != "receiver"}
        return OfferInput(
            organisation_id=self._libraries[self.library.data], type_key=self.type.data, title=texts_of(self.title),
            place_id=place_id, room_id=room_id, summary=texts_of(self.summary), bring=texts_of(self.bring),
            receiver=self.receiver.data or "", languages=frozenset(self.languages.data or ()),
            question=texts_of(self.question), hours=hours_of(self.hours), **given,
        )  # fmt: skip

    def refuse(self, refusal: Refused) -> None:
        """What is wrong with the hours is shown at the first of them."""
        if refusal.field != "hours":
            super().refuse(refusal)
            return
        monday: Any = self.hours.form.weekdays[0]
        monday.errors = [*monday.errors, told(refusal)]
