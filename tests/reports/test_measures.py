"""Each measure of the plan against a count by hand (promise 23)."""

from datetime import time

import pytest

from app.activities.tables import CoOrganiser
from app.db import transaction
from app.reports.service.indicators import indicator_report


def figure(code: str, year: int = 2026, period: str = "year"):
    (found,) = indicator_report(year, period, code).figures
    return found


def value(code: str, year: int = 2026, period: str = "year"):
    return figure(code, year, period).value


def test_heads_of_a_category_are_added_up(build):
    cafe = build.series("language_cafe")
    build.date(cafe, "2026-03-02", 12, newcomer=7, resident=5)
    build.date(cafe, "2026-03-09", 10, newcomer=4)

    assert value("4a.4-a") == 11
    assert value("4a.4-b") == 5


def test_what_several_arrange_together_counts_once(build):
    cafe = build.series("language_cafe")
    others = (build.people.association, build.people.other_association)
    with transaction() as session:
        session.add_all(CoOrganiser(activity_id=cafe.id, organisation_id=one.id) for one in others)
    build.date(cafe, "2026-03-02", 12, newcomer=7)

    assert value("4a.4-a") == 7


def test_visitors_at_magneteten_are_only_those_there(build):
    here, there = build.series("meeting_place", place="magneteten"), build.series("meeting_place")
    build.date(here, "2026-03-02", 30)
    build.date(here, "2026-03-03", 8, place_id=build.people.stadsbiblioteket.id)
    build.date(there, "2026-03-04", 100)
    build.date(there, "2026-03-05", 5, place_id=build.people.magneteten.id)

    assert value("4a.4-c") == 35


def test_a_dialogue_group_that_was_split_is_one_group(build):
    first, other = build.series("dialogue_group"), build.series("dialogue_group")
    rest = build.series("dialogue_group", root_id=first.id, copied_from_id=None)
    for series, day in ((first, "2026-02-03"), (rest, "2026-09-01"), (other, "2026-09-02")):
        build.date(series, day, 9)

    assert value("4a.3-a") == 2
    assert value("4a.3-a", period="q1") == 1


def test_a_group_without_a_recorded_date_is_not_counted(build):
    build.date(build.series("dialogue_group"), "2026-02-03")

    assert value("4a.3-a") == 0
    assert figure("4a.3-a").missing == 1


def test_different_people_count_in_each_period_with_a_recorded_date(build):
    group = build.series("dialogue_group")
    build.date(group, "2026-02-03", 9)
    build.date(group, "2026-09-01", 9)
    build.date(group, "2026-05-05")
    build.members(group, newcomer=6, resident=5)

    assert [value("4a.3-b", period=key) for key in ("q1", "q2", "q3", "year")] == [6, None, 6, 6]


def test_people_in_groups_are_unknown_until_the_host_has_told(build):
    build.date(build.series("dialogue_group"), "2026-02-03", 9, newcomer=4)

    assert value("4a.3-b") is None


def test_visiting_groups_are_the_names_on_the_records(build):
    visits, again = build.series("library_visit", tags="newcomers"), build.series("library_visit", tags="newcomers")
    for series, day, name in (
        (visits, "2026-02-03", "SFI B"),
        (visits, "2026-02-10", " sfi  b"),
        (visits, "2026-02-17", "Grundvux"),
        (again, "2026-03-03", "SFI B"),
        (again, "2026-03-10", ""),
        (again, "2026-03-17", ""),
    ):
        build.date(series, day, 15, group_name=name)

    assert value("2b.3-a") == 3
    assert value("2b.3-b") == 6


def test_only_groups_of_newcomers_are_visits_by_the_plan(build):
    school = build.series("library_visit")
    build.date(school, "2026-02-03", 20, group_name="5B", loans=12)
    build.date(school, "2026-02-10", 20, tags="newcomers", group_name="SFI", loans=3)

    assert (value("2b.3-a"), value("2b.3-b"), value("2b.3-c")) == (1, 1, 3)


def test_loans_left_blank_are_not_nought(build):
    visits = build.series("library_visit", tags="newcomers")
    build.date(visits, "2026-02-03", 20)

    assert value("2b.3-c") is None

    build.date(visits, "2026-02-10", 20, loans=0)

    assert value("2b.3-c") == 0


def test_dates_without_any_record_are_unknown_and_none_at_all_is_nought(build):
    build.date(build.series("language_cafe"), "2026-03-02")

    assert value("4a.4-a") is None
    assert value("4a.4-a", period="q3") == 0


