"""The coordinator's page of an activity and the editor's: old and new side by side, and what both sides write."""

import pytest

from app.activities import queries, review, service
from tests.activities.build import cafe, publish_cafe
from tests.counting import count_statements


def page_of(client, people, code, **kw):
    return client.sign_in(people.kim.id).get(f"/en/desk/activities/{code}/review", **kw)


def returned(people, **changed):
    """A published café whose texts were edited, and whose type was changed after that; its code."""
    code = publish_cafe(people).code
    service.change_activity(code, cafe(people, **changed), None, people.eva.id)
    service.change_activity(code, cafe(people, **changed, type_key="housing_info"), None, people.eva.id)
    return code


def versions(page):
    sections = page.all("section", class_="change")
    return [" ".join("".join(section.itertext()).split()) for section in sections]


def test_what_has_changed_since_approval_stands_side_by_side_and_nothing_else(client, people):
    code = returned(people, title={"sv": "Kafé", "en": "Café"}, cost_kr=20, place_id=people.stadsbiblioteket.id)

    assert versions(page_of(client, people, code)) == [
        "Type of activity Before Language café Now How to find a home",
        "Title, العربية Before مقهى اللغة Now Nothing",
        "Title, English Before Nothing Now Café",
        "Title, svenska Before Språkkafé på Magneteten Now Kafé",
        "Place or room Before Magneteten Now Stadsbiblioteket",
        "Cost Before Free Now 20 kr",
    ]


def test_every_field_has_words(client, people):
    code = returned(
        people, spoken=frozenset({"en"}), children_welcome=True, tags=frozenset({"health", "sol"}), signup="none",
        visibility="link", contact_email="", summary={"sv": "S"}, description={"sv": "D"},
    )  # fmt: skip

    found = " / ".join(versions(page_of(client, people, code)))

    for words in ("Now English", "Now Welcome", "Now Health, sol", "Now Come without signing up", "Now Only who has the link",
                  "Before kafe@example.org Now Nothing", "Now S", "Now D"):  # fmt: skip
        assert words in found


def test_after_the_approval_there_is_nothing_left_to_compare(client, people):
    code = returned(people, cost_kr=20)

    service.approve(code, ["1b.1"], people.kim.id)

    assert review.find_published_version(queries.get_activity(code).id) is None
    assert versions(page_of(client, people, code)) == []


def test_what_was_never_published_is_new_and_compared_with_nothing(client, people):
    code = publish_cafe(people, people.newcomer_association).code
    service.reject(code, "Skriv mer.", people.kim.id)
    service.change_activity(code, cafe(people, people.newcomer_association, cost_kr=9), None, people.nils.id)
    service.publish(code, people.nils.id)

    page = page_of(client, people, code)

    assert ("What has changed" in page.text, "Skriv mer." in page.text) == (False, True)


def test_edited_texts_of_a_trusted_association_never_return_to_approval(people):
    code = publish_cafe(people).code

    states = {service.change_activity(code, cafe(people, title={"sv": t}), None, people.eva.id) for t in "abc"}

    assert states == {"published"}
    assert review.find_published_version(queries.get_activity(code).id).title["sv"] == "Språkkafé på Magneteten"


def test_a_library_changes_its_type_without_asking(people):
    code = publish_cafe(people, people.library).code

    draft = cafe(people, people.library, type_key="housing_info")

    assert service.change_activity(code, draft, None, people.lina.id) == "published"


def test_both_sides_write_and_read_each_other(client, people):
    code = publish_cafe(people, people.newcomer_association).code
    path = f"/en/desk/activities/{code}/review"

    page = client.sign_in(people.kim.id).submit(path, text="Var ses ni?")
    assert "Var ses ni?" in page.text
    page = client.sign_in(people.nils.id).submit(f"/en/desk/activities/{code}", text="På <b>torget</b>.")

    assert "Kim · The coordinator" in page.text
    assert "Nils · Nya Cykelvänner" in page.text
    assert "På <b>torget</b>." in page_of(client, people, code).text


@pytest.mark.parametrize("person", ["kim", "nils"])
def test_an_empty_or_long_comment_is_refused_and_kept(client, people, person):
    code = publish_cafe(people, people.newcomer_association).code
    path = f"/en/desk/activities/{code}" + ("/review" if person == "kim" else "")
    client.sign_in(getattr(people, person).id)

    assert "Write something first." in client.submit(path, status=422, text=" ").text
    page = client.submit(path, status=422, text="x" * 1001)

    assert page.title.startswith("Error:")
    assert page.fields()["text"].strip() == "x" * 1001


def test_nobody_writes_any_more_once_it_is_published(client, people):
    code = publish_cafe(people, people.newcomer_association).code
    client.sign_in(people.nils.id)
    page = client.get(f"/en/desk/activities/{code}")
    service.approve(code, ["4a.4"], people.kim.id)

    answer = client.submit_page(page, f"/en/desk/activities/{code}", status=422, text="Hej")

    assert "while the activity waits for approval" in answer.text
    assert not client.get(f"/en/desk/activities/{code}").all("textarea")


def test_what_both_write_is_for_them_alone(client, people):
    code = publish_cafe(people, people.newcomer_association).code
    service.comment(code, "Hemligt", (people.kim.id, True))
    service.approve(code, ["4a.4"], people.kim.id)

    assert "Hemligt" not in client.get(f"/en/activities/{code}").html
    assert "Hemligt" not in client.sign_in(people.alma.id).get(f"/en/desk/activities/{code}").html
    client.sign_in(people.olga.id)
    token = client.get("/en/desk/organisations/").all("input", name="csrf_token")[0].get("value")
    answer = client.raw(
        f"/en/desk/activities/{code}/comments", "POST", data={"csrf_token": token, "text": "Hej"}
    )  # fmt: skip
    assert answer.status_code == 404


def test_the_review_asks_little(app, client, people):
    code = returned(people, cost_kr=20, place_id=people.stadsbiblioteket.id)
    for turn in range(5):
        service.comment(code, str(turn), (people.kim.id, True))
    client.sign_in(people.kim.id)

    for path in (f"/en/desk/activities/{code}/review", "/en/desk/approvals"):
        with count_statements(app) as counted:
            client.get(path)
        assert len(counted) <= 13, counted.statements


def test_a_reported_page_is_read_handled_and_withdrawn(client, people):
    activity = publish_cafe(people)
    for text in ("Fel dag", "Finns inte"):
        service.report_page(activity.id, None, "wrong", text)
    client.sign_in(people.kim.id)
    assert "Residents have sent 2 reports" in client.get("/en/desk/").text

    page = client.submit("/en/desk/approvals")
    assert ("Fel dag" in page.text, "Finns inte" in page.text) == (False, True)
    path = f"/en/desk/activities/{activity.code}/take-down"
    assert "4 coming dates are cancelled." in client.get(path).text
    assert "Write why" in client.submit(path, status=422, reason=" ").text
    page = client.submit(path, reason="Finns inte")

    assert "No reports" in page.text
    assert queries.get_activity(activity.code).state == "withdrawn"


@pytest.mark.parametrize("person", ["eva", "lina", "alma"])
def test_only_a_coordinator_takes_pages_down(client, people, person):
    code = publish_cafe(people).code
    client.sign_in(getattr(people, person).id)

    client.get(f"/en/desk/activities/{code}/take-down", status=403)
