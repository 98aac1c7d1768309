"""The database: engine, naming convention, column types, and ``transaction()``, the only place that commits.

Reads run in the request's own session (``reading()``), or in the open transaction where there is one. Writes run in
``with transaction() as session:``; a service command carries ``@command``, which opens one and runs the whole command
again when the database reports a serialization failure, a deadlock, a busy file, or on PostgreSQL a row that somebody
else wrote at the same moment (at most 3 times): the second run finds that row.

SQLite ignores ``FOR UPDATE``; without ``BEGIN IMMEDIATE`` it confirms more people than there are places. Both locks
have a switch that only the negative control in ``tests/registrations/test_races.py`` turns off.
"""

import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar, TypeVarTuple

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Engine,
    Insert,
    MetaData,
    Result,
    Row,
    Select,
    String,
    Text,
    TypeDecorator,
    event,
)  # fmt: skip
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.selectable import TypedReturnsRows

from app.codes import new_code
from app.languages import clean
from app.schedule.hours import Hours

P = ParamSpec("P")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
RETRIES = 3
SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION = "40001", "40P01", "23505"
WRITE_OPTION = "samspel_write"
AFTER_COMMIT = "samspel_after_commit"
BUSY_TIMEOUT_MS = 30_000
# On PostgreSQL a read needs no transaction: READ COMMITTED shows each statement what is committed by then, as autocommit
# does. The ROLLBACK at the end of a request made psycopg forget its prepared statements: planning was a third of a page.
READING_LEVEL = "AUTOCOMMIT"
LIKE_ENOUGH = 0.35  # for a first choice of texts with the word that a misspelt one means; app.activities decides


class Instant(TypeDecorator[datetime]):
    """A UTC instant. SQLite keeps no zone, so it is added on the way out; a naive value is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Ids(TypeDecorator[frozenset[int]]):
    """Ids that SQL has put together as "3,17", for a query to read; nothing is kept so."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Any) -> frozenset[int]:
        return frozenset(int(number) for number in value.split(",")) if value else frozenset()


class Labels(TypeDecorator[frozenset[str]]):
    """A set of short keys as one sorted text ``|mhfa|newcomers|``, so that SQL can group and compare it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Any) -> str:
        return f"|{'|'.join(sorted(value))}|" if value else ""

    def process_result_value(self, value: str | None, dialect: Any) -> frozenset[str]:
        return frozenset(part for part in (value or "").split("|") if part)


class Translations(TypeDecorator[dict[str, str]]):
    """``{"sv": "...", "ar": "..."}``: what people wrote, a language each; empty ones and bidi controls are dropped."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, str] | None, dialect: Any) -> dict[str, str]:
        cleaned = {code: clean(text) for code, text in (value or {}).items()}
        return {code: text for code, text in cleaned.items() if text}

    def process_result_value(self, value: dict[str, str] | None, dialect: Any) -> dict[str, str]:
        return value or {}


class HoursColumn(TypeDecorator[Hours]):
    """Weekly hours with their exceptions, as JSON; ``{}`` where nobody has told them."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Hours | None, dialect: Any) -> dict[str, Any]:
        return value.as_plain() if value else {}

    def process_result_value(self, value: dict[str, Any] | None, dialect: Any) -> Hours:
        return Hours.from_plain(value or {})


Key = Annotated[int, mapped_column(primary_key=True)]
Code = Annotated[str, mapped_column(String(8), unique=True, default=new_code)]
At = Annotated[datetime, mapped_column(Instant)]
LabelSet = Annotated[frozenset[str], mapped_column(Labels, default=frozenset)]
TextIn = Annotated[dict[str, str], mapped_column(Translations, default=dict)]
WeeklyHours = Annotated[Hours, mapped_column(HoursColumn, default=Hours)]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
_open: ContextVar[Session | None] = ContextVar("open_transaction", default=None)


def init_app(app: Flask) -> None:
    """Bind the engine to ``app`` and install the SQLite and lock hooks."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        similar = {"options": f"-c pg_trgm.word_similarity_threshold={LIKE_ENOUGH}"}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"isolation_level": READING_LEVEL, "connect_args": similar}
    db.init_app(app)
    with app.app_context():
        _install_hooks(db.engine)


def enable_migrations(app: Flask) -> None:
    """Give ``app`` the means of ``flask db``; not at every start, for Alembic costs 14 MB and half a second."""
    from flask_migrate import Migrate

    Migrate(app, db, directory="migrations", render_as_batch=True, compare_type=True)


def reading() -> Session:
    """The session to read with: the open transaction's, else the request's own (closed when the request ends)."""
    return _open.get() or db.session()


def fetch(statement: TypedReturnsRows[*Ts], parameters: Mapping[str, Any] | None = None) -> Result[*Ts]:
    """Run a select of columns where ``reading()`` would, past the ORM, whose loading of plain columns costs more than
    the statement itself; what the open transaction has not written yet is written first."""
    session = reading()
    session.flush()
    return session.connection().execute(statement, parameters)


