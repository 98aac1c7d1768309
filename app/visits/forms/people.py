"""How many come: asked for with everything else, and changed on a page of its own."""

from flask_babel import lazy_gettext as _l

from app.visits.asking import AdultsBelowZero, LearnersMissing
from app.visits.terms import MOST_PEOPLE
from app.web.forms import Form, WholeNumberField

_TYPED = {"inputmode": "numeric", "autocomplete": "off"}


def learners_field() -> WholeNumberField:
    """Those of the group."""
    label, missing = _l("How many are in the group?"), _l(LearnersMissing.message)
    return WholeNumberField(label, required=missing, least=1, most=MOST_PEOPLE, render_kw=_TYPED)


def adults_field() -> WholeNumberField:
    """Those who come with them."""
    label, missing = _l("How many teachers and leaders come along?"), _l(AdultsBelowZero.message)
    return WholeNumberField(label, required=missing, most=MOST_PEOPLE, render_kw=_TYPED)


class PeopleForm(Form):
    """How many come."""

    learners = learners_field()
    adults = adults_field()
