"""What a group changes on its own page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.visits.asking import AdultsBelowZero, LearnersMissing
from app.visits.forms.times import SlotField
from app.visits.terms import MOST_PEOPLE
from app.web.forms import Form, WholeNumberField


class PeopleForm(Form):
    """How many come."""

    learners = WholeNumberField(
        _l("How many are in the group?"),
        required=_l(LearnersMissing.message),
        least=1,
        most=MOST_PEOPLE,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    adults = WholeNumberField(
        _l("How many teachers and leaders come along?"),
        required=_l(AdultsBelowZero.message),
        most=MOST_PEOPLE,
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class AnotherTimeForm(Form):
    """Another free time."""

    slot = SlotField(_l("When do you want to come?"))

    def validate_slot(self, field: Any) -> None:
        """One of them is chosen."""
        if not field.data:
            raise ValidationError(_("Choose a time."))
