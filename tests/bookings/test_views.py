"""The rooms, and the calendar of one: what whom it tells."""

from datetime import time

import pytest

from app import settings as app_settings
from app.bookings.feeds import feed_token
from app.schedule.hours import Hours, HoursException, Window
from tests.bookings.rooms import another_room, asked, booked, change_booking, change_room, span, tuesday
from tests.counting import count_statements
from tests.registrations.build import make_date


def calendar(people, view="month", day=None):
    return f"/en/desk/rooms/{people.room.code}?view={view}&on={day or tuesday()}"


def search(start="17:00", end="19:00", **more):
    words = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/en/desk/rooms/?day={tuesday()}&start={start}&end={end}{words}"


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def test_the_rooms_stand_by_place_with_what_is_in_them(eva, people):
    change_room(people.room.id, equipment=frozenset({"projector"}), open_to="house")

    page = eva.get("/en/desk/rooms/")

    assert "Stadsbiblioteket Rum 2 20 people · Projector · Only whoever looks after the place" in page.text
    assert "You have booked no room" in page.text
    assert "Book" not in page.links()


def test_the_desk_leads_to_the_rooms_and_tells_the_house_what_waits(client, people):
    asked(people)
    asked(people, span(weeks=1), span(weeks=2))

    assert "/en/desk/rooms/" in client.sign_in(people.eva.id).get("/en/desk/").html
    assert "2 requests for rooms wait" not in client.get("/en/desk/").text
    assert "2 requests for rooms wait for your answer." in client.sign_in(people.lina.id).get("/en/desk/").text


def test_free_rooms_stand_before_those_that_are_taken(eva, people):
    another_room(people)
    booked(people)

    page = eva.get(search())

    assert page.text.index("1 room is free") < page.text.index("Rum 3") < page.text.index("Not then")
    assert page.text.index("Not then") < page.text.index("Rum 2")
    assert f"day={tuesday()}&start=17" in page.links()["Book"]


def test_what_is_only_asked_for_is_free(eva, people):
    asked(people, by=people.other_association, who=people.olga)

    assert "1 room is free" in eva.get(search()).text


def test_a_room_that_is_too_small_is_told(eva, people):
    page = eva.get("/en/desk/rooms/?people=21")

    assert "Too small" in page.text
    assert "No room is free then" in page.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("day=2026-02-30&start=10&end=12", "There is no such day"),
        ("day=2026-12-01", "Choose the day, and write when it begins and ends."),
        ("day=2026-12-01&start=12&end=10", "The end must be later than the start"),
        ("day=2027-03-28&start=02:30&end=04", "summer time begins"),
        ("people=many", "Write a whole number"),
        ("people=0", "Write a whole number"),
    ],
)
def test_what_is_wrong_with_a_search_is_told_at_its_field(eva, query, words):
    assert words in eva.get(f"/en/desk/rooms/?{query}", status=422).text


def test_own_coming_bookings_have_a_pager(eva, people):
    asked(people, *[span(weeks=week) for week in range(27)])

    first, last = eva.get("/en/desk/rooms/"), eva.get("/en/desk/rooms/?page=2")

    assert first.text.count("Waits for an answer") == 25
    assert last.text.count("Waits for an answer") == 2
    assert "There is no such page" in eva.get("/en/desk/rooms/?page=9").text


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_the_house_reads_what_each_booking_is_for(lina, people, view):
    booked(people, span(9, 10))
    asked(people, span(12, 13), by=people.other_association, who=people.olga, purpose="Knitting")

    page = lina.get(calendar(people, view))

    assert "Board meeting" in page.text
    assert "Föreningen Vänliga grannar" in page.text
    assert "Knitting" in page.text
    assert "Asked for" in page.text


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_others_read_only_that_the_room_is_taken(eva, people, view):
    booked(people, span(9, 10), by=people.other_association, who=people.olga, purpose="Secret plan")
    asked(people, span(12, 13), by=people.other_association, who=people.olga, purpose="Secret wish")
    booked(people, span(14, 15), purpose="Our own")

    page = eva.get(calendar(people, view))

    assert "09:00–10:00" in page.text
    assert "Taken" in page.text
    assert "Our own" in page.text
    assert not [word for word in ("Secret", "Stickfrämjandet", "12:00–13:00", "Asked for") if word in page.html]


def test_the_coordinator_reads_all_of_it_and_can_do_nothing(client, people):
    booked(people)

    page = client.sign_in(people.kim.id).get(calendar(people))

    assert "Board meeting" in page.text
    assert not [word for word in ("Book the room", "Close the room", "Follow the room") if word in page.text]


