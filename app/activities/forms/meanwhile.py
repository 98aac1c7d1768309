"""Two people change the same thing at once: the second sees what the first one has changed, and chooses field by field.

The form carries a mark of each field as it was when it was opened, so that nothing has to be kept in between."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any, Self

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FormField, HiddenField

from app.web.forms import Form

MOST_CHARACTERS = 10_000


@dataclass(frozen=True)
class News:
    """A field that somebody else has changed since the form was opened, in words. ``contested``: both wrote in it, and
    it stays as it was typed unless theirs is chosen; else it has taken over theirs."""

    name: str
    label: str
    theirs: str
    mine: str
    contested: bool


class MeanwhileForm(Form):
    """A form that knows how its fields were when it was opened."""

    opened = HiddenField()

    def remember(self) -> None:
        """Keep how the fields are now. Called once they are filled in."""
        self.opened.data = json.dumps({name: _mark(field) for name, field, _label in self._kept()})

    def learn(self, now: Self, theirs: Collection[str]) -> list[News]:
        """What has been changed since the form was opened; ``now``: the same form as things stand.

        The fields named in ``theirs`` get what stands there now, as do those that nobody typed into here."""
        before, mine = self._marks(), {name: field for name, field, _label in self._kept()}
        news = []
        for name, current, label in now._kept():
            if name in theirs:
                _take(mine[name], current)
            if before.get(name, _mark(current)) == _mark(current) or _mark(mine[name]) == _mark(current):
                continue
            contested = _mark(mine[name]) != before[name]
            news.append(News(name, label, _words(current), _words(mine[name]), contested))
            if not contested:
                _take(mine[name], current)
        now.remember()
        self.opened.data = now.opened.data
        return news

    def _kept(self) -> Iterator[tuple[str, Field, str]]:
        """(name, field, label) of everything that is typed or chosen."""
        for field in self:
            if isinstance(field, FormField):
                for member in field:
                    label = _("%(first)s, %(second)s", first=field.label.text, second=member.label.text)
                    yield member.name, member, label
            elif not isinstance(field, HiddenField):
                yield field.name, field, str(field.label.text)

    def _marks(self) -> dict[str, str]:
        """Name -> mark as posted; nothing of what no form of ours has written."""
        typed = self.opened.data or ""
        try:
            found = json.loads(typed) if len(typed) <= MOST_CHARACTERS else None
        except ValueError:
            found = None
        return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}


def _mark(field: Field) -> str:
    data = field.data
    plain = sorted(map(str, data)) if isinstance(data, list | tuple | set) else str("" if data is None else data)
    text = json.dumps(plain).replace("\\r\\n", "\\n")
    return blake2s(text.encode(), digest_size=6).hexdigest()


def _take(field: Field, other: Field) -> None:
    field.data, field.raw_data, field.errors = other.data, None, ()


def _words(field: Field) -> str:
    """What stands in a field, as people read it."""
    if isinstance(field, BooleanField):
        return str(_("Yes") if field.data else _("No"))
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice.label) for choice in _choices(field) if choice.selected)
    return "" if field.data is None else str(field.data)


def _choices(field: Any) -> Iterator[Any]:
    if field.has_groups():
        for _group, choices in field.iter_groups():
            yield from choices
    else:
        yield from field.iter_choices()
