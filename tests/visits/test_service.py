"""Asking for visits, answering, holding them; the room and the date go with a visit, or nothing does."""

from dataclasses import replace

import pytest

from app.activities import queries as activities
from app.activities import service as series
from app.bookings import queries as bookings
from app.bookings import rules as rooms
from app.bookings.rules import Wish
from app.db import reading
from app.messages.tables import Message
from app.schedule.hours import Hours, exception
from app.visits import asking, queries, rules, service
from app.visits.closing import ClosedOverVisits, NotARoomOfOurs
from app.visits.queue import NotTheirTurn, QueueBefore
from app.visits.service.offers import Away, OfferInput
from app.visits.slots import SlotTaken
from tests.bookings import build as booking
from tests.visits.build import WEEKDAYS, agreed, ask, close_library, day, offer, slot, wanted


def mails(kind):
    return [one.recipient for one in reading().query(Message).filter_by(kind=kind)]


def again(visit):
    return queries.get_visit(visit.code)


def room_is_free(people, span):
    return not bookings.list_taken([people.room.id], span.starts_at, span.ends_at)


def date_of(visit):
    return activities.find_occurrence(visit.occurrence_id)


def test_a_teacher_asks_and_the_time_and_the_room_are_held(people):
    receipt, visits = ask(offer(people))

    assert (receipt.state, visits[0].state, visits[0].span) == ("requested", "requested", slot())
    assert not room_is_free(people, slot())
    assert (mails("visit_requested"), mails("visit_asked")) == (["oksana@example.org"], [people.lina.email])
    assert queries.find_by_own_code(receipt.own_code) == visits


def test_an_offer_may_agree_at_once(people):
    receipt, visits = ask(offer(people, auto_accept=True))

    assert receipt.state == "confirmed"
    assert date_of(visits[0]).tags == {"newcomers"}
    assert mails("visit_confirmed") == ["oksana@example.org"]


def test_the_same_form_asks_once(people):
    made, form = offer(people), wanted()

    first, second = service.ask(made.code, form), service.ask(made.code, form)

    assert (first.request, second.again) == (second.request, True)


def test_a_slot_goes_to_the_first(people):
    made = offer(people)
    ask(made)

    with pytest.raises(SlotTaken):
        ask(made)


def test_the_gap_between_visits_is_kept(people):
    made = offer(people, gap_minutes=30)
    ask(made)

    with pytest.raises(SlotTaken):
        ask(made, slot(hour=10))
    assert ask(made, slot(number=1))


def test_the_law_of_the_rows_keeps_the_gap_too(people, monkeypatch):
    made = offer(people, gap_minutes=30, room_id=None)
    monkeypatch.setattr("app.visits.slots.check_free", lambda *_facts: None)
    monkeypatch.setattr("app.visits.slots.is_slot", lambda *_facts: True)
    ask(made, slot(hour=10))

    with pytest.raises(SlotTaken):
        ask(made, slot(hour=11))
    with pytest.raises(SlotTaken):
        ask(made, slot(hour=9))
    assert ask(made, slot(hour=12))


def test_a_booked_room_holds_no_visit_and_a_visit_no_booking(people):
    made = offer(people)
    booking.book(people, slot())
    with pytest.raises(SlotTaken):
        ask(made)
    ask(made, slot(hour=10))

    with pytest.raises(rooms.RoomTaken):
        booking.ask(people, slot(hour=10))


def test_two_offers_share_a_room(people):
    one, other = offer(people), offer(people, title={"sv": "Källkritik"})
    ask(one)

    with pytest.raises(SlotTaken):
        ask(other)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"asked": asking.Asked(30, 2)}, asking.GroupTooLarge),
        ({"asked": asking.Asked(3, 1)}, asking.GroupTooSmall),
        ({"slots": (slot(hour=13),)}, SlotTaken),
        ({"slots": (slot(), slot(number=1))}, asking.TooManyVisits),
    ],
)
def test_what_cannot_be_asked_for(people, change, refusal):
    with pytest.raises(refusal):
        ask(offer(people), **change)


def test_the_lead_time_and_the_horizon(people):
    with pytest.raises(asking.LeadTimePassed):
        ask(offer(people, lead_days=30))
    with pytest.raises(asking.BeyondHorizon):
        ask(offer(people, horizon_days=2), slot(number=5))
    with pytest.raises(rules.OfferClosed):
        ask(offer(people, state="staff"))


