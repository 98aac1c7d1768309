"""What a group changes on its own page."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.visits.forms.times import SlotField
from app.web.forms import Form


class AnotherTimeForm(Form):
    """Another free time."""

    slot = SlotField(_l("When do you want to come?"))

    def validate_slot(self, field: Any) -> None:
        """One of them is chosen."""
        if not field.data:
            raise ValidationError(_("Choose a time."))
