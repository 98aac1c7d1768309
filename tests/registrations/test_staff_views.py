"""The organiser's list: who may see it, and what is done there."""

import pytest
from sqlalchemy import func, insert, select

from app import clock
from app.audit.tables import AuditEntry
from app.codes import new_code
from app.db import reading, transaction
from app.messages.tables import Message
from app.registrations import queries, service
from app.registrations.tables import Registration
from tests.counting import count_statements
from tests.registrations.build import make_date, make_next, sign_up


@pytest.fixture
def date(people):
    return make_date(people, capacity=1)


@pytest.fixture
def page(date):
    return f"/en/desk/occurrences/{date.code}/registrations"


def test_the_organiser_sees_who_comes_but_no_e_mail_address(client, people, date, page):
    sign_up(date.pool, "Noor", email="noor@example.org", needs=frozenset({"lift"}))
    sign_up(date.pool, "Ali", phone="+46701234567")

    text = client.sign_in(people.eva.id).get(page).text

    assert "Noor" in text
    assert "A way in without stairs: 1" in text
    assert "+46701234567" in text
    assert "noor@example.org" not in text


def test_a_phone_number_beside_an_e_mail_address_is_not_shown(client, people, date, page):
    sign_up(date.pool, "Noor", email="noor@example.org", phone="+46701234567")

    assert "+46701234567" not in client.sign_in(people.eva.id).get(page).html


@pytest.mark.parametrize("who", ["olga", "nils", "lina"])
@pytest.mark.parametrize("rest", ["", "/add", "/write"])
def test_another_organisation_finds_nothing(client, people, date, page, who, rest):
    client.sign_in(getattr(people, who).id).get(page + rest, status=404)


@pytest.mark.parametrize("who", ["kim", "alma"])
def test_coordinator_and_admin_read_no_names(client, people, page, who):
    client.sign_in(getattr(people, who).id).get(page, status=403)


def test_another_organisation_changes_nothing(client, people, date, page):
    noor = sign_up(date.pool)
    other = make_date(people, organisation_id=people.other_association.id)
    client.sign_in(people.olga.id)
    token = client.get(f"/en/desk/occurrences/{other.code}/registrations/add").fields()["csrf_token"]
    foreign = f"/en/desk/occurrences/{other.code}/registrations"

    for path in (f"{page}/{noor.code}/cancel", f"{foreign}/{noor.code}/cancel", f"{foreign}/{noor.code}/told"):
        assert client.raw(path, method="POST", data={"csrf_token": token}).status_code == 404
    assert queries.find_registration(noor.code).state == "confirmed"


def test_somebody_is_added_at_the_desk_and_their_code_is_shown(client, people, date, page):
    shown = client.sign_in(people.eva.id).submit(f"{page}/add", name="Noor")
    code = next(word for word in shown.text.split() if len(word.strip(".")) == 10 and word.strip(".").isupper())

    assert queries.find_by_own_code(code.strip(".")).by_staff
    assert reading().scalar(select(AuditEntry.action)) == "registration.added"


def test_adding_keeps_the_answers_when_something_is_wrong(client, people, date, page):
    shown = client.sign_in(people.eva.id).submit(f"{page}/add", status=422, name="Noor", party_size="2")

    assert "At most 1" in shown.text
    assert shown.fields()["name"] == "Noor"


def test_taking_somebody_off_lets_the_next_one_in(client, people, date, page):
    noor, ali = sign_up(date.pool), sign_up(date.pool, "Ali", email="ali@example.org")
    client.sign_in(people.eva.id).get(f"{page}/{noor.code}/cancel")

    client.submit(f"{page}/{noor.code}/cancel")

    assert [queries.find_registration(each.code).state for each in (noor, ali)] == ["cancelled", "confirmed"]
    assert queries.find_registration(noor.code).to_tell == "cancelled"


def test_whom_to_tell_stands_on_the_list_until_they_know(client, people, date, page):
    noor = sign_up(date.pool)
    sign_up(date.pool, "Ali")
    service.cancel(noor.code)
    shown = client.sign_in(people.eva.id).get(page)

    after = client.submit(page, form=0)

    assert "they have a place now" in shown.text
    assert "they have a place now" not in after.text


def test_the_number_of_places_is_changed_on_the_list(client, people, date, page):
    sign_up(date.pool)
    sign_up(date.pool, "Ali")
    client.sign_in(people.eva.id)

    shown = client.submit(page, **{f"{date.pool}__capacity": "2"})
    refused = client.submit(page, status=422, form=1, **{f"{date.pool}__capacity": "1"})

    assert "1 party got a place." in shown.text
    assert "2 places are taken already" in refused.text
    assert refused.title.startswith("Error:")


@pytest.mark.parametrize("typed", ["-1", "many", "9" * 50])
def test_a_number_of_places_that_is_none_is_refused(client, people, date, page, typed):
    client.sign_in(people.eva.id).submit(page, status=422, **{f"{date.pool}__capacity": typed})


