"""The staff's start page: what waits for whom."""

from pathlib import Path

import pytest

from app.attendance import service
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from app.desk.views import WAYS
from tests.attendance.build import ago, series
from tests.counting import count_statements
from tests.visits import build as visits


def test_todays_dates_are_counted_from_the_desk(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    page = client.get("/en/desk/")

    assert page.links()["Count"].endswith(f"/occurrences/{made.date}/attendance")


def test_a_saved_date_shows_its_numbers(client, people):
    made = series(people)
    service.save_record(made.date, Statement(3), Signer(people.eva.id))
    client.sign_in(people.eva.id)

    assert "See the numbers" in client.get("/en/desk/").links()


def test_past_dates_without_a_record_stand_oldest_first_with_a_pager(client, people):
    made = series(people, starts=[ago(days=day) for day in range(12, 0, -1)])
    client.sign_in(people.eva.id)

    page = client.get("/en/desk/")
    rest = client.get("/en/desk/?page=2")

    assert "12 dates have been" in page.text
    listed = [a.get("href") for a in page.all("a") if "/attendance" in (a.get("href") or "")]
    assert [url.split("/")[4] for url in listed] == [date.code for date in made.dates[:10]]
    assert f"{made.dates[11].code}/attendance" in rest.html


@pytest.mark.parametrize("page", ["0", "-1", "99", "x"])
def test_a_page_that_is_not_there_is_the_nearest(client, people, page):
    series(people, starts=[ago(days=1)])
    client.sign_in(people.eva.id)

    assert "1 date has been" in client.get(f"/en/desk/?page={page}").text


def test_an_empty_desk_says_what_to_do_next(client, people):
    client.sign_in(people.eva.id)

    page = client.get("/en/desk/")

    assert "No dates today" in page.text
    assert "New activity" in page.links()


def test_nobody_sees_what_waits_for_another_association(client, people):
    made = series(people, starts=[ago(days=1), ago(minutes=30)])
    client.sign_in(people.olga.id)

    page = client.get("/en/desk/")

    assert not any(date.code in page.html for date in made.dates)


def test_the_coordinator_sees_what_waits_for_approval(client, people):
    series(people, organisation=people.newcomer_association, state="submitted")
    client.sign_in(people.kim.id)

    page = client.get("/en/desk/")

    assert "Nya Cykelvänner" in page.text
    assert "Review" in page.links()
    assert "Waiting for approval" not in client.sign_in(people.eva.id).get("/en/desk/").text


def test_the_administrator_gets_the_ways_onward_only(client, people):
    client.sign_in(people.alma.id)

    page = client.get("/en/desk/")

    assert "Today" not in page.text
    assert "Outbox" in page.links()


def test_a_librarian_sees_how_many_groups_wait(client, people):
    visits.ask(visits.offer(people))

    page = client.sign_in(people.lina.id).get("/en/desk/")

    assert page.links()["1 group waits for the library's answer."] == "/en/desk/visits"
    assert page.links()["Group visits"] == "/en/desk/visits"


def test_group_visits_are_no_way_for_an_association(client, people):
    visits.ask(visits.offer(people))

    assert "Group visits" not in client.sign_in(people.eva.id).get("/en/desk/").text


def test_the_desk_needs_few_statements_whatever_the_rows(app, client, people):
    for _series in range(3):
        series(people, starts=[ago(days=day) for day in range(20, 0, -1)])
        series(people)
        series(people, state="submitted")
    client.sign_in(people.kim.id)

    with count_statements(app) as counted:
        client.get("/en/desk/")

    assert len(counted) <= 12


def test_a_day_without_dates_names_the_next_one(client, people):
    made = series(people, starts=[ago(days=-3), ago(days=-5)])

    page = client.sign_in(people.eva.id).get("/en/desk/")

    assert page.links()["Språkkafé på Magneteten"].endswith(f"/occurrences/{made.dates[0].code}")


def test_another_association_has_no_next_date(client, people):
    series(people, starts=[ago(days=-3)])

    assert "Next:" not in client.sign_in(people.olga.id).get("/en/desk/").text


def test_every_way_onward_has_a_drawing_of_its_own_feature():
    drawn = (Path(__file__).parents[2] / "templates/components/icons.html").read_text()
    signs = [way.icon for way in WAYS]

    assert [sign for sign in signs if f'"{sign}": "M' not in drawn] == []
    assert sorted(signs.count(sign) for sign in set(signs))[-1] == 1
