"""The shape of what anybody tells of a shortcoming."""

from flask_babel import lazy_gettext as _l

from app.accessibility.rules import MOST_LETTERS, MOST_PAGE_LETTERS
from app.web.forms import Form, LongTextField, NonceField, TextField


class ShortcomingForm(Form):
    """Which page, and what could not be done; nobody is asked who they are."""

    page = TextField(_l("Which page was it?"), maximum=MOST_PAGE_LETTERS)
    text = LongTextField(
        _l("What could you not do?"), required=_l("Write what you could not do."), maximum=MOST_LETTERS
    )
    nonce = NonceField()
