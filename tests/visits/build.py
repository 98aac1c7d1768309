"""Offers and visits for the tests, made through the services as librarians and teachers make them."""

from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app import clock
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from app.codes import new_nonce
from app.places import queries as places
from app.places import service as place_service
from app.places.service import PlaceInput
from app.schedule.hours import Hours, exception, read_windows
from app.schedule.spans import Span
from app.visits import queries, service
from app.visits.asking import Asked
from app.visits.facts import OfferFact, VisitFact
from app.visits.rules import Source
from app.visits.service.asking import Ask, Contact, GroupInput, Receipt
from app.visits.service.entering import Entry
from app.visits.service.offers import OfferInput
from tests.people import People

WEEKDAYS = Hours((read_windows("9–12"),) * 5 + ((), ()), on_holidays=True)


def offer(people: People, **changed: Any) -> OfferFact:
    """ "Find your library": an hour in the library's room on weekday mornings, for 5 to 30, from tomorrow on."""
    typed = OfferInput(
        people.library.id, "library_visit", {"sv": "Hitta ditt bibliotek", "uk": "Знайдіть свою бібліотеку"},
        people.stadsbiblioteket.id, 60, 30, room_id=people.room.id, min_people=5, lead_days=1, horizon_days=90,
        summary={"sv": "Ni får se biblioteket."}, hours=WEEKDAYS,
    )  # fmt: skip
    return queries.get_offer(service.save_offer(None, replace(typed, **changed), people.lina.id))


def changed(made: OfferFact, people: People, **values: Any) -> OfferFact:
    """The offer, saved once more with something else in it."""
    typed = OfferInput(**{one.name: getattr(made, one.name) for one in fields(OfferInput)})
    return queries.get_offer(service.save_offer(made.code, replace(typed, **values), people.lina.id))


def day(number: int = 0) -> date:
    """The n-th weekday that can be asked for."""
    found, at = clock.today() + timedelta(days=2), -1
    while True:
        at += found.weekday() < 5
        if at == number:
            return found
        found += timedelta(days=1)


def slot(number: int = 0, hour: int = 9, minutes: int = 60) -> Span:
    """An hour of the n-th weekday from the day after tomorrow on."""
    starts_at = clock.to_utc(datetime.combine(day(number), time(hour)))
    return Span(starts_at, starts_at + timedelta(minutes=minutes))


def wanted(*slots: Span, **changed: Any) -> Ask:
    """Oksana asks for SFI 2B, 14 learners and one adult, in Ukrainian."""
    made = Ask(
        GroupInput("SFI 2B", "Hässleholms lärcentrum", "sfi"), Contact("Oksana", "oksana@example.org", None, "uk"),
        Asked(14, 1, frozenset({"sv", "uk"})), new_nonce(), slots or (slot(),),
    )  # fmt: skip
    return replace(made, **changed)


def ask(made: OfferFact, *slots: Span, **changed: Any) -> tuple[Receipt, list[VisitFact]]:
    """The same sent; what became of it."""
    receipt = service.ask(made.code, wanted(*slots, **changed))
    return receipt, queries.list_of_request(receipt.request)


def agreed(people: People, made: OfferFact, *slots: Span, **changed: Any) -> VisitFact:
    """A visit that the library has accepted."""
    visit = ask(made, *slots, **changed)[1][0]
    service.accept(visit.code, None, people.lina.id)
    return queries.get_visit(visit.code)


def close_library(people: People, on: date) -> None:
    """The library says that it is closed on a day."""
    found = places.get_place(people.stadsbiblioteket.key)
    closed = Hours(exceptions=(exception(on, None, ()),))
    typed = PlaceInput(found.name, found.key, found.organisation_id, accessibility=found.accessibility, hours=closed)
    place_service.edit_place(found.key, typed, people.lina.id)


def held(people: People, made: OfferFact, on: date, group: GroupInput, known: str = "", **stated: Any) -> VisitFact:
    """A visit of ``group`` that has been, of the group with the code ``known`` where one is told; counted where a total is
    stated."""
    starts_at = clock.to_utc(datetime.combine(on, time(10)))
    contact = Contact("Oksana", "oksana@example.org", None, "uk")
    span = Span(starts_at, starts_at + timedelta(minutes=60))
    entry = Entry(Source.PAST, span, group, Asked(15, 1), contact, group_code=known)
    code = service.enter(made.code, entry, people.lina.id)
    if stated:
        service.save_outcome(code, Statement(group_name=group.name, **stated), "", Signer(people.lina.id))
    return queries.get_visit(code)
