"""The one page on which an activity is made."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import ValidationError

from app.activities.forms.activity import ActivityForm, Offered, PlacesForm
from app.activities.forms.schedule import ScheduleForm
from app.activities.proposals import Proposal
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

    def begin_from(self, proposal: Proposal, offered: Offered) -> None:
        """Fill in what a template proposes, and whom to ask where it is arranged by one organisation."""
        self.type.data, self.signup.data, self.signup_scope.data = proposal.type, proposal.signup, proposal.scope
        for name in ("title", "summary", "description"):
            for member in self[name]:
                member.data = getattr(proposal, name).get(member.short_name, "")
        self.spoken.data, self.children_welcome.data = list(proposal.spoken), proposal.children
        self.roles.data = list(proposal.pools) or self.roles.data
        for role, places in proposal.pools.items():
            self[f"places_{role}"].data = places
        self.every.data, self.count.data = proposal.every, proposal.count
        self.start.process_formdata([proposal.start])
        self.end.process_formdata([proposal.end])
        if len(offered.organisations) == 1:
            self.contact_email.data = offered.organisations[0].email
            self.contact_phone.data = offered.organisations[0].phone

    def offer(self, offered: Offered) -> None:
        super().offer(offered)
        self.signup_scope.choices = [
            (str(Scope.DATE), _("For each date")),
            (str(Scope.SERIES), _("Once, for all the dates")),
        ]
