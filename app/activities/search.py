"""Searching in what is written about activities: SQLite by FTS5, PostgreSQL by trigrams, behind one interface."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Pool, String, bindparam, literal, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app import clock
from app.activities import likeness
from app.activities.tables import Activity
from app.db import db, fetch

FRESH = timedelta(minutes=1)  # a new word can be meant that soon; spelt right it is found at once


@dataclass(frozen=True)
class Vocabulary:
    """Every word that is written somewhere, by its groups of letters."""

    made_at: datetime
    by_gram: Mapping[str, set[str]]


# Of each database that this process reads: what is alike is found in memory, as measuring every text takes too long.
_vocabularies: WeakKeyDictionary[Pool, Vocabulary] = WeakKeyDictionary()


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
    the one that was most likely meant, else nothing. One statement for all of them, and once a minute another."""
    asked = [word for word in words if not any(likeness.contains(name, word) for name in known)]
    there = _which_stand(asked) if asked else set()
    names = {other for name in known for other in name.split()}
    return [
        word if word not in asked or word in there else likeness.closest(word, _like(word) | names) for word in words
    ]


def _which_stand(words: Sequence[str]) -> set[str]:
    """Those that the texts of an activity hold."""
    parts = [_one_with(number, word).subquery() for number, word in enumerate(words)]
    return {words[number] for number in fetch(union_all(*map(select, parts))).scalars()}


def _one_with(number: int, word: str) -> Any:
    short = len(word) < likeness.GRAM
    columns = select(literal(number).label("number")).select_from(Activity)
    return columns.where(matches(bindparam(None, word, String), short)).limit(1)


def _like(word: str) -> set[str]:
    """The words of all texts that share a group of letters with this one."""
    kept, moment = _vocabularies.get(db.engine.pool), clock.now()
    if kept is None or moment - kept.made_at > FRESH:
        kept = Vocabulary(moment, likeness.by_gram(fetch(select(Activity.words).distinct()).scalars()))
        _vocabularies[db.engine.pool] = kept
    return set().union(*(kept.by_gram.get(gram, ()) for gram in likeness.grams(word)))