def test_the_shortest_finished_course_is_the_figure(build):
    short, long, unfinished = (build.series("civic_orientation") for _ in range(3))
    rest = build.series("civic_orientation", root_id=long.id)
    build.date(long, "2025-11-04", 10, hours=30)
    build.date(rest, "2026-02-03", 10, hours=32.5)
    build.date(short, "2026-03-03", 10, hours=58)
    build.date(short, "2026-03-10", state="cancelled")
    build.date(unfinished, "2026-03-03", 10, hours=3)
    build.date(unfinished, "2027-03-03")

    found = figure("4a.1-a")

    assert found.value == 58
    assert sorted(float(course.hours) for course in found.courses) == [58, 62.5]
    assert found.previous is None


def test_contacts_are_counted_by_channel_and_by_background(build):
    for kind in ("digital_help", "form_help"):
        build.date(build.series(kind), "2026-03-02", 9, visit_count=6, call_count=3, newcomer=5)

    assert value("4a.1-b") == 12
    assert value("4a.1-c") == 10


def test_a_tag_moves_a_training_to_another_strategy(build):
    training = build.series("staff_training")
    build.date(training, "2026-03-02", 20, employee=15, elected=5)
    build.date(training, "2026-03-09", 8, tags="mhfa", employee=8)
    build.date(training, "2026-03-16", 4, tags="health", employee=4)
    build.date(build.series("staff_training", tags="mhfa health"), "2026-03-17", 2, employee=2)

    assert (value("4a.2-a"), value("4a.2-b"), value("3b.1-a")) == (15, 5, 10)


def test_civil_society_counts_when_it_has_been_confirmed(build):
    build.date(build.series("civil_society"), "2026-03-02", 40)

    assert (value("4a.5-a"), value("4a.5-b")) == (0, 0)

    confirmed = build.series("civil_society", counts_to=frozenset({"4a.5"}), counts_confirmed=True)
    build.date(confirmed, "2026-03-02", 40)

    assert (value("4a.5-a"), value("4a.5-b")) == (1, 40)


@pytest.mark.parametrize(
    ("code", "kind"), [("1b.1-c", "housing_info"), ("2b.2-c", "guidance"), ("2b.3-d", "source_criticism")]
)
def test_participations_of_a_type(build, code, kind):
    build.date(build.series(kind), "2026-03-02", 11)
    build.date(build.series("language_cafe"), "2026-03-02", 99)

    assert value(code) == 11


def test_what_was_not_held_does_not_count(build):
    cafe = build.series("language_cafe")
    build.date(cafe, "2026-03-02", 12, newcomer=7, state="cancelled")
    build.date(cafe, "2026-11-24", 12, newcomer=7)
    build.date(build.series("language_cafe", state="draft"), "2026-03-02", 12, newcomer=7)
    build.date(build.series("language_cafe", state="submitted"), "2026-03-02", 12, newcomer=7)
    build.date(build.series("language_cafe", state="withdrawn", published_at=None), "2026-03-02", 12, newcomer=7)
    build.date(build.series("language_cafe", state="withdrawn"), "2026-03-02", 12, newcomer=1)

    found = figure("4a.4-a")

    assert (found.value, found.held, found.recorded, found.missing) == (1, 1, 1, 0)


def test_a_running_year_is_compared_up_to_the_same_date(build):
    cafe = build.series("language_cafe")
    for day, heads in (("2025-11-24", 3), ("2025-11-25", 100), ("2026-11-23", 5), ("2024-06-01", 1000)):
        build.date(cafe, day, heads, newcomer=heads)

    assert (figure("4a.4-a").value, figure("4a.4-a").previous) == (5, 3)
    assert (figure("4a.4-a", 2025).value, figure("4a.4-a", 2025).previous) == (103, 1000)


def test_a_date_belongs_to_the_day_on_which_it_starts_in_stockholm(build):
    build.date(build.series("language_cafe"), "2026-01-01", 4, newcomer=4, at=time(0, 30))

    assert value("4a.4-a") == 4
    assert value("4a.4-a", 2025) == 0


def test_what_a_unit_has_not_told_is_null(build):
    build.reported("1b.1-b", 2025, 40)

    found = figure("1b.1-b")

    assert (found.value, found.previous) == (None, 40)


def test_the_whole_plan_is_39_figures_of_which_19_are_counted(build):
    found = indicator_report(2026, "year").figures

    assert len(found) == 39
    assert sum(item.indicator.computed for item in found) == 19
    assert all(item.value is None for item in found if not item.indicator.computed)
