"""Folding, and which word was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activities.likeness import closest, contains, fold, searchable, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Språkkafé!", "sprakkafe"),
        ("Å, ä & ÖL", "a a ol"),
        ("مَقْهى اللُّغة", "مقهي اللغه"),
        ("أهلاً إلى آخر", "اهلا الي اخر"),
        ("کتابخانه", "كتابخانه"),
        ("٢٠٢٦ ۵", "2026 5"),
        ("ትግርኛ፡ቋንቋ", "ትግርኛ ቋንቋ"),
        ('"a" OR b*  NEAR(c)', "a or b near c"),
        ("Straße İstanbul", "strasse istanbul"),
        ("!!! — ...", ""),
    ],
)
def test_words_are_folded(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


def test_a_query_has_few_and_short_words():
    assert words_of("a b c d e f g a") == ("a", "b", "c", "d", "e")
    assert words_of("x" * 10_000) == ("x" * 40,)


def test_every_different_word_is_kept_once():
    assert searchable(["Språkkafé i Tyringe", "språkkafé"]) == " sprakkafe i tyringe "
    assert searchable(["", " !"]) == ""


@pytest.mark.parametrize(
    ("text", "word", "held"),
    [
        (" sprakkafe ", "kafe", True),
        (" sprakkafe ", "ka", False),
        (" kafe i by ", "ka", True),
        (" kafe ", "kaffe", False),
    ],
)
def test_a_word_stands_anywhere_and_a_short_one_at_a_beginning(text, word, held):
    assert contains(text, word) is held


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sprakkaffe", "sprakkafe"), ("sprokkafe", "sprakkafe"), ("biblotek", "bibliotek"), ("laxhjalp", "laxhjalp"),
        ("tyrringe", "tyringe"), ("sycafe", ""), ("zzzz", ""),
    ],
)  # fmt: skip
def test_the_word_that_was_meant(typed, meant):
    assert closest(typed, ["sprakkafe", "bibliotek", "laxhjalp", "tyringe", "simning"]) == meant


def test_of_no_words_none_is_meant():
    assert closest("kafe", []) == ""
