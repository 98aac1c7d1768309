"""What an organiser meets first on the staff pages of activities: the next step, ways to people, little to scroll past."""

import re
from datetime import timedelta

import pytest

from app import clock
from app.activities import service
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly
from tests.activities.test_views import first_date
from tests.attendance.build import series
from tests.client import XHTML, words

NEW = "/en/desk/activities/new"


def primary(page):
    """The words of what is filled with colour: one thing a page."""
    found = [e for tag in ("a", "button") for e in page.main.iter(f"{XHTML}{tag}")]
    return [words(e) for e in found if e.get("class") == "button"]


def folded(page):
    """The words of each closed fold's summary."""
    closed = [e for e in page.all("details") if e.get("open") is None]
    return [words(e.find(f"{XHTML}summary")) for e in closed]


def test_the_next_step_of_what_is_published_is_more_dates_and_of_a_draft_to_publish(client, people):
    public = publish_cafe(people).code
    draft = service.create_activity(cafe(people), weekly(), THIRTY, people.eva.id)
    client.sign_in(people.eva.id)

    assert primary(client.get(f"/en/desk/activities/{public}")) == ["Add dates"]
    assert primary(client.get(f"/en/desk/activities/{draft}")) == ["Publish"]


def test_what_can_be_done_stands_after_the_facts_in_groups(client, people):
    code = publish_cafe(people).code

    page = client.sign_in(people.eva.id).get(f"/en/desk/activities/{code}")

    assert page.html.index('class="facts"') < page.html.index('class="deeds')
    assert [words(e) for e in page.all("nav", class_="deeds")[0].iter(f"{XHTML}h2")] == ["Change", "Share", "End"]


def test_questions_are_asked_by_a_touch(client, people):
    code = publish_cafe(people, contact_name="Eva", contact_phone="0451-26 70 00").code

    links = client.sign_in(people.eva.id).get(f"/en/desk/activities/{code}").links()

    assert (links["kafe@example.org"], links["0451-26 70 00"]) == ("mailto:kafe@example.org", "tel:0451-267000")


def test_a_coming_date_leads_to_its_list_and_a_date_of_today_to_the_count(client, people):
    coming, today = first_date(people), series(people, starts=[clock.now() + timedelta(minutes=1)])
    client.sign_in(people.eva.id)

    assert primary(client.get(f"/en/desk/occurrences/{coming.code}")) == ["Who has signed up"]
    assert primary(client.get(f"/en/desk/occurrences/{today.date}")) == ["Count who came"]


def test_a_date_is_headed_by_its_title_once(client, people):
    page = client.sign_in(people.eva.id).get(f"/en/desk/occurrences/{first_date(people).code}")

    assert (page.h1, page.text.count("Språkkafé på Magneteten")) == ("Språkkafé på Magneteten", 1)


def test_a_new_activity_asks_what_when_where_and_how_to_sign_up_and_folds_the_rest(client, people):
    page = client.sign_in(people.eva.id).get(NEW)

    headings = [words(e) for e in page.all("h2")]
    assert headings[-4:] == ["What", "When", "Where, and for whom", "Signing up"]
    assert {"In other languages", "Tags, and who finds it", "Questions", "More about signing up"} <= set(folded(page))


def test_all_texts_of_a_language_stand_together(client, people):
    page = client.sign_in(people.eva.id).get(NEW)

    names = [e.get("name") for e in page.main.iter() if re.search("-(sv|ar)$", e.get("name") or "")]
    assert names == [f"{part}-{code}" for code in ("sv", "ar") for part in ("title", "summary", "description")]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ({"title-ar": "x" * 201}, "In other languages: العربية"),
        ({"contact_email": "nobody"}, "Questions"),
        ({"own_tags": "x" * 161}, "Tags, and who finds it"),
        ({"opens_days_before": "401"}, "More about signing up"),
        ({"excluded": "2026-02-31"}, "Leave out some days"),
    ],
)
def test_what_is_wrong_is_never_folded(client, people, typed, label):
    client.sign_in(people.eva.id)

    page = client.submit(NEW, status=422, button=("step", "preview"), **typed)

    assert label not in folded(page)
    assert label in page.text


def test_the_coordinator_meets_the_proposal_before_the_other_strategies(client, people):
    code = publish_cafe(people, people.newcomer_association).code

    page = client.sign_in(people.kim.id).get(f"/en/desk/activities/{code}/review")

    boxes = page.all("input", name="counts_to")
    assert boxes[0].get("checked") is not None
    assert boxes[0].get("id") == "counts_to"
    assert "Other strategies" in folded(page)
    assert len(boxes) == len({box.get("value") for box in boxes}) > 10


def test_each_text_is_headed_by_the_name_of_its_language(client, people):
    code = publish_cafe(people, people.newcomer_association).code

    page = client.sign_in(people.kim.id).get(f"/en/desk/activities/{code}/review")

    sections = {e.get("lang"): words(e) for e in page.all("section", class_="panel") if e.get("lang")}
    assert sections["ar"].startswith("العربية مقهى اللغة")
    assert sections["sv"].startswith("svenska Språkkafé på Magneteten")


def test_what_must_be_opened_first_has_no_tick_and_names_its_strategies(client, people):
    publish_cafe(people, people.newcomer_association, type_key="civil_society")

    page = client.sign_in(people.kim.id).get("/sv/desk/approvals")

    assert page.all("input", name="codes") == []
    assert re.search(r"\d[a-c]\.\d \w+", page.text)


def test_names_beside_arabic_are_kept_apart(client, people):
    publish_cafe(people)

    page = client.sign_in(people.eva.id).get("/ar/desk/activities")

    assert "Föreningen Vänliga grannar" in [words(e) for e in page.all("bdi")]