def insert_once(session: Session, row: type[Base], unique: str, values: Mapping[str, Any]) -> bool:
    """Insert ``values`` unless the column ``unique`` holds such a value already; whether it was inserted."""
    session.flush()
    statement = _insert_once(session.get_bind().dialect.name, row, unique)
    return bool(session.connection().execute(statement, values).rowcount)


def insert_all_once(session: Session, row: type[Base], unique: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same for many rows."""
    session.flush()
    if rows:
        session.connection().execute(_insert_once(session.get_bind().dialect.name, row, unique), list(rows))


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Let ``call`` run once, when the transaction of ``session`` has been committed."""
    session.info.setdefault(AFTER_COMMIT, {})[call] = None


def stream(statement: TypedReturnsRows[*Ts], size: int) -> Iterator[Sequence[Row[*Ts]]]:
    """The rows of a long select, ``size`` at a time, over a connection of its own: a cursor lives in a transaction."""
    with in_transactions(db.engine).connect() as connection:
        yield from connection.execute(statement, execution_options={"yield_per": size}).partitions()


@contextmanager
def transaction() -> Iterator[Session]:
    """One write: a session of its own under the write lock; commits on return, rolls back on any exception.

    Refuses to nest: what one command does is one transaction.
    """
    if _open.get() is not None:
        raise RuntimeError("a transaction is open already; write a step instead of a command")
    engine = in_transactions(db.engine).execution_options(**{WRITE_OPTION: True})
    with Session(engine, expire_on_commit=False) as session:
        token = _open.set(session)
        try:
            yield session
            session.flush()
            _commit(session)
        finally:
            _open.reset(token)
            _end_reading()
        for call in session.info.get(AFTER_COMMIT, ()):
            call()


def _commit(session: Session) -> None:
    """Commit; a connection that could not may still be inside its transaction (SQLite on a full disk), and SQLAlchemy
    would hand it on so, with the write lock: it is thrown away."""
    try:
        session.commit()
    except DBAPIError:
        session.invalidate()
        raise


def in_transactions(engine: Engine) -> Engine:
    """The engine as it is on SQLite, and for PostgreSQL one whose connections do not commit each statement."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="READ COMMITTED")


def _end_reading() -> None:
    """Let what is read after a write see it: on SQLite the request's open read would keep its old snapshot."""
    if db.session.registry.has():
        db.session.rollback()


def command(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """A service command: its first argument is the session of a transaction opened for it alone."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(RETRIES + 1):
            try:
                with transaction() as session:
                    return function(session, *args, **kwargs)
            except DBAPIError as error:
                if attempt == RETRIES or not _worth_retrying(error):
                    raise
                time.sleep(0.02 * 2**attempt)
        raise AssertionError("unreachable")

    return run


class _Undone(Exception):
    """Ends a rehearsal."""


def rehearse(run: Callable[[Session], R]) -> R:
    """What ``run`` (a command's own work) would do: it is done, looked at, and undone again. Raises what it refuses."""
    outcome: list[R] = []
    try:
        with transaction() as session:
            outcome.append(run(session))
            raise _Undone
    except _Undone:
        return outcome[0]


def for_update(statement: Select[Any]) -> Select[Any]:
    """Lock the selected rows until the transaction ends (PostgreSQL; SQLite holds its write lock already)."""
    return statement.with_for_update()


def violated(error: DBAPIError, constraint: str) -> bool:
    """Whether ``error`` names ``constraint``: by name on PostgreSQL, by its columns or name in SQLite's text."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None and diagnostics.constraint_name:
        return bool(diagnostics.constraint_name == constraint)
    columns = constraint.removeprefix("uq_").removeprefix("ck_")
    return constraint in str(error.orig) or columns in str(error.orig).replace(".", "_").replace(", ", "_")


def is_declared(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Whether rows in code and schema should agree on a thing (Alembic's ``include_object``): on all but the text search,
    which is an index of its own kind on PostgreSQL and virtual tables on SQLite."""
    if kind == "index" and name == "ix_activity_words":
        return db.engine.dialect.name == "postgresql"
    return kind != "table" or not (name or "").startswith("activity_fts")


@functools.cache
def _insert_once(dialect: str, row: type[Base], unique: str) -> Insert:
    into = postgresql.insert(row) if dialect == "postgresql" else sqlite.insert(row)
    once = into.inline().on_conflict_do_nothing(index_elements=[unique])
    return once.execution_options(preserve_rowcount=True)  # else psycopg tells -1 of every INSERT


def _worth_retrying(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in {SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION} or "database is locked" in str(error.orig)


def _install_hooks(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return

    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", configure)
    event.listen(engine, "begin", begin_sqlite)


def begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start of a write, before anything was read."""
    write = connection.get_execution_options().get(WRITE_OPTION)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


__all__ = [
    "At", "Base", "Code", "Key", "LabelSet", "Mapped", "TextIn", "WeeklyHours", "after_commit", "command", "db",
    "fetch", "for_update", "in_transactions", "init_app", "insert_all_once", "insert_once", "is_declared",
    "mapped_column", "reading", "rehearse", "stream", "transaction", "violated",
]  # fmt: skip
