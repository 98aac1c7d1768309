"""Searching in what is written about activities: SQLite by FTS5, PostgreSQL by trigrams, behind one interface."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    String,
    Text,
    bindparam,
    exists,
    literal,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.activities import likeness
from app.activities.tables import Activity
from app.db import db, fetch

CANDIDATES = 40  # texts that are looked through for the word that was meant
FTS = table("activity_fts")


class has_word(FunctionElement[bool]):  # noqa: N801  # reads like the SQL function that it stands for
    """That a folded word of three letters or more stands anywhere in the words of an activity: (its id, words, word)."""

    inherit_cache = True
    name = "has_word"


@compiles(has_word, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    activity_id, _words, word = (compiler.process(clause, **kw) for clause in element.clauses)
    found = "(SELECT rowid FROM activity_fts WHERE activity_fts MATCH '\"' || "
    return f"{activity_id} IN {found}{word} || '\"')"


@compiles(has_word, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    _activity_id, words, word = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({words} LIKE '%%' || {word} || '%%')"


class common(FunctionElement[str]):  # noqa: N801  # reads like the SQL function that it stands for
    """The column itself, where its value says so little that an index of it would be the wrong way in."""

    inherit_cache = True
    name = "common"


@compiles(common, "sqlite")
def _without_its_index(element: Any, compiler: Any, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses.clauses[0], **kw)}"


@compiles(common, "postgresql")
def _itself(element: Any, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses.clauses[0], **kw))


def matches(word: ColumnElement[str], short: bool) -> ColumnElement[bool]:
    """That the activity's texts hold ``word``; a ``short`` one (under three letters) begins one of theirs."""
    a = Activity
    if short:
        return a.words.like(literal("% ", String) + word + literal("%", String))
    return has_word(a.id, a.words, word)


def correct(words: Sequence[str], known: Sequence[str]) -> list[str]:
    """Each folded word as it is written somewhere: itself, where an activity or a ``known`` (folded) name holds it, else
    the one that was most likely meant, else nothing. One statement for all of them."""
    asked = [word for word in words if not any(likeness.contains(name, word) for name in known)]
    found = _look_up(asked) if asked else {}
    return [word if word not in asked or (word, True) in found else _meant(word, found, known) for word in words]


def _meant(word: str, found: dict[tuple[str, bool], list[str]], known: Sequence[str]) -> str:
    texts = [*found.get((word, False), ()), *known]
    return likeness.closest(word, {other for text in texts for other in text.split()})


def _look_up(words: Sequence[str]) -> dict[tuple[str, bool], list[str]]:
    """(word, whether it stands there) -> texts: one that holds the word, and those that come close."""
    exact, close = _one_with, _close_to
    parts = [part for number, word in enumerate(words) for part in (exact(number, word), close(number, word))]
    found: dict[tuple[str, bool], list[str]] = {}
    for number, holds, text in fetch(union_all(*(select(part.subquery()) for part in parts))):
        found.setdefault((words[number], bool(holds)), []).append(text)
    return found


def _one_with(number: int, word: str) -> Any:
    short = len(word) < likeness.GRAM
    columns = select(literal(number).label("number"), literal(1).label("holds"), Activity.words.label("words"))
    return columns.where(matches(bindparam(None, word, String), short)).limit(1)


def _nowhere(word: str) -> ColumnElement[bool]:
    """That no activity holds the word: only then is it worth looking for what was meant."""
    short = len(word) < likeness.GRAM
    return ~exists(select(Activity.id).where(matches(bindparam(None, word, String), short)).correlate(None))


@cache
def _texts() -> CTE:
    """Last term's copies have the same texts, and likeness is dear: each text is measured once, and so not by the index."""
    return select(Activity.words).distinct().cte("texts").prefix_with("MATERIALIZED")


def _close_to(number: int, word: str) -> Any:
    columns = (literal(number).label("number"), literal(0).label("holds"))
    if db.engine.dialect.name == "postgresql":
        texts, meant = _texts(), bindparam(None, word, Text)
        near = select(*columns, texts.c.words.label("words")).where(texts.c.words.op("%>")(meant), _nowhere(word))
        return near.order_by(texts.c.words.op("<->>")(meant)).limit(CANDIDATES)
    grams = " OR ".join(f'"{word[at : at + likeness.GRAM]}"' for at in range(max(1, len(word) - likeness.GRAM + 1)))
    matched = literal_column("activity_fts").op("MATCH")(bindparam(None, grams, String))
    text = literal_column("activity_fts.words", String).label("words")
    near = select(*columns, text).select_from(FTS).where(matched, _nowhere(word))
    return near.order_by(literal_column("rank")).limit(CANDIDATES)
