"""The staff pages of activities, as organisers and the coordinator use them."""

from datetime import timedelta

import pytest

from app.activities import queries, service
from app.activities.hooks import hooks
from app.activities.pools import PoolWanted
from app.organisations.queries import get_organisation
from tests.activities.build import THIRTY, cafe, next_monday, publish_cafe, weekly

NEW = "/en/desk/activities/new"
MONDAY = next_monday()


def typed(people, **changed):
    """What somebody types into the form for a café of four Mondays."""
    return {
        "type": "language_cafe", "title__sv": "Språkkafé", "title__ar": "مقهى اللغة", "summary__sv": "Kom och prata", "place": people.magneteten.code,
        "every": "weekly", "first_on": MONDAY.isoformat(), "start": "17:00", "end": "19:00", "count": "4",
        "spoken": ["sv", "ar"], "places_participant": "30", **changed,
    }  # fmt: skip


def listed(client, people, status=200, **changed):
    """The list of dates that follows the form, or the form again where something is wrong."""
    return client.submit(NEW, status=status, button=("step", "preview"), **typed(people, **changed))


def first_date(people):
    return queries.list_occurrences(publish_cafe(people).id)[0]


def test_a_weekly_cafe_is_published_by_one_page_and_a_list_of_dates(client, people, pools):
    client.sign_in(people.eva.id)

    page = listed(client, people)
    assert page.h1 == "4 dates: are they right?"
    assert queries.list_activities()[1] == 0
    page = client.submit_page(page, NEW, button=("step", "publish"))

    assert "Residents can find it now" in page.text
    assert queries.list_activities()[0][0].state == "published"
    assert pools[0][2] == (PoolWanted(capacity=30),)


def test_a_date_that_is_unticked_in_the_list_is_not_made(client, people):
    client.sign_in(people.eva.id)
    page = listed(client, people)

    keep = [day for day in page.fields()["keep"] if day != (MONDAY + timedelta(weeks=1)).isoformat()]
    client.submit_page(page, NEW, button=("step", "draft"), keep=keep)

    row = queries.list_activities()[0][0]
    assert (row.dates, row.state) == (3, "draft")


def test_going_back_from_the_list_loses_nothing(client, people):
    client.sign_in(people.eva.id)
    page = listed(
        client, people, description__ar="نص", roles=["learner", "speaker"], signup_scope="series", places_participant=""
    )

    page = client.submit_page(page, NEW, button=("step", "change"), keep=page.fields()["keep"][:-1])

    fields = page.fields()
    kept = {
        name: fields[name]
        for name in ("title-sv", "title-ar", "description-ar", "first_on", "start", "roles", "spoken")
    }
    assert kept == {
        "title-sv": "Språkkafé", "title-ar": "مقهى اللغة", "description-ar": "نص", "first_on": MONDAY.isoformat(),
        "start": "17:00", "roles": ["learner", "speaker"], "spoken": ["sv", "ar"],
    }  # fmt: skip
    assert fields["signup_scope"] == "series"
    assert fields["excluded"].strip() == (MONDAY + timedelta(weeks=3)).isoformat()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first_on": "2026-02-31"}, "There is no such day: 2026-02-31"),
        ({"excluded": "2027-02-31"}, "There is no such day: 2027-02-31"),
        ({"first_on": "2028-03-26", "start": "02:30", "end": "04:00"}, "02:30 on 2028-03-26 does not exist"),
        ({"first_on": "2028-10-29", "start": "02:30", "end": "04:00"}, "02:30 on 2028-10-29 comes twice"),
        ({"count": "401"}, "That makes 401 dates. One rule can make at most 400."),
        ({"count": ""}, "Say when the dates end"),
        ({"count": "four"}, "Write a whole number, with digits only."),
        ({"end": "16:00"}, "The end must be later than the start"),
        ({"start": "25:00"}, "Write a time like 17:00."),
        ({"excluded": "2026-01-01"}, "2026-01-01 is not one of the dates"),
        ({"title__sv": "", "title__ar": ""}, "Write a title in at least one language."),
        ({"title__sv": "x" * 201}, "Write at most 200 characters."),
        ({"summary__sv": "", "summary__ar": "تعال"}, "Write a short sentence in plain Swedish."),
        ({"own_tags": "a|b"}, "A word can have letters, digits and hyphens"),
        ({"contact_email": "kafe"}, "Write the address like this"),
        ({"cost_kr": "-1"}, "Write a whole number from 0 to"),
        ({"places_participant": "-5"}, "Write a whole number from 0 to"),
    ],
)
def test_what_is_wrong_is_said_in_clear_words_and_all_that_was_typed_stays(client, people, changed, words):
    client.sign_in(people.eva.id)

    page = listed(client, people, status=422, **{"description__sv": "Vi fikar", **changed})

    assert words in page.text
    assert page.title.startswith("Error:")
    name, value = next(iter(changed.items()))
    assert page.fields()[name.replace("__", "-")].strip() == value
    assert page.fields()["description-sv"] == "Vi fikar"
    assert queries.list_activities()[1] == 0


