"""Moving, pausing and handing over a series in the browser: seen first, then saved."""

from datetime import timedelta

import pytest

from app.activities import queries, service
from app.registrations import queries as registrations
from tests.activities.build import next_monday, publish_cafe
from tests.registrations.build import sign_up


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


def dates_of(code):
    return queries.list_occurrences(queries.get_activity(code).id)


def paths(series, number=1):
    return f"/en/desk/activities/{series.code}/dates/change?from={dates_of(series.code)[number].code}"


def test_a_series_is_moved_from_a_date_on_after_a_look(eva, people):
    series = publish_cafe(people)
    pool = registrations.list_pool_states([dates_of(series.code)[2].id], [])[0].code
    sign_up(pool, email="noor@example.org", language="ar")
    sign_up(pool, "Ali")

    seen = eva.submit(paths(series), weekday="3", button=("step", "look"))

    assert "3 dates change: is it right?" in seen.text
    assert "1 person gets a mail" in seen.text
    assert "1 person left no e-mail address" in seen.text
    assert "Nobody has to sign up again." in seen.text
    assert "XXXXXXXXXX" in seen.text
    assert {date.starts_at.weekday() for date in dates_of(series.code)} == {0}
    saved = eva.submit_page(seen, paths(series), button=("step", "save"))
    assert "Other parts of this series" in saved.text
    assert len(dates_of(series.code)) == 1


def test_going_back_keeps_what_was_typed(eva, people):
    series = publish_cafe(people)
    seen = eva.submit(paths(series), weekday="3", start="18:15", end="20:15", button=("step", "look"))

    form = eva.submit_page(seen, paths(series), button=("step", "change"))

    fields = form.fields()
    assert (fields["weekday"], fields["start"], fields["end"]) == ("3", "18:15", "20:15")


def test_whoever_saves_what_is_no_longer_so_looks_again(eva, people):
    series = publish_cafe(people)
    seen = eva.submit(paths(series), weekday="3", button=("step", "look"))
    service.cancel_date(dates_of(series.code)[3].code, people.eva.id)

    again = eva.submit_page(seen, paths(series), 409, button=("step", "save"))

    assert "Somebody else has changed the dates" in again.text
    assert "2 dates change" in again.text
    assert len(dates_of(series.code)) == 4
    eva.submit_page(again, paths(series), button=("step", "save"))
    assert len(dates_of(series.code)) == 1


def test_what_is_refused_is_told_at_its_field_and_nothing_is_lost(eva, people):
    series = publish_cafe(people)

    same = eva.submit(paths(series), 422, button=("step", "look"))
    wrong = eva.submit(paths(series), 422, start="20:30", button=("step", "look"))
    odd = eva.submit(paths(series), 422, start="half past five", weekday="9", button=("step", "look"))

    assert "Nothing has been changed yet." in same.text
    assert "The end must be later than the start" in wrong.text
    assert wrong.fields()["start"] == "20:30"
    assert "Write a time like 17:00." in odd.text


def test_the_lead_hands_over_and_a_helper_cannot(client, eva, people):
    series = publish_cafe(people, co_organisers=frozenset({people.library.id}))
    path = f"/en/desk/activities/{series.code}/dates/change"

    assert "Who leads it" in eva.get(path).text
    seen = eva.submit(path, organisation=people.library.code, button=("step", "look"))
    eva.submit_page(seen, path, status=404, button=("step", "save"))
    assert queries.get_activity(series.code).organisation_id == people.library.id
    client.sign_in(people.olga.id).get(path, status=404)


def test_a_helper_moves_the_dates_but_hands_nothing_over(client, people):
    series = publish_cafe(people, co_organisers=frozenset({people.library.id}))
    client.sign_in(people.lina.id)

    page = client.get(f"/en/desk/activities/{series.code}/dates/change")

    assert "Who leads it" not in page.text


def test_a_series_pauses_over_the_holidays(eva, people):
    series = publish_cafe(people)
    path = f"/en/desk/activities/{series.code}/pause"
    days = {
        "first_on": dates_of(series.code)[1].starts_on.isoformat(),
        "last_on": dates_of(series.code)[2].starts_on.isoformat(),
    }

    seen = eva.submit(path, **days, notice__sv="Vi har jullov.", button=("step", "look"))
    eva.submit_page(seen, path, button=("step", "save"))

    assert "2 dates change: is it right?" in seen.text
    assert "Nobody has signed up, so nobody is told." in seen.text
    dates = dates_of(series.code)
    assert [date.state for date in dates] == ["scheduled", "cancelled", "cancelled", "scheduled"]
    assert dates[1].notice == {"sv": "Vi har jullov."}


