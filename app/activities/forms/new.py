"""The one page on which an activity is made."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import ValidationError

from app.activities.forms.activity import ActivityForm, Offered, PlacesForm
from app.activities.forms.schedule import ScheduleForm
from app.activities.rules import Scope


class NewActivityForm(ActivityForm, PlacesForm, ScheduleForm):
    """What, where, for how many, and when."""

    signup_scope = RadioField(_l("One signs up"), default=Scope.DATE)

    def validate_roles(self, field: Any) -> None:
        """Places that were typed for a list that is not ticked are not lost without a word."""
        for role, name in field.choices:
            typed = self.number("places", role), self.number("waiting", role)
            if role not in field.data and typed != (None, None):
                raise ValidationError(
                    _("You wrote places for: %(role)s. Tick that list too, or empty its numbers.", role=name)
                )

    def offer(self, offered: Offered) -> None:
        super().offer(offered)
        self.signup_scope.choices = [
            (str(Scope.DATE), _("For each date")),
            (str(Scope.SERIES), _("Once, for all the dates")),
        ]
