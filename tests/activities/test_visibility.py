"""Who finds an activity: everybody, only who has the link, or nobody outside."""

import pytest

from app.activities import queries, service
from app.registrations import queries as registrations
from tests.activities.build import cafe, publish_cafe
from tests.registrations.build import make_date, sign_up

EDIT = "/en/desk/activities/{}/edit"


def test_the_organiser_chooses_who_finds_it_and_may_change_it(client, people):
    activity = publish_cafe(people)
    client.sign_in(people.eva.id)

    for chosen in ("internal", "link", "public"):
        client.submit(EDIT.format(activity.code), visibility=chosen)
        assert queries.get_activity(activity.code).visibility == chosen
        assert client.get(EDIT.format(activity.code)).fields()["visibility"] == chosen


def test_an_edit_that_says_nothing_of_it_leaves_it(people):
    activity = publish_cafe(people, visibility="link")

    service.change_activity(activity.code, cafe(people), None, people.eva.id)

    assert queries.get_activity(activity.code).visibility == "link"


@pytest.mark.parametrize(
    "path", ["/en/occurrences/{date}", "/en/activities/{series}", "/occurrences/{date}.ics", "/activities/{series}.ics"]
)
def test_what_is_internal_has_no_public_page(client, people, path):
    date = make_date(people, visibility="internal")

    answer = client.raw(path.format(date=date.code, series=date.activity_code))

    assert answer.status_code == 404


def test_nobody_outside_signs_up_for_what_is_internal(client, people):
    open_date, date = make_date(people), make_date(people, visibility="internal")
    sent = {**client.get(open_date.sign_up).fields(), "name": "Noor", "pool": date.pool}

    client.get(date.sign_up, status=404)
    answers = [client.raw(path, method="POST", data=sent).status_code for path in (date.sign_up, open_date.sign_up)]

    assert answers == [404, 422]
    assert registrations.list_registrations([registrations.get_pool(date.pool).state.id]) == []


def test_who_signed_up_before_it_became_internal_keeps_the_own_page(client, people):
    date = make_date(people)
    receipt = sign_up(date.pool)
    service.change_activity(
        date.activity_code, cafe(people, visibility="internal", signup="required"), None, people.eva.id
    )

    page = client.submit("/en/my", code=receipt.own_code)

    assert page.main.get("data-state") == "confirmed"
