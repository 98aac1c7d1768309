"""A short text in plain Swedish comes with whatever is made public, and long sentences are pointed out."""

import pytest

from app.activities import queries, service
from app.activities.plain import EASY_WORDS, is_hard, longest_sentence
from app.activities.rules import ActivityState, SwedishTextMissing
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly
from tests.activities.test_views import listed

WORDS = " ".join(["ord"] * EASY_WORDS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Kom!", 1),
        ("Vi fikar. Kom som du är, ta med en vän!", 8),
        ("Kl. 17.30 börjar vi", 3),
        ("En rad\nen till här", 3),
    ],
)
def test_the_longest_sentence_is_counted(text, words):
    assert longest_sentence(text) == words


def test_fifteen_words_are_easy_and_sixteen_are_not():
    assert not is_hard(f"{WORDS}. {WORDS}.")
    assert is_hard(f"{WORDS} till.")


def test_without_a_short_text_in_swedish_nothing_is_published(people):
    draft = cafe(people, summary={"ar": "تعال"})

    with pytest.raises(SwedishTextMissing):
        service.create_activity(draft, weekly(), THIRTY, people.eva.id, publish=True)

    code = service.create_activity(draft, weekly(), THIRTY, people.eva.id)
    with pytest.raises(SwedishTextMissing):
        service.publish(code, people.eva.id)
    assert queries.get_activity(code).state == ActivityState.DRAFT


def test_it_cannot_be_taken_out_of_what_is_published(people):
    made = publish_cafe(people)

    with pytest.raises(SwedishTextMissing):
        service.change_activity(made.code, cafe(people, summary={}), None, people.eva.id)


def test_who_publishes_an_old_draft_without_it_is_led_to_where_it_is_written(client, people):
    code = service.create_activity(cafe(people, summary={}), weekly(), THIRTY, people.eva.id)
    client.sign_in(people.eva.id)

    page = client.submit_page(client.get(f"/en/desk/activities/{code}"), f"/en/desk/activities/{code}/publish", form=0)

    assert "Write a short sentence in plain Swedish." in page.text
    assert "summary-sv" in page.fields()


def test_the_list_of_dates_points_out_a_sentence_that_is_hard_to_read(client, people):
    client.sign_in(people.eva.id)

    assert "at most 15 words" in listed(client, people, description__sv=f"{WORDS} till.").text
    assert "at most 15 words" not in listed(client, people, description__sv=f"{WORDS}.").text
