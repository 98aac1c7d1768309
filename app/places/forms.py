"""The shape of a place and of a room."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DecimalField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional, Regexp

from app.places.rules import ACCESSIBILITY_NAMES, EQUIPMENT_NAMES, OPEN_TO_NAMES, OpenTo
from app.web.forms import Form, TextField, WholeNumberField, texts_field
from app.web.hours_fields import hours_field


def place_form() -> type[Form]:
    """The form of a place, with its texts in each language of the installation."""

    class PlaceForm(Form):
        name = TextField(_l("Name"), required=_l("Write the name of the place."), maximum=200)
        key = TextField(
            _l("Name in the address"),
            required=_l("Write a short name for the address, for example stadsbiblioteket."),
            maximum=60,
            validators=[Regexp(r"^[a-z0-9][a-z0-9_-]*$", message=_l("Use only a-z, 0-9 and hyphens."))],
            description=_l("Small letters without å, ä and ö. It stands in links and on posters."),
        )
        organisation = SelectField(_l("Who looks after the place"), coerce=int, choices=[])
        address = TextField(_l("Street address"), maximum=200)
        postcode = TextField(_l("Postcode"), maximum=10)
        town = TextField(_l("Town"), maximum=80)
        latitude = DecimalField(_l("Latitude"), [Optional(), NumberRange(-90, 90)])
        longitude = DecimalField(_l("Longitude"), [Optional(), NumberRange(-180, 180)])
        accessibility = SelectMultipleField(_l("What is true of the place"), choices=[])
        directions = texts_field(_l("How to get there"), maximum=1000, multiline=True)
        hours = hours_field(_l("Opening hours"))
        opening_hours = texts_field(_l("More about the opening hours"), maximum=1000, multiline=True)
        closed = BooleanField(_l("The place is closed for good"))

    return PlaceForm


def room_form(place_has_hours: bool) -> type[Form]:
    """The form of a room, with its texts in each language of the installation. A room of a place that has hours may be
    closed on some days without a week of its own."""

    class RoomForm(Form):
        name = TextField(_l("Name of the room"), required=_l("Write the name of the room."), maximum=120)
        capacity = WholeNumberField(_l("Room for how many people"), least=1, most=10_000)
        equipment = SelectMultipleField(_l("What is in the room"), choices=[])
        directions = texts_field(_l("How to find the room"), maximum=500)
        own_hours = hours_field(_l("Hours of the room"), closings_alone=place_has_hours)
        open_to = RadioField(_l("Who may ask for the room"), choices=[], default=OpenTo.APPROVED.value)
        guests = SelectMultipleField(_l("Organisations that may ask for it"), coerce=int, choices=[])
        at_once = BooleanField(_l("Approve requests at once, if the room is free"))
        rules = texts_field(_l("Rules of the room"), maximum=2000, multiline=True)
        closed = BooleanField(_l("The room is no longer used"))

    return RoomForm


def translate(form: Any) -> None:
    """Give the boxes of ``form`` their words in the reader's language."""
    if "accessibility" in form:
        form.accessibility.choices = [(key.value, _(name)) for key, name in ACCESSIBILITY_NAMES.items()]
    if "equipment" in form:
        form.equipment.choices = [(key.value, _(name)) for key, name in EQUIPMENT_NAMES.items()]
    if "open_to" in form:
        form.open_to.choices = [(one.value, _(name)) for one, name in OPEN_TO_NAMES.items()]
