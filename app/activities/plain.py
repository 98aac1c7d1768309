"""Whether a text is easy to read (pure)."""

import re

EASY_WORDS = 15  # of a sentence in plain Swedish; longer ones are hard to read for whoever learns the language
_SENTENCE = re.compile(r"[.!?…]+(?:\s|$)|\n")


def longest_sentence(text: str) -> int:
    """Words of the longest sentence of ``text``; 0 where it is empty."""
    return max((len(sentence.split()) for sentence in _SENTENCE.split(text)), default=0)


def is_hard(text: str) -> bool:
    """Whether a sentence of ``text`` is longer than is easy to read."""
    return longest_sentence(text) > EASY_WORDS
