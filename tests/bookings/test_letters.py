"""What mails about rooms say, and when nothing is left to say."""

import pytest

from app.bookings import letters, queries, service
from app.bookings.letters import LETTERS
from app.messages.rendering import render
from tests.bookings.rooms import another_room, asked, booked, change_booking, span
from tests.registrations.build import make_date


def about(found):
    return {"bookings": [one.code for one in found]}


def to_house(people, found):
    return {"series": found[0].series, "organisation": people.library.id}


def test_the_house_reads_who_asks_for_what_and_how_many_others_do(people):
    asked(people, by=people.other_association, who=people.olga)
    found = asked(people, span(), span(weeks=1), number=12)

    letter = letters.room_requested(to_house(people, found))

    assert (letter.organisation, letter.purpose, letter.people) == ("Föreningen Vänliga grannar", "Board meeting", 12)
    assert (letter.number, letter.rivals, letter.place.room_name) == (2, 1, "Rum 2")


def test_what_is_answered_is_left_out_and_then_nothing_is_left_to_say(people):
    found = asked(people, span(), span(weeks=1))

    service.approve([found[0].code], [], "", people.lina.id)
    assert letters.room_requested(to_house(people, found)).number == 1
    service.decline([found[1].code], "No", people.lina.id)
    assert letters.room_requested(to_house(people, found)) is None


def test_a_house_reads_only_of_its_own_rooms(people):
    found = asked(people, span(), span(weeks=1))
    elsewhere = another_room(people, "Verkstan", place_id=people.magneteten.id)
    change_booking(found[0].id, room_id=elsewhere.id)

    assert letters.room_requested(to_house(people, found)).number == 1


def test_whoever_gave_the_room_back_hears_nothing_of_it(people):
    found = booked(people)

    assert letters.room_approved(about(found)).number == 1
    service.cancel([found[0].code], people.eva.id)
    assert letters.room_approved(about(found)) is None


@pytest.mark.parametrize("kind", ["room_approved", "room_declined", "room_cancelled"])
def test_what_has_been_is_told_nobody(people, time_machine, kind):
    found = booked(people)
    change_booking(found[0].id, state=kind.removeprefix("room_"))
    assert LETTERS[kind](about(found)).number == 1

    time_machine.move_to(found[0].ends_at)

    assert LETTERS[kind](about(found)) is None


def test_many_times_are_told_in_a_few_lines(people):
    found = booked(people, *[span(weeks=week) for week in range(20)])

    text = render("room_approved", "en", about(found), "").text

    assert text.count("17:00 to 19:00") == letters.MOST_TOLD
    assert "And 8 more." in text


def test_a_date_that_loses_its_room_is_told_by_its_title_and_with_what_to_do(people):
    date = make_date(people, title={"en": "Sewing", "sv": "Sömnad"})
    found = asked(people)
    change_booking(found[0].id, occurrence_id=date.ids[0], kind="occurrence")
    service.decline([found[0].code], "We paint.", people.lina.id)

    letter = render("room_declined", "en", about(queries.list_series(found[0].series)), "")

    assert "You cannot have the room: Sewing" in letter.subject
    assert "> We paint." in letter.text
    assert "Your activity takes place all the same" in letter.text


def test_of_several_rooms_each_time_names_its_own(people):
    found = asked(people, span(), span(weeks=1))
    other = another_room(people, "Verkstan")
    change_booking(found[1].id, room_id=other.id)
    found = queries.list_series(found[0].series)

    mail = render("room_requested", "sv", to_house(people, found), "")

    assert "(Rum 2)" in mail.text
    assert "(Verkstan)" in mail.text
    assert mail.text.count("Rum 2") == 1
