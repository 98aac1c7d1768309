"""What came of a visit: heads, loans, what was shown."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.attendance.forms import CounterForm, Why, counter_form
from app.attendance.rules.statement import MOST_HEADS
from app.plan.rules import Outcome, TypeFact
from app.web.forms import TextField, WholeNumberField

MOST_SHOWN = 500


def outcome_form(kind: TypeFact, why: Why | None) -> type[CounterForm]:
    """The counter's form for a type of activity, in the words of a visit that has been; a reason where one is wanted. Its
    group is known already."""
    members: dict[str, Any] = {
        "shown": TextField(
            _l("What did you show?"), maximum=MOST_SHOWN, description=_l("A few words. Write no names of people.")
        )
    }
    if Outcome.LOANS in kind.outcome:
        members["loans"] = WholeNumberField(
            _l("Items lent"), most=MOST_HEADS,
            description=_l("Leave it empty if nobody counted. Empty is not zero: write 0 if nothing was lent."),
        )  # fmt: skip
    return type("OutcomeForm", (counter_form(kind, names_group=False, over=True, why=why),), members)
