"""What came of a visit: the total is enough, blank is not zero, and saving is signing."""

from datetime import timedelta

import pytest

from app.activities.queries import find_occurrence
from app.attendance.queries import find_record
from app.visits import queries, service
from tests.counting import count_statements
from tests.visits.build import agreed, ask, offer


@pytest.fixture
def visit(people, time_machine):
    """An agreed visit that has just ended."""
    made = agreed(people, offer(people))
    time_machine.move_to(made.ends_at + timedelta(minutes=5))
    return made


@pytest.fixture
def lina(client, people, visit):
    return client.sign_in(people.lina.id)


def page_of(visit):
    return f"/en/desk/visits/{visit.code}/outcome"


def record_of(visit):
    return find_record(visit.occurrence_id)


def test_the_total_is_enough(lina, visit):
    page = lina.submit(page_of(visit), total="13")

    record = record_of(visit)
    assert "Saved. Thank you!" in page.text
    assert (record.total, record.loans, record.categories, record.group_name) == (13, None, {}, "SFI 2B")
    assert queries.get_visit(visit.code).state == "held"


def test_what_was_lent_and_shown_and_who_is_known(lina, visit):
    page = lina.submit(
        page_of(visit), total="13", loans="0", shown="Sagohörnan", heads__newcomer="9", method="self_declared"
    )

    record = record_of(visit)
    assert (record.loans, record.categories, record.method) == (0, {"newcomer": 9}, "self_declared")
    assert queries.get_visit(visit.code).shown == "Sagohörnan"
    assert "Sagohörnan" in page.text


def test_nothing_is_filled_in_and_the_asked_number_is_a_hint(lina, visit):
    page = lina.get(page_of(visit))

    assert (page.fields()["total"], page.fields()["loans"]) == ("", "")
    assert "They said that 15 would come" in page.text
    assert "Empty is not zero" in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"total": ""}, "Write"),
        ({"total": "many"}, "Write a whole number"),
        ({"total": "5", "heads__newcomer": "6"}, "6"),
        ({"total": "5", "loans": "-1"}, "Write a whole number"),
    ],
)
def test_what_cannot_be_so_is_said_and_nothing_typed_is_lost(lina, visit, typed, words):
    page = lina.submit(page_of(visit), 422, shown="Sagohörnan", **typed)

    assert words in page.text
    assert page.title.startswith("Error:")
    assert page.fields()["shown"] == "Sagohörnan"
    assert record_of(visit) is None


def test_without_script_a_press_counts_and_loses_nothing(lina, visit):
    page = lina.get(page_of(visit))

    page = lina.submit_page(page, page_of(visit), total="", shown="Sagor", button=("press", "total:+1"))
    page = lina.submit_page(page, page_of(visit), button=("press", "total:+1"))
    page = lina.submit_page(page, page_of(visit), button=("press", "loans:-1"))

    assert (page.fields()["total"], page.fields()["loans"], page.fields()["shown"]) == ("2", "0", "Sagor")
    assert record_of(visit) is None
    lina.submit_page(page, page_of(visit), loans="", button=("press", "save"))
    assert (record_of(visit).total, record_of(visit).loans) == (2, None)


def test_saved_numbers_stand_there_and_can_be_changed(lina, visit):
    lina.submit(page_of(visit), total="13", loans="4", heads__newcomer="9")

    shown = lina.get(page_of(visit)).fields()
    lina.submit(page_of(visit), total="14")

    assert (shown["total"], shown["loans"], shown["heads-newcomer"]) == ("13", "4", "9")
    assert (record_of(visit).total, record_of(visit).loans, record_of(visit).revision) == (14, 4, 2)


def test_after_seven_days_a_change_wants_a_reason(lina, visit, people, time_machine):
    lina.submit(page_of(visit), total="13")
    time_machine.move_to(visit.ends_at + timedelta(days=8))
    lina.sign_in(people.lina.id)

    silent = lina.submit(page_of(visit), 422, total="14")
    lina.submit(page_of(visit), total="14", reason="Vi räknade fel.")

    assert "Write the reason." in silent.text
    assert record_of(visit).total == 14


def test_a_late_first_count_wants_none(lina, visit, people, time_machine):
    time_machine.move_to(visit.ends_at + timedelta(days=20))
    lina.sign_in(people.lina.id)

    lina.submit(page_of(visit), total="13")

    assert record_of(visit).total == 13


def test_nobody_overwrites_what_they_have_not_seen(lina, visit):
    page = lina.get(page_of(visit))
    lina.submit(page_of(visit), total="13")

    late = lina.submit_page(page, page_of(visit), 422, total="11")

    assert late.title.startswith("Error:")
    assert record_of(visit).total == 13


def test_a_visit_that_has_not_begun_is_not_counted(client, people):
    visit = agreed(people, offer(people))
    client.sign_in(people.lina.id)

    page = client.get(page_of(visit))

    assert "The visit has not begun yet." in page.text
    assert not [b for b in page.all("button", type="submit") if b.get("class") == "button wide"]
    assert client.submit(page_of(visit), 422, total="13").title.startswith("Error:")


def test_what_is_not_agreed_has_no_outcome(client, people):
    asked = ask(offer(people))[1][0]
    client.sign_in(people.lina.id)

    assert client.raw(page_of(asked)).status_code == 409
    service.decline(asked.code, "Stängt", people.lina.id)
    assert client.raw(page_of(asked)).status_code == 409


def test_few_statements(app, lina, visit):
    lina.get(page_of(visit))
    with count_statements(app) as counted:
        lina.get(page_of(visit))

    assert len(counted) <= 12


def test_the_morning_after_the_library_is_asked_and_the_link_counts_it_too(client, people, visit):
    date = f"/en/desk/occurrences/{_code(visit)}/attendance"
    client.sign_in(people.lina.id)

    page = client.get(date)
    client.submit(date, button=("press", "save"), total="12")

    assert page.fields()["group_name"] == "SFI 2B"
    assert record_of(visit).group_name == "SFI 2B"
    assert queries.get_visit(visit.code).state == "held"


@pytest.mark.parametrize("person", ["eva", "kim", "alma"])
def test_only_librarians_sign(client, people, visit, person):
    assert client.sign_in(getattr(people, person).id).raw(page_of(visit)).status_code == 403


def _code(visit):
    return find_occurrence(visit.occurrence_id).code
