"""Places and rooms with their accessibility facts."""

import pytest

from app.db import transaction
from app.organisations.tables import Organisation
from app.places.queries import get_room, list_rooms


def test_the_coordinator_makes_a_place_with_a_room(client, people):
    client.sign_in(people.kim.id)
    page = client.submit(
        "/sv/desk/places/new",
        name="Folkets hus",
        key="folkets-hus",
        accessibility=["lift"],
        directions__sv="Bakom torget.",
    )
    page = client.submit(
        "/sv/desk/places/folkets-hus/rooms/new", name="Stora salen", capacity="80", equipment=["projector"]
    )

    assert "Stora salen" in page.text
    assert page.fields()["accessibility"] == "lift"


def test_a_librarian_edits_the_own_place_only(client, people):
    client.sign_in(people.lina.id)

    page = client.submit("/sv/desk/places/stadsbiblioteket", town="Hässleholm C")

    assert page.fields()["town"] == "Hässleholm C"
    client.get("/sv/desk/places/magneteten", status=404)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"key": "magneteten"}, "already a place"),
        ({"key": "Folkets hus"}, "Use only a-z"),
        ({"name": ""}, "Write the name"),
        ({"latitude": "123"}, "90"),
        ({"latitude": "norr"}, "decimal"),
        ({"organisation": "999"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_with_a_place_is_said_at_its_field(client, people, typed, words):
    sent = {"name": "Ny", "key": "ny", "address": "Gatan 1", **typed}

    page = client.sign_in(people.kim.id).submit("/en/desk/places/new", status=422, **sent)

    assert words in page.text
    assert page.fields()["address"] == "Gatan 1"


def test_two_rooms_of_a_place_have_two_names(client, people):
    page = client.sign_in(people.lina.id).submit("/en/desk/places/stadsbiblioteket/rooms/new", status=422, name="Rum 2")

    assert "already has a room" in page.text


def test_a_room_is_edited(client, people):
    client.sign_in(people.lina.id)

    client.submit(f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}", capacity="12")

    assert "12 people" in client.get("/en/desk/places/stadsbiblioteket").text


@pytest.mark.parametrize("capacity", ["0", "-3", "tolv", "99999999999999999999"])
def test_a_capacity_is_a_sensible_whole_number(client, people, capacity):
    page = client.sign_in(people.lina.id).submit(
        f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}", status=422, capacity=capacity
    )

    assert page.fields()["capacity"] == capacity


def test_numbers_and_addresses_of_a_place_are_not_turned_round_in_arabic(client, people):
    page = client.sign_in(people.kim.id).get("/ar/desk/places/stadsbiblioteket")

    turned = [one.get("name") for one in page.all("input", dir="ltr")]
    assert {"key", "postcode", "latitude", "longitude"} <= set(turned)


def test_who_may_ask_for_a_room_and_by_which_rules(client, people):
    path = f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}"
    client.sign_in(people.lina.id)

    client.submit(
        path,
        open_to="some",
        guests=[str(people.association.id)],
        at_once="y",
        rules__sv="Ta av skorna.",
        rules__ar="بدون أحذية",
    )

    found = get_room(people.room.code)
    assert (found.open_to, found.guests, found.at_once) == ("some", {people.association.id}, True)
    assert found.rules == {"sv": "Ta av skorna.", "ar": "بدون أحذية"}
    assert client.get(path).fields()["guests"] == str(people.association.id)


def test_a_room_is_open_to_every_approved_organisation_until_somebody_says_else(client, people):
    client.sign_in(people.lina.id).submit("/en/desk/places/stadsbiblioteket/rooms/new", name="Forum")

    forum = next(room for room in list_rooms(people.stadsbiblioteket.id) if room.name == "Forum")
    assert (forum.open_to, forum.at_once, forum.rules, forum.guests) == ("approved", False, {}, frozenset())


def test_guests_are_exchanged(client, people):
    path = f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}"
    client.sign_in(people.lina.id)
    both = {str(people.association.id), str(people.other_association.id)}
    client.submit(path, open_to="some", guests=sorted(both))

    client.submit(path, guests=[str(people.other_association.id), str(people.library.id)])

    assert get_room(people.room.code).guests == {people.other_association.id, people.library.id}


def test_a_guest_that_is_no_longer_approved_stays_one_and_no_other_is_offered(client, people):
    path = f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}"
    client.sign_in(people.lina.id).submit(path, open_to="some", guests=[str(people.association.id)])
    with transaction() as session:
        for one in (people.association, people.other_association):
            session.get_one(Organisation, one.id).state = "suspended"

    client.submit(path, name="Rum 3")

    assert get_room(people.room.code).guests == {people.association.id}
    offered = [box.get("value") for box in client.get(path).all("input", name="guests")]
    assert str(people.other_association.id) not in offered


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"open_to": "some"}, "Choose the organisations"),
        ({"open_to": "everybody"}, "Not a valid choice"),
        ({"open_to": "some", "guests": ["999"]}, "not a valid choice"),
        ({"open_to": "some", "guests": ["x"]}, "could not be coerced"),
        ({"rules__sv": "x" * 2001}, "at most 2000"),
    ],
)
def test_what_is_wrong_with_a_room_is_said_at_its_field(client, people, typed, words):
    path = f"/en/desk/places/stadsbiblioteket/rooms/{people.room.code}"

    page = client.sign_in(people.lina.id).submit(path, status=422, at_once="y", rules__en="No shoes", **typed)

    assert words in page.text
    assert (page.fields()["at_once"], page.fields()["rules-en"]) == ("y", "No shoes")


def test_a_room_is_found_at_its_own_place_only(client, people):
    client.sign_in(people.kim.id)

    client.get(f"/en/desk/places/magneteten/rooms/{people.room.code}", status=404)
    client.get("/en/desk/places/stadsbiblioteket/rooms/ZZZZZZZZ", status=404)
