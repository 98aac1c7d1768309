"""What the staff pages of activities ask of the database, and how they are made, in every language."""

import pytest

from tests.activities.build import publish_cafe
from tests.activities.test_views import first_date
from tests.counting import count_statements


@pytest.mark.parametrize(("path", "most"), [("activities", 6), ("activities/new", 12), ("approvals", 12)])
def test_lists_ask_little_however_long_they_are(app, client, people, path, most):
    for _ in range(3):
        publish_cafe(people, type_key="civil_society")
        publish_cafe(people, people.newcomer_association)
    client.sign_in(people.kim.id if path == "approvals" else people.eva.id)

    with count_statements(app) as counted:
        client.get(f"/en/desk/{path}")

    assert len(counted) <= most, counted.statements


@pytest.mark.parametrize("page", ["", "/edit", "/copy", "/withdraw", "/review"])
def test_pages_of_an_activity_ask_little(app, client, people, page):
    code = publish_cafe(people).code
    client.sign_in(people.kim.id if page == "/review" else people.eva.id)

    with count_statements(app) as counted:
        client.get(f"/en/desk/activities/{code}{page}")

    assert len(counted) <= 12, counted.statements


@pytest.mark.parametrize("page", ["", "/edit", "/cancel"])
def test_pages_of_a_date_ask_little(app, client, people, page):
    date = first_date(people)
    client.sign_in(people.eva.id)

    with count_statements(app) as counted:
        client.get(f"/en/desk/occurrences/{date.code}{page}")

    assert len(counted) <= 12, counted.statements


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_pages_are_well_made_in_every_language(client, people, language):
    date = first_date(people)
    client.sign_in(people.eva.id)

    for path in ("activities", "activities/new", f"activities/{date.activity_code}", f"occurrences/{date.code}"):
        client.get(f"/{language}/desk/{path}")
