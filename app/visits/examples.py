"""Example data for the texts of mails to groups."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time
from typing import Any

from flask_babel import gettext as _

from app.activities.examples import ORGANISATION, a_date, a_place
from app.messages.hooks import Example
from app.registrations.letters import VEIL
from app.schedule.spans import Span
from app.visits.letters import Letter

TITLE = {"sv": "Hitta ditt bibliotek", "en": "Find your library", "ar": "تعرّف على مكتبتك"}
BRING = {"sv": "Ta gärna med lånekort.", "en": "Bring your library cards.", "ar": "أحضروا بطاقات المكتبة."}


def _letter(**changed: Any) -> Letter:
    made = Letter(
        title=TITLE, organisation=ORGANISATION, contact=("0451-26 70 00", "bibliotek@example.org"), receiver="Lina",
        bring=BRING, place=a_place(), elsewhere="", times=(_at(0),), wishes=(), people=16, reason="", token=VEIL,
        own_code=VEIL,
    )  # fmt: skip
    return replace(made, **changed)


def _at(week: int) -> Span:
    date = a_date(week, time(9), time(10))
    return Span(date.starts_at, date.ends_at)


def _with(**changed: Any) -> Callable[[], list[Example]]:
    return lambda: [Example(_letter(**changed))]


def _requested() -> list[Example]:
    several = tuple(_at(week) for week in range(3))
    return [
        Example(_letter(), name=_("For one time")),
        Example(_letter(times=several), name=_("For several times")),
        Example(_letter(times=(), wishes=several), name=_("With suggestions")),
    ]


def _proposed() -> list[Example]:
    return [Example(_letter(reason=_("There are two of us then, and it is calm in the library.")))]


def _off() -> list[Example]:
    return [Example(_letter(reason=_("The library is closed that day.")))]


EXAMPLES = {
    "visit_requested": _requested, "visit_confirmed": _with(), "visit_waiting": _with(times=()),
    "visit_proposed": _proposed, "visit_moved": _with(), "visit_declined": _off, "visit_cancelled": _off,
    "visit_cancelled_by_you": _with(), "visit_reminder": _with(unsubscribe=("visits.mails", VEIL)),
}  # fmt: skip
