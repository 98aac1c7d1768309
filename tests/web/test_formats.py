"""Numbers in sentences are written like all others: thousands apart, in the digits of prices and times."""

import pytest
from flask import g, render_template_string

from app.web.formats import number

SENTENCE = "{{ ngettext('%(num)s person has signed up.', '%(num)s people have signed up.', count) }}"


@pytest.mark.parametrize(
    ("code", "count", "words"),
    [
        ("sv", 1, "1 person har anmält sig."),
        ("sv", 2000, "2\xa0000 personer har anmält sig."),
        ("en", 2000, "2,000 people have signed up."),
    ],
)
def test_a_number_of_thousands_in_a_sentence_is_grouped(app, code, count, words):
    with app.test_request_context(f"/{code}/"):
        g.language_code = code
        assert render_template_string(SENTENCE, count=count) == words


def test_a_word_given_with_a_sentence_is_still_escaped(app):
    with app.test_request_context("/en/"):
        text = render_template_string("{{ ngettext('%(num)s of %(what)s', '%(num)s of %(what)s', 2, what='<b>') }}")
    assert text == "2 of &lt;b&gt;"


@pytest.mark.parametrize("code", ["ar", "fa-AF", "ti"])
def test_digits_are_those_of_prices_and_times_in_every_language(app, code):
    with app.test_request_context(f"/{code}/"):
        g.language_code = code
        assert set("1234") <= set(number(1234))
