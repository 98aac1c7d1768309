"""What the rules refuse, as whoever asks for a visit reads it: days in words, at a field of the form."""

from app.errors import Refused
from app.visits.forms.request import ALTERNATIVES, SUGGESTIONS
from app.visits.queue import QueueBefore
from app.visits.slots import SlotTaken
from app.web.forms import Form
from app.web.refusals import told

NOTHING_FREE = (SlotTaken, QueueBefore)
FIELDS = {"alternatives": ALTERNATIVES[0], "day": "slot"}


def refuse(form: Form, refusal: Refused) -> None:
    """Show a refusal at its field, or above the form."""
    if refusal.field == "suggestions" and SUGGESTIONS[0] in form:
        first = form[SUGGESTIONS[0]].form.day
        first.errors = [*first.errors, told(refusal)]
        return
    refusal.field = FIELDS.get(refusal.field or "", refusal.field)
    form.refuse(refusal)