def test_a_page_that_is_sent_twice_makes_one_activity(client, people):
    client.sign_in(people.eva.id)
    page = listed(client, people)

    for _ in range(2):
        client.submit_page(page, NEW, button=("step", "publish"))

    assert queries.list_activities()[1] == 1


def test_an_association_can_only_publish_for_itself(client, people):
    client.sign_in(people.eva.id)

    listed(client, people, status=422, organisation=people.other_association.code)

    assert queries.list_activities()[1] == 0


def test_the_first_activity_of_an_association_waits_and_is_approved(client, people):
    client.sign_in(people.nils.id)
    page = listed(client, people, type="civil_society")
    page = client.submit_page(page, NEW, button=("step", "publish"))
    assert "Waits for approval" in page.text

    client.sign_in(people.kim.id)
    path = client.get("/en/desk/approvals").links()["Språkkafé"]
    client.submit(path, form=1, button=("decision", "approve"), counts_to=["4a.5", "4a.4"])

    activity = queries.get_activity(queries.list_activities()[0][0].code)
    assert (activity.state, activity.counts_to) == ("published", {"4a.4", "4a.5"})
    assert get_organisation(people.newcomer_association.code).trusted


def test_the_coordinator_sees_what_the_plan_proposes_and_must_say_why_it_is_sent_back(client, people):
    code = service.create_activity(
        cafe(people, people.newcomer_association), weekly(), THIRTY, people.nils.id, publish=True
    )
    client.sign_in(people.kim.id)
    path = f"/en/desk/activities/{code}/review"

    assert client.get(path).fields(1)["counts_to"] == "4a.4"
    page = client.submit(path, form=1, status=422, button=("decision", "reject"), counts_to=["4a.3"])
    assert "Write why" in page.text
    assert page.fields(1)["counts_to"] == "4a.3"
    client.submit(path, form=1, button=("decision", "reject"), reason="Skriv var ni ses.")

    client.sign_in(people.nils.id)
    assert "Skriv var ni ses." in client.get(f"/en/desk/activities/{code}").text


def test_what_is_to_be_confirmed_is_listed_and_confirmed(client, people):
    code = publish_cafe(people, type_key="civil_society").code
    client.sign_in(people.kim.id)

    path = client.get("/en/desk/approvals").links()["Språkkafé på Magneteten"]
    client.submit(path, button=("decision", "confirm"), counts_to=["4a.5"])

    assert queries.get_activity(code).counts_to == {"4a.5"}
    assert "Everything is confirmed" in client.get("/en/desk/approvals").text


OWN = ["", "/edit", "/withdraw", "/copy", "/dates"]
OWN_DATE = ["", "/edit", "/cancel"]


def test_nothing_of_another_association_opens(client, people):
    date = first_date(people)
    client.sign_in(people.olga.id)

    for path in OWN:
        client.get(f"/en/desk/activities/{date.activity_code}{path}", status=404)
    for path in OWN_DATE:
        client.get(f"/en/desk/occurrences/{date.code}{path}", status=404)
    assert "Språkkafé" not in client.get("/en/desk/activities").text


def test_nothing_of_another_association_can_be_changed(client, people):
    date = first_date(people)
    client.sign_in(people.olga.id)
    token = client.get(NEW).fields()["csrf_token"]

    paths = [f"activities/{date.activity_code}/{verb}" for verb in ("edit", "withdraw", "copy", "dates", "publish")]
    for path in [*paths, f"occurrences/{date.code}/edit", f"occurrences/{date.code}/cancel"]:
        answer = client.raw(f"/en/desk/{path}", method="POST", data={"csrf_token": token, "step": "publish"})
        assert answer.status_code == 404, path

    assert queries.get_occurrence(date.code).state == "scheduled"


def test_only_the_coordinator_approves_and_the_coordinator_edits_nothing(client, people):
    code = publish_cafe(people).code
    client.sign_in(people.eva.id)
    for path in (f"/en/desk/activities/{code}/review", "/en/desk/approvals"):
        client.get(path, status=403)

    client.sign_in(people.kim.id)
    client.get(f"/en/desk/activities/{code}/edit", status=403)
    assert "Withdraw" not in client.get(f"/en/desk/activities/{code}").text


def test_texts_are_edited_and_the_rest_stays(client, people):
    activity = publish_cafe(people)
    client.sign_in(people.eva.id)

    page = client.submit(f"/en/desk/activities/{activity.code}/edit", title__en="Language café", own_tags="sömnad, ute")

    after = queries.get_activity(activity.code)
    assert after.title == {**activity.title, "en": "Language café"}
    assert (after.tags, after.signup, after.spoken, after.state) == (
        {"sömnad", "ute"},
        "optional",
        {"sv", "ar"},
        "published",
    )
    assert "Saved." in page.text


def test_saving_the_texts_leaves_the_places_alone(client, people, pools):
    activity = publish_cafe(people)
    pools.clear()
    client.sign_in(people.eva.id)

    client.submit(f"/en/desk/activities/{activity.code}/edit", title__en="Language café")

    assert pools == []


