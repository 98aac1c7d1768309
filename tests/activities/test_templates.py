"""What a new activity can begin from."""

import pytest

from app.activities import queries
from app.activities.hooks import hooks
from app.activities.proposals import find_proposal, list_proposals
from app.languages import LANGUAGES
from app.plan.queries import list_types
from tests.activities.build import next_monday

NEW = "/en/desk/activities/new"
KEYS = [one.key for one in list_proposals()]


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


def begin(eva, people, key, **typed):
    """The list of dates that follows a template with where and when filled in."""
    return eva.submit(
        f"{NEW}?template={key}", button=("step", "preview"), place=people.magneteten.code,
        first_on=next_monday().isoformat(), **{"count": "3", **typed},
    )  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_where_and_when_are_all_that_is_left_to_fill_in(eva, people, key):
    page = begin(eva, people, key)
    eva.submit_page(page, NEW, button=("step", "publish"))

    proposal, row = find_proposal(key), queries.list_activities()[0][0]
    made = queries.get_activity(row.code)
    assert (made.state, row.type_key, made.title) == ("published", proposal.type, proposal.title)
    assert (made.signup, made.signup_scope) == (proposal.signup, proposal.scope)
    assert {pool.role: pool.capacity for pool in hooks.list_pools(made.id, None)} == (proposal.pools or {})


@pytest.mark.parametrize("key", KEYS)
def test_each_has_its_texts_in_every_language_and_a_type_of_the_plan(people, key):
    proposal = find_proposal(key)

    assert proposal.type in {fact.key for fact in list_types()}
    assert {frozenset(getattr(proposal, name)) for name in ("title", "summary", "description")} == {
        frozenset(LANGUAGES)
    }


def test_all_of_it_can_be_changed(eva, people):
    page = begin(eva, people, "language-cafe", title__sv="Kaffe och prat", start="9", end="10", places_speaker="4")
    eva.submit_page(page, NEW, button=("step", "draft"))

    made = queries.get_activity(queries.list_activities()[0][0].code)
    assert made.title["sv"] == "Kaffe och prat"
    assert {pool.capacity for pool in hooks.list_pools(made.id, None)} == {16, 4}


def test_an_unknown_template_is_the_empty_page(eva):
    page = eva.get(f"{NEW}?template=nothing")

    assert page.fields()["title-sv"] == ""
    assert {"Language café", "Dialogue group"} <= page.links().keys()


def test_what_is_wrong_in_a_part_that_is_folded_opens_it(eva, people):
    page = eva.submit(f"{NEW}?template=language-cafe", 422, button=("step", "preview"), places_learner="x")

    opened = [one for one in page.all("details") if one.get("open") is not None]
    assert any("Signing up and places" in "".join(one.itertext()) for one in opened)
    assert page.fields()["title-ar"] == find_proposal("language-cafe").title["ar"]
