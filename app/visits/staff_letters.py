"""What the mails to a library are made from, read at delivery; None once there is nothing left to say. The contact stands only
in the morning's mail, for those who receive the group that day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app import clock
from app.languages import N_
from app.messages.unsubscribing import token_of
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot
from app.visits import queries
from app.visits.facts import VisitFact
from app.visits.rules import KIND_NAMES, NEED_NAMES, GroupKind, NoSuchVisit, VisitNeed, VisitState

# What a group has done, as a mail's first line says it.
DEEDS = {
    "people": N_("They are now more or fewer than before."),
    "asked_again": N_("They ask for another time."),
    "suggested": N_("They suggest other times. You find them on the page of the visit."),
    "agreed": N_("They come at the time that you proposed."),
    "refused": N_("They cannot come at the time that you proposed, and wait for another."),
    "cancelled": N_("They have cancelled the visit. The time and the room are free again."),
    "cancelled_untimed": N_("They have cancelled. They had no time yet."),
}
_AFTERWARDS = {
    "people": frozenset(VisitState) - {VisitState.CANCELLED, VisitState.DECLINED},
    "asked_again": frozenset({VisitState.REQUESTED, VisitState.CONFIRMED}),
    "suggested": frozenset({VisitState.REQUESTED, VisitState.CONFIRMED}),
    "agreed": frozenset({VisitState.CONFIRMED}),
    "refused": frozenset({VisitState.WAITING}),
    "cancelled": frozenset({VisitState.CANCELLED}),
    "cancelled_untimed": frozenset({VisitState.CANCELLED}),
}


@dataclass(frozen=True)
class StaffLetter:
    """A visit, or several that were asked for at one go, and what has happened: ``did`` is a state or one of ``DEEDS``."""

    visits: tuple[VisitFact, ...]
    did: str
    place: Spot | None

    @property
    def visit(self) -> VisitFact:
        """The first of them."""
        return self.visits[0]

    @property
    def deed(self) -> str:
        """What has happened, as a catalogue text; empty where it is told in another way."""
        return DEEDS.get(self.did, "")

    @property
    def kind(self) -> str:
        """What kind of group it is, as a catalogue text."""
        return KIND_NAMES[GroupKind(self.visit.group_kind)]


@dataclass(frozen=True)
class Received:
    """One of today's visits: whom to expect, where, what they need (catalogue texts), and whom to call."""

    visit: VisitFact
    place: Spot | None
    needs: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What kind of group it is, as a catalogue text."""
        return KIND_NAMES[GroupKind(self.visit.group_kind)]

    @property
    def first_name(self) -> str:
        """Of the contact person."""
        return self.visit.contact_name.split(maxsplit=1)[0] if self.visit.contact_name.strip() else ""


@dataclass(frozen=True)
class TodayLetter:
    """What a library reads in the morning."""

    library: str
    visits: tuple[Received, ...]
    unsubscribe: tuple[str, str]


About = Mapping[str, Any]


def visit_asked(about: About) -> StaffLetter | None:
    """Somebody asks, has booked or waits; nothing once a colleague has answered or they have cancelled."""
    found = _find(about)
    if found is None or found.state != about["did"]:
        return None
    together = [one for one in queries.list_of_request(found.request_code) if one.state == about["did"]]
    return StaffLetter(tuple(together), about["did"], _place(found))


def visit_changed_by_group(about: About) -> StaffLetter | None:
    """The group has changed something; nothing where that is no longer so."""
    found = _find(about)
    if found is None or found.state not in _AFTERWARDS[about["did"]]:
        return None
    return StaffLetter((found,), about["did"], _place(found))


def visit_today(about: About) -> TodayLetter | None:
    """Today's agreed visits of a library, as they stand now; nothing where none is left."""
    found = [
        one for one in list_of_day(date.fromisoformat(about["day"])) if one.organisation_id == about["organisation"]
    ]
    if not found:
        return None
    way_out = ("accounts.mails", token_of("staff", about["host"]))
    return TodayLetter(organisations.find_name(about["organisation"]), tuple(map(_received, found)), way_out)


LETTERS: dict[str, Callable[[About], StaffLetter | TodayLetter | None]] = {
    "visit_asked": visit_asked, "visit_changed_by_group": visit_changed_by_group, "visit_today": visit_today,
}  # fmt: skip


def list_of_day(day: date) -> list[VisitFact]:
    """The agreed visits of a day (Stockholm), by start."""
    found = queries.list_between(None, clock.day_start(day), clock.day_end(day))
    return [one for one in found if one.state == VisitState.CONFIRMED and one.span and one.span.day == day]


def _find(about: About) -> VisitFact | None:
    try:
        return queries.get_visit(about["visit"])
    except NoSuchVisit:
        return None


def _received(one: VisitFact) -> Received:
    needs = tuple(NEED_NAMES[VisitNeed(need)] for need in sorted(one.needs))
    return Received(one, _place(one), needs)


def _place(one: VisitFact) -> Spot | None:
    """Where it is; none where the library goes to the group."""
    return None if one.elsewhere else places.find_spot(one.place_id, one.room_id)
