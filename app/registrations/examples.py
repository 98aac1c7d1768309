"""Example data for the texts of mails to those who signed up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

from flask_babel import gettext as _

from app.activities.examples import ANOTHER, ORGANISATION, TITLE, a_date, a_place
from app.activities.queries import OccurrenceFact
from app.activities.rules import OccurrenceState
from app.messages.hooks import Example
from app.registrations.changes import Change, ChangedLetter, ChangesLetter
from app.registrations.letters import NEXT, VEIL, Letter
from app.registrations.rules import ROLE_NAMES, RegistrationState, Role

WAY_OUT = ("registrations.mails", VEIL)


def _letter(**changed: Any) -> Letter:
    letter = Letter(
        state=RegistrationState.CONFIRMED, party_size=2, position=0, role=ROLE_NAMES[Role.LEARNER], token=VEIL,
        own_code=VEIL, title=TITLE, organisation=ORGANISATION, date=a_date(), dates=[a_date()], whole=False, gone=False,
        place=a_place(),
    )  # fmt: skip
    return replace(letter, **changed)


def _with(**changed: Any) -> Callable[[], list[Example]]:
    return lambda: [Example(_letter(**changed))]


def _confirmed() -> list[Example]:
    return [
        Example(_letter(), name=_("For one date")),
        Example(_letter(whole=True, dates=[a_date(week) for week in range(8)]), name=_("For a whole series")),
    ]


def _message() -> list[Example]:
    return [Example(_letter(), _("Please bring your own cup. We make the coffee."))]


def _reminder() -> list[Example]:
    notice = {"sv": "Ta gärna med en kopp.", "en": "Please bring a cup.", "ar": "يُرجى إحضار كوب."}
    return [Example(_letter(date=a_date(notice=notice), unsubscribe=WAY_OUT))]


def _thanks() -> list[Example]:
    coming = tuple(a_date(week) for week in range(NEXT))
    return [
        Example(_letter(unsubscribe=WAY_OUT, coming=coming), name=_("There are coming dates")),
        Example(_letter(unsubscribe=WAY_OUT), name=_("There are no coming dates")),
    ]


def _dates_changed() -> list[Example]:
    notice = {"sv": "Ledaren är sjuk.", "en": "The host is ill.", "ar": "المشرف مريض."}
    off = a_date(state=OccurrenceState.CANCELLED, notice=notice)
    weeks = [a_date(week, time(18), time(20)) for week in range(3)]
    return [
        Example(_changes(_change(weeks[0], moved=True)), name=_("A date is moved")),
        Example(_changes(_change(off)), name=_("A date is cancelled")),
        Example(_changes(*(_change(one, moved=True) for one in weeks)), name=_("Several dates are moved")),
        Example(_changes(_change(a_date(), before=ANOTHER)), name=_("Somebody else arranges it")),
    ]


def _change(date: OccurrenceFact, moved: bool = False, before: str = "") -> Change:
    was = a_date(date.id)
    old_place = a_place("Magneteten", None) if moved else None
    return Change(date, was.starts_at, was.ends_at, a_place(), old_place, before)


def _changes(*changes: Change) -> ChangesLetter:
    dates = [change.date for change in changes]
    one = vars(_letter(date=dates[0], dates=dates, whole=len(dates) > 1, gone=all(each.cancelled for each in changes)))
    return ChangesLetter((ChangedLetter(**one, changes=changes),))


_waiting = _with(state=RegistrationState.WAITING, position=3)
_cancelled = _with(state=RegistrationState.CANCELLED)

EXAMPLES = {
    "confirmed": _confirmed, "waiting": _waiting, "promoted": _with(), "already_signed_up": _with(),
    "party_changed": _with(), "changed_by_organiser": _with(), "cancelled_by_you": _cancelled,
    "cancelled_by_organiser": _cancelled, "dates_changed": _dates_changed, "organiser_message": _message,
    "reminder": _reminder, "thanks": _thanks,
}  # fmt: skip
