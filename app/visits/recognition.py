"""Whether two groups are likely the same one, so that its visits can be counted together; a librarian confirms it (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from app.activities.likeness import fold

GROUPS_REMEMBERED = 4096
MOST_LETTERS = 240  # of a name that are compared; folding makes some letters two
_BETWEEN = re.compile(r"(?<![0-9]) | (?![0-9])")  # every space but one between two digits: "1 2" is not "12"
# What some write before the name of a group and others leave out, and what tells one organisation from no other.
_OF_ANY_GROUP = frozenset({"klass", "klassen", "grupp", "gruppen", "kurs", "kursen", "group", "class"})
_OF_ANY_ORGANISATION = frozenset(
    {"skola", "skolan", "forskola", "forskolan", "kommun", "kommunen", "forening", "foreningen", "i", "pa", "och"}
)


class Nearness(IntEnum):
    """How alike two organisations are; ``UNKNOWN`` where one is not named."""

    OTHER = 0
    UNKNOWN = 1
    PART = 2  # all words of the one are in the other: "Linnéskolan" and "Linnéskolan i Hässleholm"
    SAME = 3


@dataclass(frozen=True)
class GroupName:
    """What a group calls itself and where it belongs, with its id where it is known already."""

    name: str
    organisation: str
    id: int | None = None


def same_group(name: str, organisation: str, other_name: str, other_organisation: str) -> bool:
    """Whether two groups are likely the same: alike in name but for case, accents, spaces and punctuation, and of one
    organisation, as far as its name tells."""
    alike = bool(likeness_of(name)) and likeness_of(name) == likeness_of(other_name)
    return alike and _nearness(organisation, other_organisation) >= Nearness.PART


def suggest(group: GroupName, known: Iterable[GroupName]) -> list[GroupName]:
    """The known groups that may be this one, the likeliest first, as likely ones in the order in which they came. A group
    whose organisation is not told comes last."""
    key = likeness_of(group.name)
    others = (one for one in known if key and likeness_of(one.name) == key and (one.id is None or one.id != group.id))
    ranked = [(_nearness(group.organisation, one.organisation), one) for one in others]
    likely = [(nearness, one) for nearness, one in ranked if nearness > Nearness.OTHER]
    return [one for _, one in sorted(likely, key=lambda pair: -pair[0])]


def _nearness(one: str, other: str) -> Nearness:
    words, others = _organisation_words(one), _organisation_words(other)
    if not words or not others:
        return Nearness.UNKNOWN
    if "".join(words) == "".join(others):
        return Nearness.SAME
    shorter, longer = sorted((frozenset(words), frozenset(others)), key=len)
    return Nearness.PART if shorter <= longer and shorter - _OF_ANY_ORGANISATION else Nearness.OTHER


@lru_cache(maxsize=GROUPS_REMEMBERED)
def likeness_of(name: str) -> str:
    """What the names of one group have in common, however they are written; empty where a name tells nothing."""
    words = fold(name).split()
    telling = [word for word in words if word not in _OF_ANY_GROUP] or words
    return _BETWEEN.sub("", " ".join(telling))[:MOST_LETTERS]


@lru_cache(maxsize=GROUPS_REMEMBERED)
def _organisation_words(name: str) -> tuple[str, ...]:
    """The words of an organisation, without the s of "Hässleholms kommun"."""
    return tuple(word.removesuffix("s") if len(word) > 3 else word for word in fold(name).split())
