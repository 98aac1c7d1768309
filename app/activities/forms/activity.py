"""What an organiser writes about an activity."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Email, Length, Optional

from app.activities.forms.fields import PlaceField
from app.activities.forms.meanwhile import MeanwhileForm
from app.activities.phrases import PHRASES
from app.activities.pools import POOL_ROLES, PoolWanted, SignupPools, timing_of
from app.activities.queries import ActivityFact
from app.activities.rules import (
    SIGNUP_NAMES,
    TAG_NAMES,
    VISIBILITY_NAMES,
    ActivityDraft,
    Scope,
    SwedishTextMissing,
    check_tags,
)
from app.languages import LANGUAGES, pick
from app.organisations.queries import OrganisationFact
from app.places.queries import PlaceFact, RoomFact
from app.plan.rules import TypeFact
from app.web.forms import Form, TextField, WholeNumberField, cleaned, texts_field, texts_of

MAX_PLACES = 10_000


@dataclass(frozen=True)
class Offered:
    """What the form lets one choose from. ``together``: whom one may arrange it with. ``tags``: those that the plan knows."""

    organisations: list[OrganisationFact]
    together: list[OrganisationFact]
    types: list[TypeFact]
    places: list[PlaceFact]
    rooms: list[RoomFact]
    tags: list[str]
    language: str


class ActivityForm(Form):
    """The texts and facts of an activity, without its dates."""

    organisation = SelectField(_l("Organiser"))
    co_organisers = SelectMultipleField(_l("Arranged together with"))
    type = SelectField(_l("Type of activity"))
    title = texts_field(_l("Title"), maximum=200, required=_l("Write a title in at least one language."))
    summary = texts_field(_l("In one sentence"), maximum=200, swedish=_l(SwedishTextMissing.message))
    description = texts_field(_l("More about it"), maximum=5000, multiline=True)
    place = PlaceField(_l("Place or room"))
    spoken = SelectMultipleField(_l("Languages that the hosts speak"))
    children_welcome = BooleanField(_l("Children are welcome"))
    cost_kr = WholeNumberField(_l("Cost in kronor (0 is free)"), most=100_000, default=0)
    phrases = SelectMultipleField(_l("Good to know"))
    tags = SelectMultipleField(_l("Especially"))
    own_tags = TextField(_l("Words of your own, with commas between"), maximum=160)
    contact_name = TextField(_l("Who answers questions"), maximum=120)
    contact_email = EmailField(
        _l("E-mail for questions"),
        [Optional(strip_whitespace=True), Length(max=254), Email(_l("Write the address like this: name@example.org"))],
        filters=[cleaned],
    )
    contact_phone = TextField(_l("Telephone for questions"), maximum=40)
    signup = RadioField(_l("How people come"), default="")
    visibility = RadioField(_l("Who finds it"), default="")
    contact_required = BooleanField(_l("Ask everybody for an e-mail address or a telephone number"))
    door_closed = BooleanField(_l("Close the door: only those who signed up may come"))
    roles = SelectMultipleField(_l("Lists of places"), default=["participant"])

    def offer(self, offered: Offered) -> None:
        """Fill the lists to choose from."""
        self.organisation.choices = [(fact.code, fact.name) for fact in offered.organisations]
        self.type.choices = [(fact.key, pick(fact.title, offered.language).value) for fact in offered.types]
        self.place.offer(offered.places, offered.rooms)
        self.spoken.choices = [(language.code, language.name) for language in LANGUAGES.values()]
        self.tags.choices = [(tag, _(TAG_NAMES[tag]) if tag in TAG_NAMES else tag) for tag in offered.tags]
        self.phrases.choices = [(key, _(text)) for key, text in PHRASES.items()]
        ways = [(str(way), _(name)) for way, name in SIGNUP_NAMES.items()]
        self.signup.choices = [("", _("As is usual for the type")), *ways]
        self.visibility.choices = [
            ("", _("As is usual for the type")),
            *((str(v), _(n)) for v, n in VISIBILITY_NAMES.items()),
        ]
        self.roles.choices = [(role, _(name)) for role, name in POOL_ROLES.items()]
        self.co_organisers.choices = [(fact.code, fact.name) for fact in offered.together]
        self._organisations = {fact.code: fact.id for fact in offered.organisations + offered.together}

    def draft(self, scope: str = Scope.DATE, nonce: str = "") -> ActivityDraft:
        """What was written, as facts. Raises TagNotAllowed, TooManyTags."""
        together = None
        if self.co_organisers is not None:
            together = frozenset(self._organisations[code] for code in self.co_organisers.data)
        place_id, room_id = self.place.chosen
        return ActivityDraft(
            organisation_id=self._organisations[self.organisation.data], type_key=self.type.data,
            title=texts_of(self.title), summary=texts_of(self.summary), description=texts_of(self.description),
            place_id=place_id, room_id=room_id, spoken=frozenset(self.spoken.data),
            children_welcome=self.children_welcome.data, cost_kr=self.cost_kr.data or 0,
            tags=frozenset(self.tags.data) | check_tags((self.own_tags.data or "").split(",")),
            phrases=frozenset(self.phrases.data or ()),
            contact_name=self.contact_name.data or "", contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "", signup=self.signup.data, signup_scope=scope,
            visibility=self.visibility.data, co_organisers=together,
            contact_required=self.contact_required.data, door_closed=self.door_closed.data, nonce=nonce,
        )  # fmt: skip

    def wanted(self) -> SignupPools:
        """The places as typed; no number is no limit."""
        return SignupPools(
            tuple(
                PoolWanted(role, self.number("places", role), self.number("waiting", role)) for role in self.roles.data
            ),
            self["opens_days_before"].data,
            self["closes_hours_before"].data,
        )

    def number(self, what: str, role: str) -> int | None:
        """``what`` (places or waiting) typed for a role."""
        value: int | None = self[f"{what}_{role}"].data
        return value

    def show(self, activity: ActivityFact, organisation_code: str, pools: Iterable[PoolWanted]) -> None:
        """Fill in what is written about an activity now."""
        self.organisation.data, self.type.data = organisation_code, activity.type_key
        if self.co_organisers is not None:
            held = {code for code, key in self._organisations.items() if key in activity.co_organiser_ids}
            self.co_organisers.data = sorted(held)
        self.place.choose(activity.place_id, activity.room_id)
        known = {tag for tag, _name in self.tags.choices}
        self.tags.data = sorted(activity.tags & known)
        self.own_tags.data = ", ".join(sorted(activity.tags - known))
        self.spoken.data, self.phrases.data = sorted(activity.spoken), sorted(activity.phrases & PHRASES.keys())
        for name in ("children_welcome", "cost_kr", "contact_name", "contact_email", "contact_phone", "signup",
                     "contact_required", "door_closed", "visibility"):  # fmt: skip
            self[name].data = getattr(activity, name)
        for name in ("title", "summary", "description"):
            for member in self[name]:
                member.data = getattr(activity, name).get(member.short_name, "")
        for name, value in timing_of(activity.rule).items():
            self[name].data = value
        self.roles.data = [pool.role for pool in pools] or self.roles.data
        for pool in pools:
            self[f"places_{pool.role}"].data, self[f"waiting_{pool.role}"].data = pool.capacity, pool.waiting_capacity


class PlacesForm(Form):
    """How many places each list has, and when one can sign up."""

    opens_days_before = WholeNumberField(_l("Sign-up opens this many days before"), most=400)
    closes_hours_before = WholeNumberField(_l("Sign-up closes this many hours before"), most=2000)


for _role in POOL_ROLES:
    setattr(PlacesForm, f"places_{_role}", WholeNumberField(_l("Places"), most=MAX_PLACES))
    setattr(PlacesForm, f"waiting_{_role}", WholeNumberField(_l("Places on the waiting list"), most=MAX_PLACES))


class EditActivityForm(MeanwhileForm, ActivityForm, PlacesForm):
    """The same without the dates."""
