"""What has changed of an activity, in words: a line for each field, before and now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.activities.phrases import phrases_of
from app.activities.rules import SIGNUP_NAMES, TAG_NAMES, VISIBILITY_NAMES
from app.activities.versions import Change
from app.activities.views.blueprint import spoken_words, spot_words
from app.languages import LANGUAGES, pick
from app.web.formats import number
from app.web.locale import current_language


@dataclass(frozen=True)
class Line:
    """One field. ``language``: code of the language of both texts, empty where they are in the reader's."""

    label: str
    language: str
    before: str
    after: str


LABELS = {
    "type": _l("Type of activity"),
    "title": _l("Title"),
    "summary": _l("In one sentence"),
    "description": _l("More about it"),
    "place": _l("Place or room"),
    "spoken": _l("Languages that the hosts speak"),
    "children_welcome": _l("Children"),
    "cost_kr": _l("Cost"),
    "tags": _l("Tags"),
    "phrases": _l("Good to know"),
    "signup": _l("How people come"),
    "visibility": _l("Who finds it"),
    "contact": _l("Questions to"),
    "picture": _l("Picture"),
}


def lines_of(found: Iterable[Change]) -> list[Line]:
    """Each change in words; nothing there is an empty text."""
    return [
        Line(_label(change), change.language, _words(change.name, change.before), _words(change.name, change.after))
        for change in found
    ]


def _label(change: Change) -> str:
    label = str(LABELS[change.name])
    named = LANGUAGES.get(change.language)
    return str(_("%(first)s, %(second)s", first=label, second=named.name)) if named else label


def _words(name: str, value: Any) -> str:
    return str(WORDS.get(name, str)(value)) if value != "" else ""


def _cost(kr: int) -> str:
    return str(_("%(kr)s kr", kr=number(kr)) if kr else _("Free"))


def _tags(tags: Iterable[str]) -> str:
    return ", ".join(_(TAG_NAMES[tag]) if tag in TAG_NAMES else tag for tag in tags)


WORDS: dict[str, Callable[[Any], str]] = {
    "type": lambda title: pick(title, current_language().code).value,
    "place": lambda names: spot_words(*names),
    "spoken": spoken_words,
    "children_welcome": lambda welcome: _("Welcome") if welcome else "",
    "cost_kr": _cost,
    "tags": _tags,
    "phrases": lambda chosen: " ".join(map(_, phrases_of(chosen))),
    "signup": lambda key: _(SIGNUP_NAMES[key]),
    "visibility": lambda key: _(VISIBILITY_NAMES[key]),
    "contact": ", ".join,
    "picture": lambda alt: pick(alt, current_language().code).value,
}
