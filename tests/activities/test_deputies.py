"""Any library may deputise for another: its librarians edit the other's activities (trust.md, "Who may do what")."""

import pytest

from app import clock
from app.activities import queries
from app.db import transaction
from app.organisations.tables import Organisation
from tests.activities.build import publish_cafe
from tests.people import Thing


@pytest.fixture
def branch(people):
    """Another library than Lina's."""
    with transaction() as session:
        made = Organisation(
            name="Biblioteket i Vinslöv", kind="library", trusted=True, state="approved", created_at=clock.now()
        )
        session.add(made)
        session.flush()
        return Thing(made.id, made.code)


def test_a_librarian_changes_an_activity_of_another_library(client, people, branch):
    activity = publish_cafe(people, branch)
    client.sign_in(people.lina.id)

    client.submit(f"/en/desk/activities/{activity.code}/edit", title__sv="Bokcafé")

    assert queries.get_activity(activity.code).title["sv"] == "Bokcafé"


def test_the_own_library_stands_first_among_the_organisers(client, people, branch):
    page = client.sign_in(people.lina.id).get("/en/desk/activities/new")

    organisers = page.all("select", name="organisation")[0]
    assert [option.text for option in organisers] == ["Stadsbiblioteket i Hässleholm", "Biblioteket i Vinslöv"]


def test_a_deputy_sees_neither_the_list_nor_the_count(client, people, branch):
    date = queries.list_occurrences(publish_cafe(people, branch, signup="required").id)[0]
    page = client.sign_in(people.lina.id).get(f"/en/desk/occurrences/{date.code}")

    assert not {"Count who came", "Who has signed up"} & set(page.links())
    client.get(f"/en/desk/occurrences/{date.code}/attendance", status=404)
    client.get(f"/en/desk/occurrences/{date.code}/registrations", status=404)


def test_a_librarian_does_not_deputise_for_an_association_nor_an_editor_for_a_library(client, people, branch):
    cafe, bookish = publish_cafe(people), publish_cafe(people, branch)

    client.sign_in(people.lina.id).get(f"/en/desk/activities/{cafe.code}/edit", status=404)
    client.sign_in(people.eva.id).get(f"/en/desk/activities/{bookish.code}/edit", status=404)
