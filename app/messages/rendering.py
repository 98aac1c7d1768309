"""From a kind of message and its facts to subject, text and HTML, in the recipient's language.

A template ``messages/<kind>.txt`` holds the subject on its first line and then the text; the HTML is the same text with
paragraphs and links, so the two can never say different things.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, g, render_template, url_for
from flask_babel import refresh
from markupsafe import Markup, escape

from app.messages.hooks import Context, examples, letters
from app.settings import settings

ADDRESS = re.compile(r"https?://\S+")
BLANK = re.compile(r"\n\s*\n")
QUOTED = ">"


@dataclass(frozen=True)
class Invitation:
    """A calendar file with its method (RFC 5546): REQUEST or CANCEL."""

    method: str
    text: str


@dataclass(frozen=True)
class Letter:
    """``unsubscribe``: the address that ends mails of this kind; empty where they answer to something that was done.
    ``invitations``: dates for the calendar of whoever reads it."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""
    invitations: tuple[Invitation, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the HTML; ``quoted``: what a person wrote."""

    words: Markup
    quoted: bool = False


def render(kind: str, language: str, about: Context, body: str | None) -> Letter | None:
    """The letter, or None where what it is about is gone. Links begin with the configured base URL."""
    with _reading_in(language):
        facts = letters[kind](about)
        return None if facts is None else _write(kind, facts, body or "")


def render_examples(kind: str, language: str) -> list[tuple[str, Letter]]:
    """What mails of this kind say, made from example data: the name of each example, and its letter."""
    with _reading_in(language):
        return [(one.name, _write(kind, one.facts, one.body)) for one in examples[kind]()]


@contextmanager
def _reading_in(language: str) -> Iterator[None]:
    app: Flask = cast(Any, current_app)._get_current_object()  # the app itself, for a context of its own
    with app.app_context(), app.test_request_context(base_url=settings().base_url):
        g.language_code = language
        refresh()
        yield


def _write(kind: str, facts: object, body: str) -> Letter:
    written = render_template(f"messages/{kind}.txt", body=body, link=_link, quote=_quote, letter=facts)
    subject, _newline, text = written.strip().partition("\n")
    parts = [part for part in BLANK.split(text) if part.strip()]
    paragraphs = [_paragraph(part) for part in parts]
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    html = render_template("messages/layout.html", subject=" ".join(subject.split()), paragraphs=paragraphs)
    return Letter(" ".join(subject.split()), text, html, _way_out(facts), getattr(facts, "invitations", ()))


def _way_out(facts: object) -> str:
    way: tuple[str, str] | None = getattr(facts, "unsubscribe", None)
    return _link(way[0], token=way[1]) if way else ""


def _link(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, _external=True, **values)


def _quote(words: str) -> str:
    """What a person wrote, each line marked as theirs: it is one paragraph, and no line of it can become a link."""
    return "\n".join(f"{QUOTED} {line}".rstrip() for line in words.strip().splitlines())


def _paragraph(part: str) -> Paragraph:
    lines = part.strip().splitlines()
    if lines[0].startswith(QUOTED):
        return Paragraph(Markup("<br>").join(line.removeprefix(QUOTED).strip() for line in lines), quoted=True)
    return Paragraph(Markup("<br>").join(_line(line) for line in lines))


def _line(line: str) -> Markup:
    """Only a line that is nothing but an address becomes a link: what people typed never does."""
    address = line.strip()
    linked = Markup('<a href="{0}" dir="ltr">{0}</a>')
    return linked.format(address) if ADDRESS.fullmatch(address) else escape(line)
