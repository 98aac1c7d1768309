"""Asking for rooms, answering, closing them; and the constraint behind the checks."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.bookings import feeds, queries, rules, service, steps
from app.bookings.rules import BookingKind, BookingState, Wish
from app.bookings.service import Request
from app.bookings.tables import RoomBooking
from app.db import reading, transaction, violated
from app.messages.tables import Message
from app.places.rules import NoSuchRoom
from app.schedule.hours import Hours, read_windows
from app.schedule.spans import Span
from tests.activities.build import next_monday
from tests.bookings.build import ask, book, set_room, span

LATER = timedelta(days=7)
NOBODY, OWN = steps.Owner(None, "SERIES"), steps.Use(BookingKind.OWN)


def mails(kind):
    return reading().query(Message).filter_by(kind=kind).all()


def states(facts):
    return [one.state for one in facts]


def again(code):
    return queries.get_booking(code)


def test_an_association_asks_and_the_library_is_told(people):
    asked = ask(people)

    assert states(asked) == ["requested"]
    assert [one.recipient for one in mails("room_requested")] == [people.lina.email]


def test_the_house_books_at_once_and_nobody_is_told(people):
    assert states(ask(people, by=people.library)) == ["approved"]
    assert not mails("room_requested")


def test_a_room_may_approve_at_once(people):
    set_room(people, at_once=True)

    assert states(ask(people)) == ["approved"]


@pytest.mark.parametrize(
    ("open_to", "guest", "may"),
    [
        ("approved", False, True),
        ("house", False, False),
        ("house", True, False),
        ("some", True, True),
        ("some", False, False),
    ],
)
def test_who_may_ask(people, open_to, guest, may):
    chosen = people.association if guest else people.other_association
    set_room(people, open_to=open_to, guests=frozenset({chosen.id}) if open_to == "some" else frozenset())

    if may:
        assert ask(people)
    else:
        with pytest.raises(rules.RoomNotForYou):
            ask(people)


def test_an_approved_booking_is_in_the_way_and_a_request_is_not(people):
    ask(people, by=people.other_association)
    first = ask(people)
    service.approve([first[0].code], [], "", people.lina.id)

    with pytest.raises(rules.RoomTaken):
        ask(people, span(start=18, end=20))
    assert states(ask(people, span(start=19, end=20))) == ["requested"]


def test_all_times_or_none(people):
    book(people, span(next_monday() + LATER))

    with pytest.raises(rules.RoomTaken):
        ask(people, span(), span(next_monday() + LATER), span(next_monday() + 2 * LATER))
    assert not [one for one in queries.list_between([people.room.id], span().starts_at, span().ends_at)]


def test_outside_the_opening_hours_only_the_house_may(people):
    set_room(people, hours=Hours((read_windows("10–18"), *((),) * 6)))

    with pytest.raises(rules.RoomClosedThen):
        ask(people)
    assert ask(people, span(start=16, end=18))
    assert ask(people, by=people.library)


@pytest.mark.parametrize(
    ("spans", "refusal"),
    [
        ([], rules.NothingToBook),
        ([(17, 19), (18, 20)], rules.TimesOverlap),
    ],
)
def test_what_cannot_be_asked_for(people, spans, refusal):
    wishes = [Wish(people.room.id, span(start=start, end=end)) for start, end in spans]

    with pytest.raises(refusal):
        service.ask(Request(people.association.id, "Möte"), wishes, people.eva.id)


def test_too_many_people_no_room_and_the_past(people):
    with pytest.raises(rules.TooManyPeople):
        ask(people, heads=21)
    with pytest.raises(NoSuchRoom):
        service.ask(Request(people.association.id, "Möte"), [Wish(999, span())], people.eva.id)
    with pytest.raises(rules.BookingOver):
        ask(people, Span(clock.now() - timedelta(hours=2), clock.now() - timedelta(hours=1)))


def test_the_same_form_asks_once(people):
    nonce = "a" * 32

    assert ask(people, nonce=nonce) == ask(people, nonce=nonce)
    assert len(mails("room_requested")) == 1


def test_a_form_that_comes_back_with_another_time_asks_for_that_too(people):
    nonce = "a" * 32

    (first,) = ask(people, nonce=nonce)
    (second,) = ask(people, span(next_monday() + timedelta(days=1)), nonce=nonce)

    assert first.series != second.series
    assert (first.span.day, second.span.day) == (next_monday(), next_monday() + timedelta(days=1))


def test_approving_declines_what_collides_and_tells_both(people):
    mine, theirs = ask(people)[0], ask(people, by=people.other_association)[0]

    service.approve([mine.code], [theirs.code], "Någon var före er.", people.lina.id)

    assert (again(mine.code).state, again(theirs.code).state) == ("approved", "declined")
    assert again(theirs.code).reason == "Någon var före er."
    assert len(mails("room_approved")) == len(mails("room_declined")) == 1


def test_what_collides_with_a_booking_cannot_be_approved(people):
    theirs = ask(people, by=people.other_association)[0]
    book(people)

    with pytest.raises(rules.RoomTaken):
        service.approve([theirs.code], [], "", people.lina.id)
    with pytest.raises(rules.ReasonMissing):
        service.decline([theirs.code], " ", people.lina.id)
    service.decline([theirs.code], "Upptaget", people.lina.id)
    with pytest.raises(rules.NotPossibleNow):
        service.decline([theirs.code], "Upptaget", people.lina.id)


def test_two_requests_that_overlap_are_not_approved_together(people):
    one, two = ask(people)[0], ask(people, span(start=18, end=20))[0]

    with pytest.raises(rules.RoomTaken):
        service.approve([one.code, two.code], [], "", people.lina.id)


def test_what_is_cancelled_is_free_again(people):
    booked = book(people)[0]

    service.cancel([booked.code], people.eva.id)

    assert again(booked.code).state == "cancelled"
    assert book(people)
    assert not mails("room_cancelled")


def test_the_house_takes_a_booking_back_with_a_word(people):
    booked = book(people)[0]

    with pytest.raises(rules.ReasonMissing):
        service.cancel([booked.code], people.lina.id, "", by_house=True)
    service.cancel([booked.code], people.lina.id, "Vattenskada", by_house=True)

    assert [one.recipient for one in mails("room_cancelled")] == [people.eva.email]


def test_a_room_is_closed_over_what_is_booked_only_with_a_word(people):
    booked = book(people)[0]
    whole_day = span(start=8, end=22)

    with pytest.raises(rules.InTheWay):
        service.block(people.room.id, [whole_day], "Målning", ([], ""), people.lina.id)
    service.block(people.room.id, [whole_day], "Målning", ([booked.code], "Vi målar."), people.lina.id)

    assert again(booked.code).state == "cancelled"
    assert len(mails("room_cancelled")) == 1
    with pytest.raises(rules.RoomTaken):
        ask(people)


def test_a_booking_is_moved_and_answered_anew(people):
    booked = book(people)[0]
    hour_later = span(start=18, end=20)

    assert service.move(booked.code, Wish(people.room.id, hour_later), people.eva.id) == BookingState.REQUESTED

    assert again(booked.code).span == hour_later
    assert len(mails("room_requested")) == 2


def test_a_booking_is_not_moved_upon_another(people):
    booked, other = book(people)[0], book(people, span(start=19, end=21))[0]

    with pytest.raises(rules.RoomTaken):
        service.move(booked.code, Wish(people.room.id, span(start=18, end=20)), people.eva.id)
    assert again(booked.code) == booked
    assert again(other.code) == other


def test_the_law_stands_behind_the_checks(people):
    book(people)

    with transaction() as session:
        steps.add(session, people.room.id, [span(start=18, end=20)], BookingState.REQUESTED, NOBODY, OWN)

    with pytest.raises(IntegrityError) as refused, transaction() as session:
        session.execute(update(RoomBooking).values(state="approved"))
    assert violated(refused.value, "ex_room_booking_no_overlap")


def test_the_law_becomes_a_refusal(people, monkeypatch):
    book(people)
    monkeypatch.setattr(queries, "list_taken", lambda *_facts: [])

    with pytest.raises(rules.RoomTaken):
        ask(people, by=people.library)


def test_what_meets_does_not_overlap(people):
    assert book(people, span(start=10, end=12), span(start=12, end=14))


def test_a_new_address_of_a_calendar_closes_the_old_one(app, people):
    old = feeds.feed_token("room:X")

    service.renew_feed("room:X", people.lina.id)

    assert not feeds.opens_feed("room:X", old)
    assert feeds.opens_feed("room:X", feeds.feed_token("room:X"))


def test_others_wait_for_a_held_room(people):
    with transaction() as session:
        held = steps.hold(session, people.room.id, span(), steps.Owner(people.library.id, "VISIT"))

    with pytest.raises(rules.RoomTaken):
        ask(people)
    with transaction() as session:
        steps.release(session, held)
    assert ask(people)
