"""What residents read of an activity at one time, and what differs between two such times (pure)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

TEXTS = ("title", "summary", "description")
PLAIN = ("spoken", "children_welcome", "cost_kr", "tags", "phrases", "signup", "visibility", "contact")
Part = tuple[Any, Any]


@dataclass(frozen=True)
class Version:
    """An activity as it is shown. Type and place also bear the names that they had then; ``contact`` is who answers
    questions, with address and number."""

    type_key: str
    type_title: dict[str, str]
    title: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    place_id: int
    room_id: int | None
    place_name: str
    room_name: str
    spoken: tuple[str, ...]
    children_welcome: bool
    cost_kr: int
    tags: tuple[str, ...]
    phrases: tuple[str, ...]
    signup: str
    visibility: str
    contact: tuple[str, ...]
    picture: str
    picture_alt: dict[str, str]

    def as_plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @property
    def parts(self) -> dict[tuple[str, str], Part]:
        """(name, language or "") -> (what makes it another, what is shown of it)."""
        texts = {(name, code): (text, text) for name in TEXTS for code, text in sorted(getattr(self, name).items())}
        return {
            ("type", ""): (self.type_key, self.type_title),
            **texts,
            ("place", ""): ((self.place_id, self.room_id), (self.place_name, self.room_name)),
            **{(name, ""): (getattr(self, name), getattr(self, name)) for name in PLAIN},
            ("picture", ""): ((self.picture, self.picture_alt), self.picture_alt),
        }


@dataclass(frozen=True)
class Change:
    """One thing that differs: what was shown and what is shown now, empty where there was or is nothing.
    ``language``: of a text, else empty."""

    name: str
    language: str
    before: Any
    after: Any


NAMES = ("type", *TEXTS, "place", *PLAIN, "picture")


def from_plain(plain: Mapping[str, Any]) -> Version:
    """A version from what JSON kept."""
    lists = {"spoken", "tags", "phrases", "contact"}
    kept = {field.name: plain[field.name] for field in fields(Version) if field.name in plain}
    kept.setdefault("phrases", ())  # kept before there were any
    kept |= {name: tuple(kept[name]) for name in lists}
    return Version(**kept)


def changes(before: Version, after: Version) -> list[Change]:
    """What differs, in the order of the form; a text by its languages."""
    old, new = before.parts, after.parts
    keys = sorted({*old, *new}, key=lambda key: (NAMES.index(key[0]), key[1]))
    pairs = [(key, old.get(key, ("", "")), new.get(key, ("", ""))) for key in keys]
    return [Change(*key, was[1], now[1]) for key, was, now in pairs if was[0] != now[0]]
