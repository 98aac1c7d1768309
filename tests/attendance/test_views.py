"""Counting in the browser without JavaScript, by the staff."""

from datetime import timedelta

import time_machine

from app import clock
from app.attendance import queries, service
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from tests.attendance.build import ago, press, series
from tests.counting import count_statements


def counter_of(code, lang="en"):
    return f"/{lang}/desk/occurrences/{code}/attendance"


def test_staff_count_with_big_buttons_and_sign(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    page = press(client, counter_of(made.date), "heads-newcomer", 2)
    client.submit_page(page, counter_of(made.date))

    assert queries.find_record(made.dates[0].id).categories == {"newcomer": 2}


def test_numbers_may_be_typed_instead(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    client.submit(counter_of(made.date), total="12", heads__newcomer="7", heads__resident="5")

    assert queries.find_record(made.dates[0].id).statement == Statement(12, {"newcomer": 7, "resident": 5})


def test_what_was_typed_stays_when_a_button_is_pressed(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    path = counter_of(made.date)

    page = client.submit(path, button=("press", "heads-newcomer:+1"), total="12")
    page = client.submit_page(page, path, button=("press", "total:+1"))

    assert (page.fields()["total"], page.fields()["heads-newcomer"]) == ("13", "1")


def test_the_same_form_sent_twice_presses_once(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    page = client.get(counter_of(made.date))

    for _time in range(2):
        after = client.submit_page(page, counter_of(made.date), button=("press", "total:+1"))

    assert after.fields()["total"] == "1"


def test_a_minus_at_zero_is_told_kindly(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    page = client.submit(counter_of(made.date), button=("press", "total:-1"))

    assert "zero already" in page.text


def test_saving_without_a_number_asks_for_one(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    page = client.submit(counter_of(made.date), status=422)

    assert "If nobody came, write 0" in page.text
    assert queries.find_record(made.dates[0].id) is None


def test_a_count_below_zero_and_categories_above_the_total_are_refused(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    below = client.submit(counter_of(made.date), status=422, total="-1")
    above = client.submit(counter_of(made.date), status=422, total="3", heads__newcomer="4")

    assert "whole number from 0" in below.text
    assert "add up to 4, but the total is 3" in above.text
    assert above.fields()["heads-newcomer"] == "4"


def test_of_two_people_at_once_the_second_is_shown_the_first_ones_numbers(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    page = client.submit(counter_of(made.date), button=("press", "total:+1"))
    service.save_record(made.date, Statement(9), Signer(people.eva.id))

    after = client.submit_page(page, counter_of(made.date))

    assert "Somebody else saved other numbers" in after.text
    assert (after.fields()["total"], after.fields()["revision"]) == ("9", "1")


def test_nobody_signs_heads_that_were_counted_at_another_door_meanwhile(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    page = client.submit(counter_of(made.date), button=("press", "total:+1"))
    service.press(made.date, None, 1, "a" * 32)

    after = client.submit_page(page, counter_of(made.date))

    assert "counted meanwhile" in after.text
    assert after.fields()["total"] == "2"


def test_what_nobody_stated_is_an_empty_box_and_no_sign(client, people):
    made = series(people)
    client.sign_in(people.eva.id)

    page = client.submit(counter_of(made.date), total="4", heads__newcomer="0")

    assert [box.get("placeholder").strip() for box in page.all("input", type="number")] == [""] * 3
    assert queries.find_record(made.dates[0].id).categories == {"newcomer": 0}


def test_a_date_of_today_is_counted_as_it_goes(client, people):
    client.sign_in(people.eva.id)

    text = client.get(counter_of(series(people).date)).text

    assert "People are here" in text
    assert "Done for today" in text
    assert "Already been" not in text


def test_a_date_that_has_been_is_told_as_what_was(client, people):
    client.sign_in(people.eva.id)

    text = client.get(counter_of(series(people, starts=[ago(days=20)]).date)).text

    assert "People came" in text
    assert "Already been" in text
    assert "People are here" not in text
    assert "Done for today" not in text


def test_the_coordinator_is_asked_why_only_of_what_there_is(client, people):
    late, now = series(people, starts=[ago(days=20)]), series(people)
    client.sign_in(people.kim.id)

    asked_late = client.get(counter_of(late.date)).text
    asked_now = client.get(counter_of(now.date)).text
    refused = client.submit(counter_of(late.date), status=422, total="4")
    client.submit(counter_of(late.date), total="4", reason="They sent it on paper")
    asked_after = client.get(counter_of(late.date)).text

    assert "Why do the numbers come late?" in asked_late
    assert "(optional)" not in asked_late
    assert "Why do you count instead of the organiser?" in asked_now
    assert "Write the reason." in refused.text
    assert "Why do the numbers change?" in asked_after


def test_how_the_numbers_were_found_stands_folded_after_the_button(client, people):
    client.sign_in(people.eva.id)

    text = client.get(counter_of(series(people).date)).text

    assert text.index("Done for today") < text.index("How do you know the categories?") < text.index("Do not ask")


def test_a_change_after_seven_days_asks_for_the_reason(client, people):
    made = series(people)
    service.save_record(made.date, Statement(9), Signer(people.eva.id))

    with time_machine.travel(clock.now() + timedelta(days=8)):
        client.sign_in(people.eva.id)
        client.submit(counter_of(made.date), status=422, total="10")
        page = client.submit(counter_of(made.date), total="10", reason="Found the sheet")

    assert "9 became 10" in page.text
    assert "Found the sheet" in page.text


def test_after_signing_a_button_changes_the_page_only(client, people):
    made = series(people)
    service.save_record(made.date, Statement(9), Signer(people.eva.id))
    client.sign_in(people.eva.id)

    page = client.submit(counter_of(made.date), button=("press", "total:+1"))

    assert page.fields()["total"] == "10"
    assert queries.press_sums(made.dates[0].id) == {}


def test_digital_help_splits_visits_and_calls(client, people):
    made = series(people, "digital_help")
    client.sign_in(people.eva.id)
    path = counter_of(made.date)

    client.submit(path, status=422, total="5")
    client.submit(path, total="5", visit_count="3")

    record = queries.find_record(made.dates[0].id)
    assert (record.visit_count, record.call_count) == (3, 2)


def test_a_library_visit_has_loans_and_a_group(client, people):
    made = series(people, "library_visit")
    client.sign_in(people.eva.id)

    client.submit(counter_of(made.date), total="20", group_name="SFI 2B")

    record = queries.find_record(made.dates[0].id)
    assert (record.loans, record.group_name) == (None, "SFI 2B")


def test_hours_are_proposed_from_start_to_end(client, people):
    made = series(people, "civic_orientation")
    client.sign_in(people.eva.id)

    page = client.get(counter_of(made.date))
    client.submit(counter_of(made.date), total="20", hours="2,25")

    assert page.fields()["hours"] == "1.50"
    assert str(queries.find_record(made.dates[0].id).hours) == "2.25"


def test_members_of_a_group_are_proposed_and_stated(client, people):
    made = series(people, "dialogue_group")
    service.save_record(made.date, Statement(9, {"newcomer": 6, "resident": 3}), Signer(people.eva.id))
    client.sign_in(people.eva.id)
    path = client.get(counter_of(made.date)).links()["How many different people are in the group?"]

    client.submit(path, heads__resident="4")

    assert queries.find_members(made.id) == {"newcomer": 6, "resident": 4}


def test_a_date_that_is_too_early_or_cancelled_says_so(client, people):
    early, off = series(people, starts=[ago(hours=-3)]), series(people, cancelled=True)
    client.sign_in(people.eva.id)

    assert "You can count from" in client.get(counter_of(early.date)).text
    assert "cancelled" in client.get(counter_of(off.date)).text


def test_another_association_sees_no_such_date(client, people):
    made = series(people)
    client.sign_in(people.olga.id)

    client.get(counter_of(made.date), status=404)
    client.get(f"/en/desk/activities/{made.code}/host-links", status=404)


def test_the_administrator_counts_nobody(client, people):
    client.sign_in(people.alma.id)

    client.get(counter_of(series(people).date), status=403)


def test_the_counter_names_its_categories_in_arabic(client, people):
    client.sign_in(people.eva.id)

    page = client.get(counter_of(series(people).date, "ar"))

    assert page.tree.get("dir") == "rtl"
    assert "قادم جديد" in page.text


def test_the_counter_needs_few_statements_whatever_its_history(app, client, people):
    made = series(people, "dialogue_group")
    for revision in range(4):
        service.save_record(made.date, Statement(revision, {"newcomer": 0}), Signer(people.eva.id), revision=revision)
    client.sign_in(people.eva.id)

    with count_statements(app) as counted:
        client.get(counter_of(made.date))

    assert len(counted) <= 12


def test_a_script_gets_the_numbers_back(client, people):
    made = series(people)
    client.sign_in(people.eva.id)
    fields = client.get(counter_of(made.date)).fields()

    sent = {**fields, "press": "heads-newcomer:+1"}
    answer = client.raw(counter_of(made.date), "POST", data=sent, headers={"Accept": "application/json"})

    assert answer.json["numbers"] == {"total": 1, "heads-newcomer": 1, "heads-resident": None}