def test_accepting_makes_an_internal_date_in_the_room(people):
    visit = agreed(people, offer(people))

    date = date_of(visit)
    assert (visit.state, date.starts_at, date.visibility, date.room_id) == (
        "confirmed",
        visit.starts_at,
        "internal",
        people.room.id,
    )
    booked = bookings.list_of_occurrences([date.id])[date.id]
    assert (booked.span, booked.state, visit.booking_id) == (visit.span, "approved", None)
    assert mails("visit_confirmed") == ["oksana@example.org"]


def test_dates_of_one_offer_are_one_series(people):
    made = offer(people)

    one, two = agreed(people, made), agreed(people, made, slot(number=1))

    assert date_of(one).activity_id == date_of(two).activity_id


def test_declining_gives_slot_and_room_back_with_a_word(people):
    visit = ask(offer(people))[1][0]
    with pytest.raises(rules.ReasonMissing):
        service.decline(visit.code, "", people.lina.id)

    service.decline(visit.code, "Vi har stängt.", people.lina.id)

    assert (again(visit).state, again(visit).reason) == ("declined", "Vi har stängt.")
    assert room_is_free(people, slot())
    assert mails("visit_declined") == ["oksana@example.org"]


def test_another_time_is_proposed_held_and_agreed(people):
    made = offer(people)
    visit = ask(made)[1][0]

    service.propose(visit.code, slot(number=1), "Då är vi två.", people.lina.id)

    assert (again(visit).state, again(visit).span) == ("proposed", slot(number=1))
    assert room_is_free(people, slot())
    with pytest.raises(SlotTaken):
        ask(made, slot(number=1))
    service.agree(visit.code)
    assert (again(visit).state, date_of(again(visit)).starts_at) == ("confirmed", slot(number=1).starts_at)


def test_a_refused_proposal_goes_on_waiting(people):
    visit = ask(offer(people))[1][0]
    service.propose(visit.code, slot(number=1), "", people.lina.id)

    service.refuse_proposal(visit.code)

    assert (again(visit).state, again(visit).span) == ("waiting", None)
    assert room_is_free(people, slot(number=1))


def test_one_of_the_alternatives_can_be_accepted(people):
    visit = ask(offer(people), alternatives=(slot(number=2),))[1][0]
    with pytest.raises(rules.NotPossibleNow):
        service.accept(visit.code, slot(number=3), people.lina.id)

    service.accept(visit.code, slot(number=2), people.lina.id)

    assert again(visit).span == slot(number=2)
    assert room_is_free(people, slot())


def test_an_agreed_visit_is_moved_with_its_date_and_room(people):
    visit = agreed(people, offer(people))

    service.move(visit.code, slot(number=1, hour=14), people.lina.id)

    moved = again(visit)
    assert (moved.state, moved.span, moved.occurrence_id) == ("confirmed", slot(number=1, hour=14), visit.occurrence_id)
    assert date_of(moved).starts_at == moved.starts_at
    assert bookings.list_of_occurrences([moved.occurrence_id])[moved.occurrence_id].span == moved.span
    assert room_is_free(people, slot())
    assert mails("visit_moved") == ["oksana@example.org"]


def test_a_visit_is_not_moved_into_a_booked_room(people):
    visit = agreed(people, offer(people))
    booking.book(people, slot(number=1, hour=14))

    with pytest.raises(rooms.RoomTaken):
        service.move(visit.code, slot(number=1, hour=14), people.lina.id)
    assert again(visit) == visit


def test_a_date_that_is_moved_elsewhere_takes_its_visit_along(people):
    visit = agreed(people, offer(people))
    to = slot(number=1, hour=14)

    series.move(date_of(visit).code, to.starts_at, to.ends_at, people.lina.id)

    assert (again(visit).span, again(visit).state) == (to, "confirmed")
    assert mails("visit_moved") == ["oksana@example.org"]


def test_a_date_that_is_cancelled_elsewhere_cancels_its_visit(people):
    made = offer(people)
    visit = agreed(people, made)

    series.cancel_date(date_of(visit).code, people.lina.id)

    assert again(visit).state == "cancelled"
    assert mails("visit_cancelled") == ["oksana@example.org"]
    assert ask(made)[0].state == "requested"


