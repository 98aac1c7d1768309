"""How a search copes with å, ä and ö, with Arabic and with misspellings: texts as folded words, and how alike two words are
(pure). Both databases search what is folded here, so that they find the same."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LEAST_LIKE = 0.45  # of two words that are taken for one, misspelt; by Dice's measure over groups of three letters
MOST_WORDS = 5
MOST_LETTERS = 40
GRAM = 3
# Letters that people write for each other, beyond what Unicode decomposes (Arabic and Persian forms; no tatweel).
_SAME = str.maketrans(
    {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ٱ": "ا", "ø": "o", "æ": "a", "đ": "d", "ı": "i"}
)


def fold(text: str) -> str:
    """``text`` as words of small letters without accents, one space between them: "Språkkafé!" is "sprakkafe"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = (sign for sign in plain if not unicodedata.combining(sign))
    spaced = "".join(sign if sign.isalnum() else " " for sign in letters)
    return " ".join("".join(_digit(sign) for sign in spaced.translate(_SAME)).split())


def searchable(texts: Iterable[str]) -> str:
    """What is kept to search in: every different word of the texts, each between spaces."""
    words = dict.fromkeys(word for text in texts for word in fold(text).split())
    return f" {' '.join(words)} " if words else ""


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, each once, at most ``MOST_WORDS``."""
    words = dict.fromkeys(word[:MOST_LETTERS] for word in fold(query).split())
    return tuple(words)[:MOST_WORDS]


def contains(folded: str, word: str) -> bool:
    """Whether ``word`` stands in a folded text: anywhere in its words, or (of one or two letters) as the start of one."""
    return word in folded if len(word) >= GRAM else f" {word}" in f" {folded}"


def closest(word: str, words: Iterable[str]) -> str:
    """The word that ``word`` is most likely a misspelling of, or nothing."""
    wanted = grams(word)
    best = max(((_dice(wanted, grams(other)), other) for other in words), default=(0.0, ""))
    return best[1] if best[0] >= LEAST_LIKE else ""


@lru_cache(maxsize=20_000)
def grams(word: str) -> frozenset[str]:
    """The groups of three letters in a word, its beginning and end marked."""
    marked = f" {word} "
    return frozenset(marked[at : at + GRAM] for at in range(len(marked) - GRAM + 1))


def by_gram(texts: Iterable[str]) -> dict[str, set[str]]:
    """Every word of these texts, by each group of letters in it."""
    found: dict[str, set[str]] = {}
    for word in {word for text in texts for word in text.split()}:
        for gram in grams(word):
            found.setdefault(gram, set()).add(word)
    return found


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
