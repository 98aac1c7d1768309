"""What causes each kind of mail, for the tests that read them all: kind -> cause(people, language)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import time_machine
from sqlalchemy import update

from app import clock
from app.accounts.tables import User
from app.activities import queries as dates
from app.activities import service as activities
from app.activities.rules import DateChange
from app.activities.shifting import SeriesChange, Times
from app.attendance import rounds as for_hosts
from app.attendance.rounds import LIST, RECORD
from app.bookings import service as bookings
from app.bookings.queries import BookingFact
from app.db import transaction
from app.messages.rounds import Rule
from app.messages.tables import Round
from app.registrations import queries, service
from app.registrations import rounds as for_people
from app.registrations.rounds import REMINDER, THANKS
from app.schedule.spans import Span
from app.visits import rounds as visit_rounds
from app.visits import rounds_staff as for_libraries
from app.visits import service as visits
from app.visits.asking import Asked
from app.visits.queries import get_visit as find_visit
from app.visits.rounds_staff import TODAY
from app.visits.service.asking import Contact
from tests.activities.build import publish_cafe
from tests.bookings.rooms import asked, span
from tests.people import People
from tests.registrations.build import Date, make_date, sign_up
from tests.visits import build as visiting

TITLE = {"sv": "Språkkafé i Rum 2", "en": "Language café in Room 2", "ar": "مقهى اللغة في القاعة 2"}
CONTACT = {"contact_name": "Maria", "contact_phone": "0451-26 70 00", "contact_email": "kafe@example.org"}
WHY = "Vi målar om.\nhttps://example.org/farg"
CALLED = Contact("Oksana", None, "+46701234567", "uk")
BODY = "Hej!\n\nTa gärna med en kopp.\nhttps://example.org/karta\n\nVälkomna!"


def confirmed(people: People, language: str) -> None:
    _noor(_date(people), language)


def waiting(people: People, language: str) -> None:
    date = _date(people, capacity=1)
    sign_up(date.pool, "Ali")
    _noor(date, language)


def promoted(people: People, language: str) -> None:
    date = _date(people, capacity=1)
    first = sign_up(date.pool, "Ali")
    _noor(date, language)
    service.cancel(first.code)


def cancelled_by_you(people: People, language: str) -> None:
    service.cancel(_noor(_date(people), language))


def cancelled_by_organiser(people: People, language: str) -> None:
    service.cancel(_noor(_date(people), language), people.eva.id)


def party_changed(people: People, language: str) -> None:
    service.change_party(_noor(_date(people), language), 3)


def changed_by_organiser(people: People, language: str) -> None:
    date = _date(people, pools=({"role": "learner", "capacity": 9}, {"role": "speaker", "capacity": 9}))
    service.change_role(_noor(date, language), date.pools[1], people.eva.id)


def dates_changed(people: People, language: str) -> None:
    """All at once: one of two registrations has a date with a new time and place and a cancelled one, the other is off."""
    course, date = _date(people, dates=3, signup_scope="series"), _date(people)
    _noor(course, language)
    _noor(date, language)
    _change(course, people, {}, timedelta(hours=3), people.magneteten.id)
    for code in (course.codes[1], date.code):
        activities.cancel_date(code, people.eva.id)


def date_cancelled(people: People, language: str) -> None:
    date = _date(people)
    _noor(date, language)
    _change(date, people, {"sv": "Ledaren är sjuk.", "en": "The host is ill.", "ar": "المضيف مريض."})
    activities.cancel_date(date.code, people.eva.id)


def date_moved(people: People, language: str) -> None:
    date = _date(people)
    _noor(date, language)
    _change(date, people, {}, timedelta(hours=3), people.magneteten.id)


def dates_moved(people: People, language: str) -> None:
    course = _date(people, dates=14, signup_scope="series")
    _noor(course, language)
    evening = Times(dates.get_occurrence(course.code).starts_at.weekday(), time(18, 30), time(20))
    activities.change_series(course.activity_code, "", SeriesChange(evening), people.eva.id)


def dates_cancelled(people: People, language: str) -> None:
    course = _date(people, dates=15, signup_scope="series")
    _noor(course, language)
    activities.withdraw(course.activity_code, people.eva.id)


def organiser_changed(people: People, language: str) -> None:
    helper = people.library.id
    series = publish_cafe(people, title=TITLE, signup="required", co_organisers=frozenset({helper}), **CONTACT)
    pool = queries.list_pool_states([dates.list_occurrences(series.id)[0].id], [])[0]
    sign_up(pool.code, "Noor", email="noor@example.org", language=language)
    activities.change_series(series.code, "", SeriesChange(organisation_id=helper), people.eva.id)


def organiser_message(people: People, language: str) -> None:
    date = _date(people, pools=({"role": "learner", "capacity": 9},))
    _noor(date, language)
    pool = queries.get_pool(date.pool)
    service.write_to_all([pool.state.id], BODY, "n" * 32, people.eva.id)


def already_signed_up(people: People, language: str) -> None:
    date = _date(people, dates=3, signup_scope="series")
    _noor(date, language)
    _noor(date, language)


def activity_submitted(people: People, language: str) -> None:
    _speak(people.kim.id, language)
    publish_cafe(people, people.newcomer_association, title=TITLE)


def activity_approved(people: People, language: str) -> None:
    _speak(people.eva.id, language)
    activities.approve(publish_cafe(people, people.newcomer_association, title=TITLE).code, ["4a.4"], people.kim.id)


def activity_rejected(people: People, language: str) -> None:
    _speak(people.eva.id, language)
    code = publish_cafe(people, people.newcomer_association, title=TITLE).code
    activities.reject(code, "Skriv gärna en kort text.\nhttps://example.org/tips", people.kim.id)


def activity_comment(people: People, language: str) -> None:
    _speak(people.nils.id, language)
    code = publish_cafe(people, people.newcomer_association, title=TITLE).code
    activities.comment(code, "Var ses ni?\nhttps://example.org/tips", (people.kim.id, True))


def co_organiser_added(people: People, language: str) -> None:
    _speak(people.nils.id, language)
    publish_cafe(people, title=TITLE, co_organisers=frozenset({people.newcomer_association.id}))


def reminder(people: People, language: str) -> None:
    date = _date(people, starts_in=_until_noon())
    _noor(date, language)
    _change(date, people, {"sv": "Ta med en kopp.", "en": "Bring a cup.", "ar": "أحضر كوبًا."})
    _go_round(REMINDER, for_people.remind, 3)


def thanks(people: People, language: str) -> None:
    date = _date(people, dates=3, starts_in=timedelta(hours=1))
    sign_up(date.pool, "Noor", email="noor@example.org", language=language, wants_next=True)
    _go_round(THANKS, for_people.thank, 1)


def host_list(people: People, language: str) -> None:
    _speak(people.eva.id, language)
    date = _date(people, capacity=2, starts_in=_until_noon())
    sign_up(date.pool, "Ali", needs=frozenset({"lift"}))
    sign_up(date.pool, "Noor", party_size=2)
    _change(date, people, {}, timedelta(minutes=10))
    _go_round(LIST, for_hosts.send_lists, 3)


def host_record(people: People, language: str) -> None:
    _speak(people.eva.id, language)
    _date(people, starts_in=timedelta(hours=1))
    _go_round(RECORD, for_hosts.ask_for_records, 1)


def visit_asked(people: People, language: str) -> None:
    _speak(people.lina.id, language)
    visiting.ask(visiting.offer(people, title=TITLE), contact=CALLED)


def visit_changed_by_group(people: People, language: str) -> None:
    _speak(people.lina.id, language)
    visit = visiting.ask(visiting.offer(people, title=TITLE), contact=CALLED)[1][0]
    visits.change_people(visit.code, 20, 2)


def visit_today(people: People, language: str) -> None:
    _speak(people.lina.id, language)
    asked = Asked(14, 1, needs=frozenset({"interpreter"}))
    visit = visiting.agreed(people, visiting.offer(people, title=TITLE), contact=CALLED, asked=asked)
    assert visit.span
    _go_round(TODAY, for_libraries.tell_today, (visit.span.day - clock.today()).days)


def handed_over(people: People, language: str) -> None:
    _speak(people.lina.id, language)
    organiser_changed(people, language)


def room_requested(people: People, language: str) -> None:
    _speak(people.lina.id, language)
    _ask(people)


def room_approved(people: People, language: str) -> None:
    _speak(people.nils.id, language)
    bookings.approve([one.code for one in _ask(people)], [], "", people.lina.id)


def room_declined(people: People, language: str) -> None:
    _speak(people.nils.id, language)
    bookings.decline([one.code for one in _ask(people)], WHY, people.lina.id)


def room_cancelled(people: People, language: str) -> None:
    _speak(people.nils.id, language)
    bookings.cancel([one.code for one in _ask(people)], people.lina.id, WHY, by_house=True)


def visit_requested(people: People, language: str) -> None:
    _visit(people, language)


def visit_confirmed(people: People, language: str) -> None:
    visits.accept(_visit(people, language), None, people.lina.id)


def visit_waiting(people: People, language: str) -> None:
    _visit(people, language, slots=())


def visit_proposed(people: People, language: str) -> None:
    words = "Då är vi två.\nhttps://example.org/tips"
    visits.propose(_visit(people, language), visiting.slot(number=1), words, people.lina.id)


def visit_moved(people: People, language: str) -> None:
    code = _visit(people, language)
    visits.accept(code, None, people.lina.id)
    visits.move(code, visiting.slot(number=1), people.lina.id)


def visit_declined(people: People, language: str) -> None:
    visits.decline(_visit(people, language), "Vi har stängt.\nhttps://example.org/tips", people.lina.id)


def visit_cancelled(people: People, language: str) -> None:
    visits.withdraw(_visit(people, language), "Vi har stängt.", people.lina.id)


def visit_cancelled_by_you(people: People, language: str) -> None:
    visits.cancel(_visit(people, language))


def visit_reminder(people: People, language: str) -> None:
    code = _visit(people, language)
    visits.accept(code, None, people.lina.id)
    span = find_visit(code).span
    assert span
    _go_round(visit_rounds.REMINDER, visit_rounds.remind, (span.day - clock.today()).days)


CAUSES = {
    cause.__name__: cause
    for cause in (
        confirmed, waiting, promoted, cancelled_by_you, cancelled_by_organiser, party_changed, changed_by_organiser,
        dates_changed, organiser_message, already_signed_up, activity_submitted, activity_approved,
        activity_rejected, activity_comment, co_organiser_added, handed_over, reminder, thanks, host_list, host_record,
        room_requested, room_approved, room_declined, room_cancelled,
        visit_requested, visit_confirmed, visit_waiting, visit_proposed, visit_moved, visit_declined, visit_cancelled,
        visit_cancelled_by_you, visit_reminder,
        visit_asked, visit_changed_by_group, visit_today,
    )
}  # fmt: skip
OF_CHANGES = (date_cancelled, date_moved, dates_moved, dates_cancelled, organiser_changed)
WAYS = {**CAUSES, **{cause.__name__: cause for cause in OF_CHANGES}}  # all that is worth reading
KINDS = {**{name: name for name in CAUSES}, **{cause.__name__: "dates_changed" for cause in OF_CHANGES}}


def _ask(people: People) -> list[BookingFact]:
    """A new association asks for a room of the library, at fourteen times."""
    weeks = [span(weeks=week) for week in range(14)]
    return asked(people, *weeks, by=people.newcomer_association, who=people.nils, purpose=TITLE["sv"], number=12)


def _until_noon() -> timedelta:
    """Until noon in three days, whatever time it is now."""
    return clock.to_utc(datetime.combine(clock.today() + timedelta(days=3), time(12))) - clock.now()


def _go_round(rule: Rule, make: Callable[[], None], days: int) -> None:
    """Make the round for the dates of today to that day in ``days``, as if it were due."""
    last = clock.today() + timedelta(days=days)
    with transaction() as session:
        session.merge(Round(name=rule.name, done_on=last - timedelta(days=4)))
    with time_machine.travel(rule.due_at(last), tick=False):
        make()


def _date(people: People, **facts: object) -> Date:
    return make_date(people, title=TITLE, room_id=people.room.id, **CONTACT, **facts)


def _change(
    date: Date, people: People, notice: dict[str, str], later: timedelta = timedelta(), place_id: int | None = None
) -> None:
    now = dates.get_occurrence(date.code)
    span = Span(now.starts_at + later, now.ends_at + later)
    room_id = None if place_id else now.room_id
    change = DateChange(span, place_id or now.place_id, room_id, notice, frozenset())
    activities.edit_date(date.code, change, people.eva.id)


def _noor(date: Date, language: str) -> str:
    return sign_up(date.pool, "Noor", email="noor@example.org", language=language).code


def _visit(people: People, language: str, **changed: Any) -> str:
    """A visit that somebody has asked for in that language, with everything that an offer can say."""
    bring = {"sv": "Ta med lånekort.", "en": "Bring your cards.", "ar": "أحضروا بطاقات المكتبة."}
    title = {"sv": "Hitta biblioteket", "en": "Find the library", "ar": "تعرّف على المكتبة"}
    contact = replace(visiting.wanted().contact, name="Noor", language=language)
    group = replace(visiting.wanted().group, name="Noor", organisation="Noor")
    made = visiting.offer(people, title=title, bring=bring, receiver="Lina")
    (visit,) = visiting.ask(made, contact=contact, group=group, **changed)[1]
    return visit.code


def _speak(user_id: int, language: str) -> None:
    with transaction() as session:
        session.execute(update(User).where(User.id == user_id).values(language=language))
