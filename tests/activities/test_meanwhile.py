"""Two editors at once: the second sees what the first has changed, and chooses."""

import pytest

from app.activities import queries, rules, service
from app.activities.rules import DateChange
from app.schedule.recurrence import span_of
from tests.activities.build import cafe, publish_cafe

OLD = {"sv": "Språkkafé på Magneteten", "ar": "مقهى اللغة"}


@pytest.fixture
def activity(people):
    return publish_cafe(people)


@pytest.fixture
def editor(client, people):
    return client.sign_in(people.eva.id)


def edit(activity):
    return f"/en/desk/activities/{activity.code}/edit"


def title(activity):
    return queries.get_activity(activity.code).title["sv"]


def change(activity, people, **facts):
    service.change_activity(activity.code, cafe(people, **facts), None, people.kim.id)


def test_what_the_other_has_changed_is_shown_before_anything_is_saved(editor, people, activity):
    opened = editor.get(edit(activity))
    change(activity, people, cost_kr=40)

    page = editor.submit_page(opened, edit(activity), status=409, title__sv="Mitt")

    assert "Kim saved at" in page.text
    assert "Cost in kronor (0 is free)" in page.text
    assert (page.fields()["cost_kr"], page.fields()["title-sv"]) == ("40", "Mitt")
    assert title(activity) == OLD["sv"]


def test_saved_again_both_changes_stand(editor, people, activity):
    opened = editor.get(edit(activity))
    change(activity, people, cost_kr=40)
    page = editor.submit_page(opened, edit(activity), status=409, title__sv="Mitt")
    editor.submit_page(page, edit(activity))

    found = queries.get_activity(activity.code)
    assert (found.title["sv"], found.cost_kr) == ("Mitt", 40)


@pytest.mark.parametrize(("chosen", "stands"), [({}, "Mitt"), ({"theirs": ["title-sv"]}, "Deras")])
def test_where_both_wrote_the_second_chooses(editor, people, activity, chosen, stands):
    opened = editor.get(edit(activity))
    change(activity, people, title={**OLD, "sv": "Deras"})
    page = editor.submit_page(opened, edit(activity), status=409, title__sv="Mitt")
    assert "Take theirs" in page.text
    editor.submit_page(page, edit(activity), **chosen)

    assert title(activity) == stands


def test_the_same_change_twice_is_no_news(editor, people, activity):
    opened = editor.get(edit(activity))
    change(activity, people, title={**OLD, "sv": "Lika"})

    editor.submit_page(opened, edit(activity), title__sv="Lika")

    assert title(activity) == "Lika"


@pytest.mark.parametrize(
    ("opened", "status"),
    [("", 200), ("{", 200), ("[1]", 200), ("9" * 9_000, 200), ("9" * 20_000, 200), ('{"title-sv": 3, "x": "y"}', 409)],
)
def test_marks_that_no_page_has_written_do_no_harm(editor, activity, opened, status):
    editor.submit(edit(activity), status, opened=opened, title__sv="Mitt")


def test_a_change_between_reading_and_saving_is_refused(people, activity):
    change(activity, people, cost_kr=40)

    with pytest.raises(rules.ChangedMeanwhile):
        service.change_activity(activity.code, cafe(people), None, people.eva.id, seen=activity)


def test_two_who_change_one_date(editor, people, activity):
    date = queries.list_occurrences(activity.id)[0]
    path = f"/en/desk/occurrences/{date.code}/edit"
    opened = editor.get(path)
    span = span_of(date.starts_on, date.starts_at.time(), date.ends_at.time())
    service.edit_date(date.code, DateChange(span, date.place_id, None, {"sv": "Ta med kopp"}, frozenset()), None)

    page = editor.submit_page(opened, path, status=409, notice__en="Bring a cup")
    editor.submit_page(page, path)

    assert queries.get_occurrence(date.code).notice == {"sv": "Ta med kopp", "en": "Bring a cup"}
    with pytest.raises(rules.ChangedMeanwhile):
        service.edit_date(date.code, DateChange(span, date.place_id, None, {}, frozenset()), None, seen=date)
