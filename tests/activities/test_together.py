"""Approving several together: each once, whoever comes first, and those left out are named with the reason."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.activities import queries, rules, service
from app.audit.queries import list_entries
from app.db import db
from app.organisations.queries import get_organisation
from app.organisations.service import set_state
from tests.activities.build import publish_cafe

QUEUE = "/en/desk/approvals"


def waiting(people, **facts):
    return publish_cafe(people, people.newcomer_association, **facts).code


def state(code):
    return queries.get_activity(code).state


def became(outcomes):
    return {outcome.code: type(outcome.refusal) for outcome in outcomes}


def test_several_are_approved_counting_to_what_is_proposed(people):
    codes = [waiting(people), waiting(people, type_key="housing_info")]

    outcomes = service.approve_together(codes, people.kim.id)

    assert became(outcomes) == dict.fromkeys(codes, type(None))
    found = [queries.get_activity(code) for code in codes]
    assert [(one.state, one.counts_to) for one in found] == [("published", {"4a.4"}), ("published", {"1b.1"})]
    assert get_organisation(people.newcomer_association.code).trusted


def test_what_must_be_chosen_for_is_left_out_and_the_others_are_not(people):
    first, second, third = waiting(people), waiting(people, type_key="civil_society"), waiting(people)
    service.approve(third, ["4a.4"], people.kim.id)

    outcomes = service.approve_together([first, second, third, "00000000", first], people.kim.id)

    assert became(outcomes) == {first: type(None), second: rules.CountsNotChosen, third: rules.NotPossibleNow}
    assert (state(first), state(second)) == ("published", "submitted")


def test_what_somebody_chose_before_is_kept(people):
    code = waiting(people, type_key="civil_society")
    service.confirm_counts(code, ["2b.3"], people.kim.id)

    service.approve_together([code], people.kim.id)

    assert queries.get_activity(code).counts_to == {"2b.3"}


def test_a_suspended_organisation_gets_nothing_approved(people):
    code = waiting(people)
    set_state(people.newcomer_association.code, "suspended", people.alma.id)

    assert became(service.approve_together([code], people.kim.id)) == {code: rules.OrganisationNotApproved}
    assert state(code) == "submitted"


def test_two_coordinators_at_once_approve_each_only_once(app, people):
    codes, start = [waiting(people) for _turn in range(4)], Barrier(2)

    def press(order):
        with app.app_context():
            start.wait()
            return service.approve_together(order, people.kim.id)

    with ThreadPoolExecutor(2) as pool:
        both = [became(outcomes) for outcomes in pool.map(press, (codes, codes[::-1]))]
    db.session.rollback()

    for code in codes:
        assert {one[code] for one in both} == {type(None), rules.NotPossibleNow}
        assert [entry.action for entry in list_entries("activity", code)].count("approve") == 1


def test_the_queue_says_what_each_counts_to_and_whether_it_is_new(client, people):
    waiting(people)
    changed = publish_cafe(people).code
    draft = queries.get_activity(changed)
    service.change_activity(changed, _as(draft, "civil_society"), None, people.eva.id)

    page = client.sign_in(people.kim.id).get(QUEUE)

    assert "Nya Cykelvänner" in page.text
    assert "Counts to: 4a.4" in page.text
    assert "Open it and choose what it counts to. The plan proposes for this type: 4a.5" in page.text
    tags = [tag.text for span in page.all("span", class_="tag") for tag in span.iter() if tag.text and tag.text.strip()]
    assert sorted(tags) == ["Changed", "New"]


def test_the_page_names_what_was_approved_and_what_was_not(client, people):
    codes = [
        waiting(people, title={"en": "Bicycles"}),
        waiting(people, title={"en": "Tents"}, type_key="civil_society"),
    ]
    client.sign_in(people.kim.id)

    page = client.submit(QUEUE, codes=codes)

    assert "Approved and published: Bicycles" in page.text
    assert "Not approved: Tents : Open it and choose what it counts to." in page.text.replace("Tents:", "Tents :")
    assert [state(code) for code in codes] == ["published", "submitted"]


def test_nothing_ticked_is_said(client, people):
    waiting(people)
    client.sign_in(people.kim.id)

    page = client.submit(QUEUE, status=422)

    assert "Tick at least one activity." in page.text


@pytest.mark.parametrize("person", ["eva", "lina", "alma"])
def test_only_a_coordinator_approves_together(client, people, person):
    code = waiting(people)
    client.sign_in(getattr(people, person).id)
    token = client.get("/en/desk/organisations/").all("input", name="csrf_token")[0].get("value")

    answer = client.raw(QUEUE, "POST", data={"csrf_token": token, "codes": code})

    assert (answer.status_code, state(code)) == (403, "submitted")


def _as(activity, type_key):
    return rules.ActivityDraft(
        activity.organisation_id, type_key, activity.title, activity.place_id, summary=activity.summary,
        spoken=activity.spoken, contact_email=activity.contact_email,
    )  # fmt: skip
