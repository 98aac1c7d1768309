"""What libraries offer to groups, as everybody sees it; nothing of those who have asked."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from app import clock
from app.activities import queries as activities
from app.bookings.tables import RoomBooking
from app.db import transaction
from app.organisations.tables import Organisation
from app.places.tables import Place
from app.schedule.hours import Hours, exception, read_windows
from app.visits import queries, service
from app.visits.free import find_next_free, list_free
from app.visits.tables import Visit
from tests.bookings import build as booking
from tests.client import InspectingClient
from tests.counting import count_statements
from tests.visits.build import WEEKDAYS, agreed, ask, day, offer, slot, wanted

CANARY = "kanariefagel"


def path(made, rest=""):
    return f"/en/visits/{made.code}{rest}"


def free_links(page):
    return [href.split("slot=")[1] for href in page.links().values() if "slot=" in href]


def wall(span):
    return f"{clock.wall(span.starts_at):%Y-%m-%dT%H:%M}"


@pytest.fixture
def monday(time_machine):
    """A Monday morning in November, so that two months are always near."""
    time_machine.move_to(clock.to_utc(datetime.fromisoformat("2026-11-23T08:00")))


def test_the_list_has_each_library_with_its_next_free_time(client, people, monday):
    offer(people)

    page = client.get("/en/visits")

    assert "Stadsbiblioteket i Hässleholm" in page.text
    assert "60 minutes 5 to 30 people Swedish Next free time: Tuesday 24 November, 09:00" in page.text


def test_the_list_is_of_what_everybody_can_ask_for(client, people):
    for state in ("staff", "closed"):
        offer(people, state=state, title={"sv": CANARY})

    page = client.get("/en/visits")

    assert CANARY not in page.html
    assert "No visits are offered right now" in page.text
    assert page.links()["See the places and when they are open"] == "/en/places"


def test_what_has_been_booked_meanwhile_is_not_the_next_free_time(people, monday):
    one, other = offer(people), offer(people, room_id=None, per_day=1)
    booking.book(people, replace(slot(), ends_at=slot().ends_at + timedelta(hours=1)))
    ask(other)

    found = find_next_free([one, other])

    assert found == {made.id: list_free(made)[0] for made in (one, other)}
    assert found[one.id].day == clock.today() + timedelta(days=1)


def test_the_next_free_time_may_be_far_ahead_or_nowhere(people):
    later = offer(people, lead_days=100, horizon_days=180)
    never = offer(people, hours=Hours((read_windows("9–10"),) + ((),) * 6), horizon_days=2, lead_days=1, per_day=1)
    closed = exception(clock.today(), clock.today() + timedelta(days=9), ())
    with transaction() as session:
        session.execute(update(Place).values(hours=Hours(exceptions=(closed,))))

    found = find_next_free([later, never])

    assert found == {later.id: list_free(later)[0]}
    assert list_free(never) == []


def test_groups_that_wait_are_told_in_the_list(client, people):
    ask(offer(people), slots=())

    assert "1 group waits for a time" in client.get("/en/visits").text


def test_a_page_says_what_how_long_for_whom_where_and_how_it_is_answered(client, people):
    made = offer(people, lead_days=7, bring={"en": "Your cards"}, receiver="Lina", languages=frozenset({"sv", "ar"}))

    text = client.get(path(made)).text

    for words in (
        "60 minutes", "5 to 30 people", "Teachers and leaders are counted too.", "Stadsbiblioteket, Rum 2", "Lift",
        "Swedish and Arabic", "Your cards", "Lina", "At least 7 days before.", "Enter from the square.",
        "The library answers you. Until then the time is held for you.",
    ):  # fmt: skip
        assert words in text
    assert "You get the time at once." in client.get(path(offer(people, auto_accept=True))).text


def test_each_free_time_is_a_link_to_the_form_that_says_its_day(client, people, monday):
    made = offer(people)

    page = client.get(path(made))

    assert page.links()["Tuesday 24 November, 09:00–10:00"] == path(made, "/request?slot=2026-11-24T09:00")
    assert len(free_links(page)) == 15
    assert "15 free times" in page.text


def test_the_days_of_the_month_lead_to_their_times(client, people, monday):
    page = client.get(path(offer(people)))

    days = [link.get("href") for link in page.all("table")[0].iter() if link.get("href")]
    assert days == [f"#day-2026-11-{number}" for number in (24, 25, 26, 27, 30)]
    ids = {element.get("id") for element in page.tree.iter() if isinstance(element.tag, str)}
    assert {href[1:] for href in days} <= ids


def test_months_lead_to_those_that_have_free_times_and_to_no_others(client, people, monday):
    closed = exception(date(2026, 12, 1), date(2026, 12, 31), ())
    made = offer(people, hours=replace(WEEKDAYS, exceptions=(closed,)), horizon_days=60)

    first, second = client.get(path(made)), client.get(path(made, "?month=2027-01"))

    assert first.links()["January 2027"] == path(made, "?month=2027-01#times")
    assert {href[:10] for href in free_links(second)} >= {"2027-01-04"}
    assert second.links()["November 2026"] == path(made, "?month=2026-11#times")
    assert "December 2026" not in first.text + second.text


@pytest.mark.parametrize("month", ["2026-10", "2026-13", "x", "", "9999-12", "2026-12-01"])
def test_a_month_without_free_times_or_none_at_all_is_the_first_that_has_some(client, people, monday, month):
    made = offer(people, horizon_days=5)

    assert free_links(client.get(path(made, f"?month={month}")))[0] == "2026-11-24T09:00"


def test_what_is_taken_is_not_free(client, people, monday):
    made = offer(people, gap_minutes=10, hours=Hours((read_windows("9–12"),) * 5 + ((), ()), on_holidays=True))
    ask(made, slot(minutes=60))
    booking.book(people, slot(number=1, minutes=60))

    links = free_links(client.get(path(made)))

    assert wall(slot()) not in links
    assert wall(slot(number=1)) not in links


def test_when_groups_wait_one_joins_them(client, people):
    made = offer(people)
    ask(made, slots=())

    page = client.get(path(made))

    assert "1 group waits for a time" in page.text
    assert free_links(page) == []
    assert page.links()["Join the waiting list"] == path(made, "/request")


def test_when_nothing_is_free_one_waits(client, people):
    made = offer(
        people, hours=Hours((read_windows("9–10"),) * 5 + ((), ()), exceptions=()), horizon_days=2, lead_days=1
    )
    with transaction() as session:
        closed = exception(clock.today(), clock.today() + timedelta(days=9), ())
        session.execute(update(Place).values(hours=Hours(exceptions=(closed,))))

    page = client.get(path(made))

    assert "There are no free times now" in page.text
    assert "Join the waiting list" in page.links()


def test_without_hours_one_suggests(client, people):
    made = offer(people, hours=Hours())

    assert client.get(path(made)).links()["Suggest times that suit you"] == path(made, "/request")


def test_a_closed_offer_says_so_and_one_of_the_staff_is_not_there(client, people):
    closed, hidden = offer(people, state="closed"), offer(people, state="staff")

    assert "Nobody can ask for this visit now." in client.get(path(closed)).text
    client.get(path(hidden), status=404)
    client.get(path(hidden, "/request"), status=404)
    client.get("/en/visits/NOSUCH00", status=404)


def test_the_staff_sees_what_only_they_enter(client, people):
    hidden = offer(people, state="staff")

    assert "It is not public" in client.sign_in(people.lina.id).get(path(hidden)).text
    InspectingClient(client.app).sign_in(people.eva.id).get(path(hidden), status=404)


def test_a_paused_library_offers_nothing(client, people):
    made = offer(people)
    with transaction() as session:
        session.execute(update(Organisation).where(Organisation.id == people.library.id).values(state="suspended"))

    assert made.code not in client.get("/en/visits").html
    client.get(path(made), status=404)


def test_nothing_that_a_group_wrote_is_on_a_public_page(client, people):
    made = offer(people)
    form = wanted()
    contact = replace(form.contact, name=CANARY, email=f"{CANARY}@example.org", phone="+46701234567")
    group, asked = replace(form.group, name=CANARY, organisation=CANARY), replace(form.asked, answer=CANARY)
    visit = agreed(people, made, contact=contact, group=group, asked=asked)
    service.take_note(visit.code, CANARY, people.lina.id)
    date = activities.find_occurrence(visit.occurrence_id)

    for address in (
        "/en/visits",
        path(made),
        path(made, "/request"),
        "/en/places/stadsbiblioteket",
        "/en/",
        "/en/activities",
    ):
        answer = client.raw(address)
        assert answer.status_code == 200, address
        for secret in (CANARY, "701234567", visit.code, visit.request_code, date.code):
            assert secret not in answer.get_data(as_text=True), address


def test_the_pages_are_the_same_for_everybody(client, people):
    made = offer(people)

    for address in ("/en/visits", path(made)):
        answer = client.raw(address)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "csrf_token" not in answer.get_data(as_text=True)
        assert "Set-Cookie" not in answer.headers


def test_a_place_that_takes_groups_says_so(client, people):
    assert "Visit the library with a group" not in client.get("/en/places/stadsbiblioteket").text
    offer(people)

    assert client.get("/en/places/stadsbiblioteket").links()["Visit the library with a group"] == "/en/visits"
    assert "Visit the library with a group" not in client.get("/en/places/magneteten").text


@pytest.mark.parametrize("language", ["sv", "en", "ar", "fa-AF", "so", "ti", "uk"])
def test_the_pages_are_well_made_in_every_language(client, people, language):
    made = offer(people)

    for rest in ("", f"/{made.code}", f"/{made.code}/request?slot={wall(slot())}", "/my"):
        client.get(f"/{language}/visits{rest}")


@pytest.fixture
def year(people):
    """An offer whose year ahead is full: 300 visits, and 300 bookings of its room."""
    made = offer(people, horizon_days=365)
    visit = ask(made)[1][0]
    spans = [slot(number, 9) for number in range(1, 151)] + [slot(number, 11) for number in range(1, 151)]
    moment = clock.now()
    rows = [
        {"request_id": visit.request_id, "offer_id": made.id, "state": "requested", "starts_at": one.starts_at,
         "ends_at": one.ends_at, "held_until": one.ends_at, "code": f"V{number:07}", "wished": [], "learners": 5, "adults": 1,
         "newcomers": True, "asked_at": moment, "changed_at": moment, "sequence": 0, "elsewhere": "", "note": "",
         "reason": "", "shown": ""} for number, one in enumerate(spans)
    ]  # fmt: skip
    booked = [
        {"code": f"B{number:05}{hour}", "room_id": people.room.id, "starts_at": slot(number, hour).starts_at,
         "ends_at": slot(number, hour).ends_at, "state": "approved", "kind": "own", "series": f"S{number:05}{hour}",
         "purpose": "", "reason": "", "sequence": 0, "asked_at": moment, "changed_at": moment}
        for number in range(1, 151) for hour in (13, 15)
    ]  # fmt: skip
    with transaction() as session:
        session.execute(insert(Visit), rows)
        session.execute(insert(RoomBooking), booked)
    return made


def test_a_year_ahead_takes_few_statements(app, client, people, year):
    for address in ("/en/visits", path(year), path(year, "?month=2027-05"), path(year, "/request")):
        with count_statements(app) as counted:
            client.raw(address)
        assert len(counted) <= 8, counted.statements
    assert len(list_free(queries.get_offer(year.code))) > 300


def test_a_link_of_the_day_before_yesterday_is_in_the_past(client, people):
    made = offer(people)

    assert "has just been taken" in client.get(path(made, f"/request?slot={day() - timedelta(days=7)}T09:00")).text
