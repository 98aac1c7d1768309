"""Places and rooms with their accessibility facts."""

import pytest


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