def test_writing_to_all_is_read_over_then_sent_then_followed(client, people, date, page):
    noor = sign_up(date.pool, "Noor", email="noor@example.org", language="ar")
    sign_up(date.pool, "Ali")
    form = client.sign_in(people.eva.id).get(f"{page}/write")

    seen = client.submit_page(form, f"{page}/write", body="Ta med kakor\noch en kopp", button=("step", "look"))

    assert "1 e-mail address" in form.text
    assert "1 registration has no e-mail address" in form.text
    assert "To 1 person: is it right?" in seen.text
    assert "Ta med kakor" in seen.text
    assert noor.own_code not in seen.html
    assert reading().scalars(select(Message).where(Message.kind == "organiser_message")).all() == []
    sent = client.submit_page(seen, f"{page}/write", button=("step", "send"))
    message = reading().scalars(select(Message).where(Message.kind == "organiser_message")).one()
    assert (message.recipient, message.body.splitlines()) == ("noor@example.org", ["Ta med kakor", "och en kopp"])
    assert "Waits to be sent" in sent.text


def test_going_back_keeps_the_message_and_whom_it_is_for(client, people, date, page):
    sign_up(date.pool, "Noor", email="noor@example.org")
    client.sign_in(people.eva.id)
    seen = client.submit(f"{page}/write", body="Hej alla", button=("step", "look"))

    form = client.submit_page(seen, f"{page}/write", button=("step", "change"))

    assert form.fields()["body"] == "Hej alla"


def test_a_group_or_all_coming_dates_can_be_written_to(client, people):
    date = make_date(people, pools=({"role": "learner"}, {"role": "speaker"}))
    later = make_next(people, date, role="learner")
    for pool, who in ((date.pools[0], "a"), (date.pools[1], "b"), (later, "c")):
        sign_up(pool, email=f"{who}@example.org")
    path = f"/en/desk/occurrences/{date.code}/registrations/write"
    client.sign_in(people.eva.id)

    for to, number in ((date.pools[1], 1), ("date", 2), ("series", 3)):
        words = "person" if number == 1 else "people"
        seen = client.submit(path, body="Hej", to=to, button=("step", "look"))
        assert f"To {number} {words}: is it right?" in seen.text


def test_two_thousand_people_are_written_to_at_once_and_only_once(app, client, people, date, page):
    with transaction() as session:
        session.execute(insert(Registration), crowd(queries.get_pool(date.pool).state.id, 2000))
    client.sign_in(people.eva.id)

    seen = client.submit(f"{page}/write", body="Hej alla", button=("step", "look"))
    with count_statements(app) as counted:
        sent = client.submit_page(seen, f"{page}/write", button=("step", "send"))
    client.submit_page(seen, f"{page}/write", button=("step", "send"))

    assert "To 2,000 people: is it right?" in seen.text
    assert "2000" in sent.text.replace(",", "")
    assert len(counted) <= 30, counted.statements
    mails = select(func.count(), func.count(Message.recipient.distinct())).where(Message.kind == "organiser_message")
    assert reading().execute(mails).one() == (2000, 2000)


def crowd(pool_id, number):
    """So many who have a place, each with an address."""
    moment = clock.now()
    common = {
        "pool_id": pool_id, "name": "Noor", "language": "sv", "party_size": 1, "needs": frozenset(), "state": "confirmed",
        "created_at": moment, "queued_at": moment, "changed_at": moment,
    }  # fmt: skip
    return [
        {**common, "email": f"noor{n}@example.org", "code": new_code(), "nonce": f"n{n}", "own_code_hash": f"h{n}"}
        for n in range(number)
    ]


def test_an_empty_message_is_not_sent(client, people, date, page):
    client.sign_in(people.eva.id).submit(f"{page}/write", status=422, body="  ")


def test_a_phone_number_on_the_list_is_called_by_a_touch(client, people, date, page):
    sign_up(date.pool, "Ali", phone="+46701234567")

    seen = client.sign_in(people.eva.id).get(page)

    assert seen.links()["+46701234567"] == "tel:+46701234567"
    assert [e.get("dir") for e in seen.all("bdi", class_="unbroken")] == ["ltr"]


def test_the_list_names_its_group_once_and_leads_back_to_the_date(client, people, date, page):
    sign_up(date.pool)

    seen = client.sign_in(people.eva.id).get(page)

    assert seen.text.count("Participant") == 1
    assert seen.links()["The date"].endswith(f"/desk/occurrences/{date.code}")


def test_whoever_is_added_is_not_taken_for_the_one_who_adds(client, people, page):
    seen = client.sign_in(people.eva.id).get(f"{page}/add")

    typed = [seen.all("input", name=name)[0].get("autocomplete") for name in ("name", "email", "phone")]
    assert typed == ["off"] * 3
    assert "What does the person need?" in seen.text
    assert "Do you need anything?" not in seen.text
