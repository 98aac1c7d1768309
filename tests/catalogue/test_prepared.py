"""What is not public is seen, as residents would read it, by those who arrange it and by nobody else."""

import pytest

from tests.catalogue import build

NOTE = "This is how residents read the page."


def pages(people, **facts):
    code, dates = build.activity(people, organisation_id=people.association.id, **facts)
    return f"activities/{code}", f"occurrences/{dates[0]}"


@pytest.mark.parametrize("facts", [{"state": "draft"}, {"state": "submitted"}, {"visibility": "internal"}])
def test_who_arranges_it_reads_it_in_each_language(client, people, facts):
    client.sign_in(people.eva.id)

    for page in pages(people, **facts):
        assert NOTE in client.get(f"/en/{page}").text
        assert build.TITLE["ar"] in client.get(f"/ar/{page}").h1
        assert "noindex" in client.get(f"/en/{page}").html


def test_from_the_activity_one_link_for_each_language_leads_there(client, people):
    series, _date = pages(people, state="draft")
    client.sign_in(people.eva.id)

    links = client.get(f"/en/desk/{series}").links()

    assert {links["svenska"], links["العربية"]} == {f"/sv/{series}", f"/ar/{series}"}


@pytest.mark.parametrize("who", ["", "olga", "nils"])
def test_nobody_else_sees_it(client, people, who):
    if who:
        client.sign_in(getattr(people, who).id)

    for page in pages(people, state="draft"):
        client.get(f"/en/{page}", status=404)


def test_the_coordinator_and_a_co_organiser_see_it_and_withdrawn_is_withdrawn_for_all(client, people):
    client.sign_in(people.kim.id)

    assert NOTE in client.get(f"/en/{pages(people, state='draft')[0]}").text
    assert NOTE not in client.get(f"/en/{pages(people)[0]}").text
    client.get(f"/en/{pages(people, state='withdrawn')[0]}", status=410)
