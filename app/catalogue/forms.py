"""The shape of what anybody reports of a page."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.activities.moderation import MOST_REPORT_LETTERS, REASON_NAMES
from app.web.forms import Form, LongTextField, NonceField


class ReportForm(Form):
    """What is wrong, and a few words about it; nobody is asked who they are."""

    reason = RadioField(_l("What is wrong?"), choices=[], validate_choice=False)
    text = LongTextField(_l("Tell us more"), maximum=MOST_REPORT_LETTERS)
    nonce = NonceField()

    def offer(self) -> None:
        """Fill the list of reasons, in the reader's language."""
        self.reason.choices = [(reason.value, _(name)) for reason, name in REASON_NAMES.items()]