def test_a_cancelled_slot_can_be_agreed_again(people):
    made = offer(people)
    visit = agreed(people, made)
    service.cancel(visit.code)

    other = agreed(people, made)

    assert (again(visit).state, date_of(again(visit)).state) == ("cancelled", "cancelled")
    assert date_of(other).starts_at == date_of(again(visit)).starts_at
    assert mails("visit_cancelled_by_you") == ["oksana@example.org"]


def test_a_group_asks_for_another_time(people):
    visit = agreed(people, offer(people))

    assert service.ask_again(visit.code, slot(number=2)) == "requested"

    assert (again(visit).span, again(visit).occurrence_id) == (slot(number=2), None)
    assert date_of(visit).state == "cancelled"
    assert room_is_free(people, slot())
    assert not mails("visit_cancelled")


def test_a_group_changes_how_many_they_are(people):
    visit = ask(offer(people))[1][0]

    service.change_people(visit.code, 20, 2)
    with pytest.raises(asking.GroupTooLarge):
        service.change_people(visit.code, 30, 2)

    assert (again(visit).learners, again(visit).adults) == (20, 2)
    assert mails("visit_changed_by_group") == [people.lina.email]


def test_several_visits_in_one_request(people):
    _receipt, visits = ask(offer(people, most_visits=3), slot(), slot(number=1))

    assert [one.span for one in visits] == [slot(), slot(number=1)]
    assert len({one.group_id for one in visits}) == 1


def test_an_offer_without_times_takes_suggestions(people):
    made = offer(people, hours=Hours())
    with pytest.raises(asking.SuggestionMissing):
        service.ask(made.code, replace(wanted(), slots=()))
    visit = ask(made, slots=(), suggestions=(slot(hour=13), slot(number=1)))[1][0]
    assert (visit.state, visit.span, visit.wishes) == ("requested", None, [slot(hour=13), slot(number=1)])

    service.accept(visit.code, slot(number=1), people.lina.id)

    assert again(visit).span == slot(number=1)


def test_the_queue_is_served_in_turn(people):
    made = offer(people)
    first, second = (ask(made, slots=())[1][0] for _number in range(2))
    assert [first.state, second.state] == ["waiting", "waiting"]

    with pytest.raises(QueueBefore):
        ask(made)
    with pytest.raises(NotTheirTurn):
        service.offer_time(second.code, slot(), people.lina.id)
    service.offer_time(first.code, slot(), people.lina.id)

    assert again(first).state == "proposed"
    assert mails("visit_proposed") == ["oksana@example.org"]
    with pytest.raises(SlotTaken):
        service.offer_time(second.code, slot(), people.lina.id)


def test_closing_over_agreed_visits_says_what_becomes_of_each(people):
    made = offer(people)
    stays, goes = agreed(people, made), agreed(people, made, slot(hour=10))
    typed = OfferInput(
        people.library.id, "library_visit", made.title, people.stadsbiblioteket.id, 60, 30, room_id=people.room.id,
        min_people=5, lead_days=1, hours=replace(WEEKDAYS, exceptions=(exception(day(), None, ()),)),
    )  # fmt: skip

    with pytest.raises(ClosedOverVisits):
        service.save_offer(made.code, typed, people.lina.id)
    away = Away(kept=[stays.code], cancelled=[goes.code], reason="Studiedag")
    service.save_offer(made.code, typed, people.lina.id, away)

    assert (again(stays).state, again(goes).state) == ("confirmed", "cancelled")
    assert mails("visit_cancelled") == ["oksana@example.org"]


def test_a_day_on_which_the_library_is_closed_is_for_the_staff_only(people):
    made = offer(people)
    close_library(people, day())

    with pytest.raises(SlotTaken):
        ask(made)
    visit = ask(made, slot(number=1))[1][0]
    service.propose(visit.code, slot(), "Vi öppnar för er.", people.lina.id)

    assert again(visit).span == slot()


def test_a_room_that_must_be_asked_for_holds_no_visits(people):
    with pytest.raises(NotARoomOfOurs):
        offer(people, organisation_id=people.association.id)


def test_a_visit_is_not_moved_through_the_rooms(people):
    visit = ask(offer(people))[1][0]
    code = bookings.list_by_ids([visit.booking_id])[0].code
    from app.bookings import service as room_service

    with pytest.raises(rooms.NotPossibleNow):
        room_service.cancel([code], people.lina.id, "x", by_house=True)
    with pytest.raises(rooms.NotPossibleNow):
        room_service.move(code, Wish(people.room.id, slot(number=4)), people.lina.id)
