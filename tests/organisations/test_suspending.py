"""A suspended organisation: what residents find, what its staff can do, and that restoring brings everything back."""

import pytest

from app.activities import queries as activities
from app.activities import service
from app.activities.rules import OrganisationNotApproved
from app.attendance.service import host_token, make_host_link
from app.audit.queries import list_entries
from app.organisations.service import set_state
from app.registrations import queries as registrations
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly
from tests.attendance.build import series
from tests.registrations.build import make_date, make_next

PAUSED = "Paused for now"


def suspend(people, state="suspended"):
    set_state(people.association.code, state, people.kim.id)


def addresses(people):
    """Every address at which residents and hosts reach an activity of the association."""
    date, whole, today = make_date(people), publish_cafe(people, signup_scope="series"), series(people)
    link, _pin = make_host_link(today.code, people.eva.id)
    return [
        f"/en/occurrences/{date.code}", f"/en/activities/{date.activity_code}", f"/occurrences/{date.code}.ics?lang=en",
        f"/activities/{date.activity_code}.ics?lang=en", f"/o/{date.code}", f"/a/{whole.code}", date.sign_up,
        f"/en/activities/{whole.code}/sign-up", f"/en/organisations/{people.association.code}",
        f"/en/count/{host_token(link, 0)}",
    ]  # fmt: skip


def test_every_page_says_that_it_is_paused_and_comes_back(client, people):
    found = addresses(people)
    before = {path: client.raw(path, follow_redirects=True).status_code for path in found}
    headers = {"Accept-Language": "en"}

    suspend(people)
    for path in found:
        page = client.get(path, status=404, headers=headers)
        assert (page.h1, "Språkkafé" in page.text) == (PAUSED, False), path
    suspend(people, "approved")

    assert {path: client.raw(path, follow_redirects=True).status_code for path in found} == before
    assert set(before.values()) == {200}


def test_a_form_that_was_open_signs_nobody_up(client, people):
    date = make_date(people)
    page = client.get(date.sign_up)

    suspend(people)
    answer = client.submit_page(page, date.sign_up, status=404, name="Noor")

    assert answer.h1 == PAUSED
    assert registrations.list_registrations([registrations.get_pool(date.pool).state.id]) == []


def test_who_has_signed_up_keeps_the_own_page_but_not_the_next_date(client, people):
    date = make_date(people)
    make_next(people, date)
    client.submit(date.sign_up, name="Noor")
    assert "/en/my/again" in client.get("/en/my").html

    suspend(people)
    page = client.get("/en/my")

    assert page.main.get("data-state") == "confirmed"
    assert "/en/my/again" not in page.html
    client.submit("/en/my/cancel")
    assert client.get("/en/my").main.get("data-state") == "cancelled"


def test_a_host_who_is_counting_is_stopped_kindly(client, people):
    link, pin = make_host_link(series(people).code, people.eva.id)
    client.submit(f"/en/count/{host_token(link, 0)}", pin=pin)

    suspend(people)

    assert client.get("/en/count", status=404).h1 == PAUSED


def test_its_staff_sign_in_and_see_but_publish_nothing(client, people):
    published = publish_cafe(people).code
    draft = service.create_activity(cafe(people), weekly(), THIRTY, people.eva.id)
    client.sign_in(people.eva.id)
    suspend(people)

    shown, waiting = client.get(f"/en/desk/activities/{published}"), client.get(f"/en/desk/activities/{draft}")

    assert "residents do not see its activities" in shown.text
    assert not waiting.all("form", action=f"/en/desk/activities/{draft}/publish")
    assert "suspended" in client.get(f"/en/desk/organisations/{people.association.code}").text
    with pytest.raises(OrganisationNotApproved):
        service.publish(draft, people.eva.id)
    assert activities.get_activity(draft).state == "draft"


def test_the_log_says_who_did_both_and_nothing_twice(people):
    for state in ("suspended", "suspended", "approved", "approved"):
        suspend(people, state)

    entries = list_entries("organisation", people.association.code)

    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("restored", people.kim.id),
        ("suspended", people.kim.id),
    ]


def test_the_coordinator_reads_first_how_many_dates_are_hidden(client, people):
    publish_cafe(people)

    page = client.sign_in(people.kim.id).get(f"/en/desk/organisations/{people.association.code}")

    assert "It has 4 dates to come." in page.text


def test_an_editor_restores_nothing(client, people):
    suspend(people)
    client.sign_in(people.eva.id)
    page = client.get(f"/en/desk/organisations/{people.association.code}")
    path = f"/en/desk/organisations/{people.association.code}/state/approved"

    answer = client.raw(path, "POST", data={"csrf_token": page.fields()["csrf_token"]})

    assert (answer.status_code, "Restore" in page.text) == (403, False)