def test_dates_of_activities_stand_with_their_title(client, people):
    date = make_date(people, title={"en": "Sewing", "sv": "Sömnad"})
    with_room = {"occurrence_id": date.ids[0], "kind": "occurrence"}
    found = asked(people)[0]
    change_booking(found.id, **with_room)

    assert "Sewing" in client.sign_in(people.eva.id).get(calendar(people)).text
    assert "Sewing" in client.sign_in(people.lina.id).get(calendar(people)).text
    assert "Sewing" not in client.sign_in(people.olga.id).get(calendar(people)).text


def test_a_full_day_of_a_month_leads_to_the_day_with_the_rest(lina, people):
    booked(people, *[span(hour, hour + 1) for hour in range(8, 14)])

    page = lina.get(calendar(people))

    assert page.text.count("Board meeting") == 3
    assert page.links()["and 3 more"].endswith(f"view=day&on={tuesday()}")
    assert lina.get(calendar(people, "day")).text.count("Board meeting") == 6
    assert lina.get(calendar(people, "week")).text.count("Board meeting") == 6


def test_a_free_gap_of_a_day_is_booked_as_it_is(eva, people):
    change_room(people.room.id, hours=Hours(((Window(time(10), time(18)),),) * 7, on_holidays=True))
    booked(people, span(12, 14), by=people.other_association, who=people.olga)

    page = eva.get(calendar(people, "day"))

    links = {words: url for words, url in page.links().items() if words.startswith("Book this time")}
    assert list(links) == ["Book this time 10:00–12:00", "Book this time 14:00–18:00"]
    fields = eva.get(links["Book this time 14:00–18:00"]).fields()
    assert (fields["first_on"], fields["start"], fields["end"]) == (tuesday().isoformat(), "14:00", "18:00")


def test_closed_days_say_so_and_why(eva, people):
    closed = HoursException(tuesday(), tuesday(), why="We paint")
    change_room(people.room.id, hours=Hours(((Window(time(10), time(18)),),) * 7, (closed,), on_holidays=True))

    assert "Closed: We paint" in eva.get(calendar(people, "week")).text
    day = eva.get(calendar(people, "day"))
    assert "Closed: We paint" in day.text
    assert "Look at another day." in day.text


def test_the_rules_of_the_room_are_read_in_ones_own_language(eva, people):
    change_room(people.room.id, rules={"sv": "Diska.", "ar": "اغسل الأواني."})

    assert "اغسل الأواني." in eva.get(f"/ar/desk/rooms/{people.room.code}").text


def test_a_bad_view_or_day_falls_back_to_this_month(eva, people):
    usual = eva.get(f"/en/desk/rooms/{people.room.code}")

    assert eva.get(f"/en/desk/rooms/{people.room.code}?view=year&on=9999-99-99").h1 == usual.h1
    assert "Month" in usual.text


def test_a_room_that_is_not_there_or_not_used_any_more_is_not_found(eva, people):
    change_room(people.room.id, closed=True)

    eva.get(f"/en/desk/rooms/{people.room.code}", status=404)
    eva.get("/en/desk/rooms/00000000", status=404)


@pytest.mark.parametrize("view", ["month", "week", "day"])
def test_a_full_month_takes_few_statements(app, lina, people, view):
    change_room(people.room.id, at_once=True)
    for week in range(4):
        asked(people, *[span(hour, hour + 1, week) for hour in range(8, 18)])

    with count_statements(app) as counted:
        lina.get(calendar(people, view))
    with count_statements(app) as of_list:
        lina.get(search())

    assert len(counted) <= 12
    assert len(of_list) <= 12


def test_where_rooms_are_booked_elsewhere_nothing_of_it_is_there(app, client, people, monkeypatch):
    series = booked(people)[0].series
    token = feed_token(f"room:{people.room.code}")
    configured = app_settings.settings()
    monkeypatch.setitem(app.extensions, "samspel_settings", configured.model_copy(update={"room_booking": False}))
    base = "/en/desk/rooms"
    paths = [f"{base}/", f"{base}/{people.room.code}", f"{base}/requests", f"{base}/bookings/{series}"]

    client.sign_in(people.lina.id)
    answers = [client.raw(path).status_code for path in [*paths, f"/rooms/{people.room.code}/{token}.ics"]]

    assert answers == [404] * 5
    assert "/desk/rooms" not in client.get("/en/desk/").html
