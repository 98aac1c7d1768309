"""Holidays and school breaks, offered as exceptions in the list of dates."""

from datetime import date, timedelta

import pytest

from app.schedule.closures import ClosureKind, closures_of


def names(day):
    found = closures_of([date.fromisoformat(day)])
    return next((dict(closure.names).get("sv") or closure.message for closure in found.values()), "")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-12-24", "Julafton"), ("2026-12-25", "Juldagen"), ("2027-01-06", "Trettondedag jul"),
        ("2027-03-26", "Långfredagen"), ("2027-05-01", "Första maj"), ("2027-05-06", "Kristi himmelsfärdsdag"),
        ("2027-06-25", "Midsommarafton"), ("2027-11-06", "Alla helgons dag"), ("2027-03-22", "Easter break"),
        ("2027-02-22", "Winter break"), ("2026-10-26", "Autumn break"), ("2027-07-01", "Summer break"),
        ("2027-01-07", "Christmas break"), ("2026-11-24", ""), ("2027-03-30", ""), ("2027-10-31", ""),
    ],
)  # fmt: skip
def test_why_a_day_may_be_closed(day, name):
    assert names(day) == name


def test_of_a_holiday_within_a_break_the_holiday_is_told():
    assert closures_of([date(2026, 12, 25)])[date(2026, 12, 25)].kind == ClosureKind.HOLIDAY


def test_a_sunday_is_no_exception():
    sundays = [date(2027, 1, 10) + timedelta(weeks=week) for week in range(20)]

    assert set(closures_of(sundays)) == {date(2027, 3, 28), date(2027, 5, 16)}


def new(client, people, **typed):
    page = client.sign_in(people.eva.id).get("/en/desk/activities/new")
    given = {
        "title__sv": "Bokcirkel", "summary__sv": "Vi läser ihop.", "every": "weekly", "first_on": "2026-12-03", "start": "17:00", "end": "19:00", "count": "6",
        "place": page.fields()["place"], **typed,
    }  # fmt: skip
    return client.submit_page(page, "/en/desk/activities/new", **given)


def ticked(page):
    return [box.get("value") for box in page.all("input", name="keep") if "checked" in box.attrib]


def test_holidays_are_named_and_unticked_in_the_list_of_dates(client, people):
    page = new(client, people)

    assert "2 days are unticked because much is closed then." in page.text
    assert "Christmas Eve" in page.text
    assert ticked(page) == ["2026-12-03", "2026-12-10", "2026-12-17", "2027-01-07"]


def test_school_breaks_are_left_out_where_that_is_chosen(client, people):
    page = new(client, people, skip=["holiday", "school_break"])

    assert ticked(page) == ["2026-12-03", "2026-12-10", "2026-12-17"]


def test_nothing_is_left_out_where_nothing_is_chosen(client, people):
    page = new(client, people, skip=[])

    assert len(ticked(page)) == 6
    assert "Christmas Eve" in page.text


def test_what_is_ticked_again_takes_place(client, people):
    page = new(client, people)

    done = client.submit_page(
        page, "/en/desk/activities/new", button=("step", "publish"), keep=["2026-12-24", "2026-12-03"]
    )

    assert len(done.all("ul", class_="items")[0]) == 2