def test_a_pause_of_everything_or_nothing_is_refused(eva, people):
    series = publish_cafe(people)
    path = f"/en/desk/activities/{series.code}/pause"

    everything = eva.submit(path, 422, first_on=next_monday().isoformat(), button=("step", "look"))
    nothing = eva.submit(path, 422, first_on="2099-01-01", button=("step", "look"))
    empty = eva.submit(path, 422, button=("step", "look"))

    assert "withdraw the activity instead" in everything.text
    assert "There is no coming date between those days." in nothing.text
    assert "Choose the first day without it." in empty.text


def test_adding_dates_goes_on_where_they_end(eva, people):
    series = publish_cafe(people)

    fields = eva.get(f"/en/desk/activities/{series.code}/dates").fields()

    last = dates_of(series.code)[-1]
    assert (fields["every"], fields["start"], fields["end"]) == ("weekly", "17:00", "19:00")
    assert (fields["first_on"] > last.starts_on.isoformat()) is True


def test_a_split_series_keeps_its_dates_on_its_page_and_in_its_calendar(client, eva, people):
    series = publish_cafe(people)
    eva.submit_page(
        eva.submit(paths(series, 2), weekday="3", button=("step", "look")), paths(series, 2), button=("step", "save")
    )

    file = client.raw(f"/activities/{series.code}.ics").get_data(as_text=True)
    page = client.get(f"/en/activities/{series.code}")

    assert file.count("BEGIN:VEVENT") == 4
    assert "Thursday" in page.text


def test_a_date_of_another_series_and_a_series_without_coming_dates_are_told(eva, people, time_machine):
    series, other = publish_cafe(people), publish_cafe(people)
    path = f"/en/desk/activities/{series.code}/dates/change"

    eva.get(f"{path}?from={dates_of(other.code)[0].code}", status=404)
    time_machine.move_to(dates_of(series.code)[-1].ends_at)
    eva.sign_in(people.eva.id)
    assert "No date is left" in eva.get(path, status=409).text


def one_date(series, way):
    return f"/en/desk/occurrences/{dates_of(series.code)[1].code}/{way}"


def with_guest(people):
    series = publish_cafe(people)
    pool = registrations.list_pool_states([dates_of(series.code)[1].id], [])[0].code
    sign_up(pool, email="noor@example.org", language="ar")
    return series


def test_a_single_date_is_moved_after_a_look_at_what_people_read(eva, people):
    series = with_guest(people)
    path = one_date(series, "edit")

    seen = eva.submit(path, start="18:15", end="20:15", notice__en="Later", button=("step", "look"))

    assert "1 date changes: is it right?" in seen.text
    assert "1 person gets a mail" in seen.text
    assert dates_of(series.code)[1].sequence == 0
    back = eva.submit_page(seen, path, button=("step", "change")).fields()
    assert (back["start"], back["notice-en"]) == ("18:15", "Later")
    saved = eva.submit_page(seen, path, button=("step", "save"))
    assert "18:15–20:15" in saved.text
    assert "Later" in saved.text


def test_what_nobody_is_told_of_is_saved_at_once(eva, people):
    series = with_guest(people)

    saved = eva.submit(one_date(series, "edit"), notice__en="Bring a cup", button=("step", "look"))

    assert "Bring a cup" in saved.text


def test_a_date_that_changed_while_one_looked_is_told_and_not_overwritten(eva, people):
    series = with_guest(people)
    path, code = one_date(series, "edit"), dates_of(series.code)[1].code
    seen = eva.submit(path, start="18:15", end="20:15", button=("step", "look"))
    now = queries.get_occurrence(code)
    service.move(code, now.starts_at - timedelta(hours=1), now.ends_at, people.eva.id)

    eva.submit_page(seen, path, status=409, button=("step", "save"))

    assert queries.get_occurrence(code).starts_at == now.starts_at - timedelta(hours=1)


def test_a_date_is_cancelled_with_the_reason_in_the_letter(eva, people):
    series = with_guest(people)
    path = one_date(series, "cancel")

    seen = eva.submit(path, notice__ar="المشرف مريض.", button=("step", "look"))

    assert "المشرف مريض." in seen.text
    assert "Cancelled" in seen.text
    eva.submit_page(seen, path, button=("step", "save"))
    assert dates_of(series.code)[1].notice == {"ar": "المشرف مريض."}
    assert dates_of(series.code)[1].state == "cancelled"
