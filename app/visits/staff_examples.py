"""Example data for the texts of the mails to libraries: nobody's class, on the Monday of next week."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.activities.examples import ORGANISATION, a_place
from app.messages.hooks import Example
from app.visits.facts import VisitFact
from app.visits.rules import NEED_NAMES, GroupKind, Level, Source, VisitNeed, VisitState
from app.visits.staff_letters import Received, StaffLetter, TodayLetter

CODE = "EXAMPLE1"
TEN, ELEVEN = time(10), time(11)
TITLE = {"sv": "Hitta ditt bibliotek", "en": "Find your library", "ar": "تعرّف على مكتبتك"}
WAY_OUT = ("accounts.mails", "XXXXXXXXXX")


def a_visit(**changed: Any) -> VisitFact:
    """A class with 14 learners and one teacher."""
    day = clock.today() + timedelta(days=7 - clock.today().weekday())
    starts_at, ends_at = (clock.to_utc(datetime.combine(day, at)) for at in (TEN, ELEVEN))
    nobody: dict[str, Any] = dict.fromkeys(("booking_id", "occurrence_id", "decided_at", "decided_by_id", "room_id"))
    texts: dict[str, Any] = dict.fromkeys(("elsewhere", "note", "reason", "shown", "answer", "nonce"), "")
    made = VisitFact(
        id=0, code=CODE, state=VisitState.REQUESTED, starts_at=starts_at, ends_at=ends_at, wished=[], learners=14, adults=1,
        newcomers=True, asked_at=clock.now(), sequence=0, changed_at=clock.now(), request_id=0, request_code=CODE,
        source=Source.FORM, contact_name="Oksana", contact_email="oksana@example.org", contact_phone="+46701234567",
        language="sv", languages=frozenset({"sv"}), level=Level.BEGINNER, needs=frozenset({VisitNeed.SLOW_SWEDISH}),
        generation=0, reminded=True, group_id=0, group_code=CODE, group_name="SFI 2B",
        group_organisation="Hässleholms lärcentrum",
        group_kind=GroupKind.SFI, offer_id=0, offer_code=CODE, title=TITLE, organisation_id=0, type_key="library_visit",
        place_id=0, **nobody, **texts,
    )  # fmt: skip
    return replace(made, **changed)


def _letter(did: str, **changed: Any) -> StaffLetter:
    return StaffLetter((a_visit(**changed),), did, a_place())


def _asked() -> list[Example]:
    return [
        Example(_letter("requested"), name=_("A group asks")),
        Example(_letter("confirmed", state=VisitState.CONFIRMED), name=_("A group has booked")),
        Example(_letter("waiting", starts_at=None, ends_at=None), name=_("A group waits")),
    ]


def _changed() -> list[Example]:
    return [
        Example(_letter("people"), name=_("More or fewer people")),
        Example(_letter("agreed", state=VisitState.CONFIRMED), name=_("A proposal is taken")),
        Example(_letter("cancelled", state=VisitState.CANCELLED), name=_("A visit is cancelled")),
    ]


def _today() -> list[Example]:
    received = Received(a_visit(state=VisitState.CONFIRMED), a_place(), (NEED_NAMES[VisitNeed.SLOW_SWEDISH],))
    return [Example(TodayLetter(ORGANISATION, (received,), WAY_OUT))]


EXAMPLES = {"visit_asked": _asked, "visit_changed_by_group": _changed, "visit_today": _today}