def test_changed_places_reach_every_coming_date(client, people, pools, monkeypatch):
    monkeypatch.setattr(hooks, "list_pools", lambda _activity_id, _date_id: THIRTY.pools)
    activity = publish_cafe(people)
    pools.clear()
    client.sign_in(people.eva.id)

    page = client.get(f"/en/desk/activities/{activity.code}/edit")
    assert page.fields()["places_participant"] == "30"
    client.submit_page(page, f"/en/desk/activities/{activity.code}/edit", places_participant="40")

    assert pools == [
        (
            activity.id,
            [date.id for date in queries.list_occurrences(activity.id)],
            (PoolWanted(capacity=40, waiting_capacity=10),),
        )
    ]


def test_signing_up_without_any_list_is_refused(client, people):
    client.sign_in(people.eva.id)
    page = listed(client, people, roles=[], places_participant="")

    page = client.submit_page(page, NEW, status=422, button=("step", "publish"))

    assert "Choose at least one list of places" in page.text


def test_places_of_a_list_that_is_not_ticked_are_not_lost_silently(client, people):
    client.sign_in(people.eva.id)

    page = listed(client, people, status=422, roles=["learner"])

    assert "You wrote places for: Participant." in page.text


def test_one_date_is_moved_with_a_notice(client, people, moved):
    date = first_date(people)
    client.sign_in(people.eva.id)
    tuesday = (MONDAY + timedelta(days=1)).isoformat()

    page = client.submit(
        f"/en/desk/occurrences/{date.code}/edit", day=tuesday, start="18.00", end="20", notice__en="New day"
    )

    assert "18:00–20:00" in page.text
    assert "New day" in page.text
    assert set(moved) == {date.id}


def test_a_date_moved_to_a_day_that_does_not_exist_stays(client, people):
    date = first_date(people)
    client.sign_in(people.eva.id)

    page = client.submit(f"/en/desk/occurrences/{date.code}/edit", status=422, day="2027-02-30")

    assert "There is no such day" in page.text
    assert queries.get_occurrence(date.code).sequence == 0


def test_cancelling_a_date_says_first_how_many_have_signed_up(client, people, monkeypatch):
    monkeypatch.setattr(hooks, "count_signed_up", lambda _ids: 12)
    date = first_date(people)
    client.sign_in(people.eva.id)
    path = f"/en/desk/occurrences/{date.code}/cancel"

    assert "12 people have signed up." in client.get(path).text
    assert queries.get_occurrence(date.code).state == "scheduled"
    seen = client.submit(path, notice__en="The host is ill.")
    assert "1 date changes" in seen.h1
    assert queries.get_occurrence(date.code).state == "scheduled"
    page = client.submit_page(seen, path, button=("step", "save"))

    assert "The date is cancelled." in page.text
    assert "The host is ill." in page.text
    client.submit_page(seen, path, status=422, button=("step", "save"))


def test_withdrawing_says_first_how_many_dates_are_cancelled(client, people):
    code = publish_cafe(people).code
    client.sign_in(people.eva.id)
    path = f"/en/desk/activities/{code}/withdraw"

    assert "4 coming dates are cancelled." in client.get(path).text
    page = client.submit(path)

    assert "Withdrawn" in page.text


def test_last_terms_cafe_is_copied_by_one_button_and_the_list(client, people):
    code = publish_cafe(people).code
    client.sign_in(people.eva.id)
    path = f"/en/desk/activities/{code}/copy"

    page = client.submit(path, button=("step", "preview"))
    assert page.h1 == "4 dates: are they right?"
    client.submit_page(page, path, button=("step", "publish"))

    rows, number = queries.list_activities()
    assert (number, {row.state for row in rows}) == (2, {"published"})


def test_dates_are_added_through_the_same_list(client, people):
    activity = publish_cafe(people)
    client.sign_in(people.eva.id)
    path = f"/en/desk/activities/{activity.code}/dates"
    day = (MONDAY + timedelta(days=2)).isoformat()

    page = client.submit(path, button=("step", "preview"), every="once", first_on=day, start="10:00", end="12:00")
    client.submit_page(page, path, button=("step", "draft"))

    assert len(queries.list_occurrences(activity.id)) == 5


def test_an_empty_list_says_what_to_do_next(client, people):
    client.sign_in(people.eva.id)

    page = client.get("/en/desk/activities?state=draft")

    assert "Make the first one" in page.text


def test_the_list_is_filtered_by_state_and_organiser(client, people):
    publish_cafe(people)
    publish_cafe(people, people.library)
    client.sign_in(people.kim.id)

    assert "2 activities" in client.get("/en/desk/activities?state=published").text
    assert "1 activity" in client.get(f"/en/desk/activities?organisation={people.library.code}").text
    assert "No activities" in client.get("/en/desk/activities?state=draft&page=nonsense").text
    assert "There is no such page" in client.get("/en/desk/activities?page=99").text
