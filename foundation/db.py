"""The database: one engine, one session at a time, and transactions that doors open by name.

SQLite and PostgreSQL behave alike here. On SQLite a writing transaction begins IMMEDIATE, because a deferred one that
reads first is refused at its first write when another has committed meanwhile. Nothing in this module knows Flask.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    Double,
    Engine,
    Float,
    MetaData,
    Numeric,
    SQLColumnExpression,
    String,
    Table,
    create_engine,
    event,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from foundation import patience, postgres

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MS = 4000
"""How long opening a connection may wait. What it waits for in a transaction is said at each (`patience`)."""
LOWERED = "hearth_lower"
NO_WAIT_MS = 50
"""PostgreSQL takes 0 for waiting without end."""


class Base(DeclarativeBase):
    """Every record. Tables are STRICT on SQLite, so that both databases refuse the same nonsense."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger, dict[str, Any]: JSON}

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        if "__table__" in cls.__dict__:
            cast(Table, cls.__table__).dialect_options["sqlite"]["strict"] = True


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Aware in, aware (UTC) out; a naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must carry its zone; use clock.now().")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Moment = Mapped[datetime]


def table(model: type[Base]) -> Table:
    """The bare table of a record. Statements about it are said without looking for records: hot ones are written so."""
    return cast(Table, model.__table__)


def moment(**given: Any) -> Mapped[datetime]:
    """A column for a moment (UTC)."""
    return mapped_column(UTCDateTime, **given)


def new_public_id() -> str:
    """A random name for a record in addresses (64 bits; it opens nothing by itself)."""
    return secrets.token_hex(8)


@compiles(String, "sqlite")
@compiles(Date, "sqlite")
@compiles(DateTime, "sqlite")
@compiles(JSON, "sqlite")
def _text(element: Any, compiler: Any, **given: Any) -> str:
    return "TEXT"


@compiles(BigInteger, "sqlite")
@compiles(Boolean, "sqlite")
def _integer(element: Any, compiler: Any, **given: Any) -> str:
    return "INTEGER"


@compiles(Double, "sqlite")
@compiles(Float, "sqlite")
@compiles(Numeric, "sqlite")
def _real(element: Any, compiler: Any, **given: Any) -> str:
    return "REAL"


class NestedTransaction(RuntimeError):
    """A transaction was opened inside another; doors open them, actions never do."""


_engine: Engine | None = None
_reading: Engine | None = None
_session: ContextVar[Session | None] = ContextVar("hearth_session", default=None)
_writing: ContextVar[bool] = ContextVar("hearth_writing", default=False)


def connect(url: str) -> Engine:
    """Open the database at `url` and make it the one this process uses."""
    use(new_engine(url))
    return engine()


def new_engine(url: str, **options: Any) -> Engine:
    """An engine with Hearth's pragmas and time-outs, not yet the one in use."""
    if make_url(url).get_backend_name() != "sqlite":
        return postgres.new_engine(url, unanswered_ms=BUSY_MS, **options)
    made = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, hide_parameters=True, **options)
    event.listen(made, "do_connect", _make_private)
    event.listen(made, "connect", _prepare_sqlite)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _make_private(dialect: Dialect, record: object, given: Sequence[Any], named: object) -> None:
    """A new file of children's records is its owner's alone; SQLite gives its side files the same mode."""
    path = Path(given[0])
    if given[0] != ":memory:" and path.parent.is_dir():
        path.touch(mode=0o600)


def use(made: Engine | None) -> None:
    """Make `made` the engine in use; the one before is disposed of."""
    global _engine, _reading
    close()
    if _engine is not None and _engine is not made:
        _engine.dispose()
    _engine = made
    _reading = None if made is None else made.execution_options(only_reads=True)


def engine() -> Engine:
    """The engine in use. Raises RuntimeError before connect()."""
    if _engine is None:
        raise RuntimeError("No database is open: call db.connect(url) first.")
    return _engine


def reading() -> Engine:
    """The engine in use, for what only reads and is refused what would change anything. On PostgreSQL plans are kept
    behind it (`postgres`). Raises RuntimeError before connect()."""
    return _reading or engine()


def is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function(LOWERED, 1, _without_capitals, deterministic=True)


def _without_capitals(text: str | None) -> str | None:
    return None if text is None else text.lower()


def lowered(text: SQLColumnExpression[str]) -> ColumnElement[str]:
    """A text without capitals, in any alphabet, to compare with what was typed and lowered in Python.

    SQLite’s own `lower` knows the letters from A to Z alone. What is compared so stands in no index.
    """
    return _Lowered(text)


class _Lowered(FunctionElement[str]):
    """`lower` as each database says it when the statement is compiled; statements are built before one is open."""

    type = String()
    inherit_cache = True


@compiles(_Lowered)
def _lower(element: Any, compiler: Any, **given: Any) -> str:
    return f"lower({compiler.process(element.clauses, **given)})"


@compiles(_Lowered, "sqlite")
def _lower_any(element: Any, compiler: Any, **given: Any) -> str:
    return f"{LOWERED}({compiler.process(element.clauses, **given)})"


def _begin_sqlite(connection: Connection) -> None:
    """A writer waits its turn here and nowhere later, and no longer than the request it serves may take. What serves
    none is a command or a step of the night, and lets an import that writes come to the end of its batch."""
    options = connection.get_execution_options()
    left = patience.seconds_left()
    patient = int((patience.UNHURRIED_S if left is None else left) * 10) * 100
    _tell(connection, "busy_timeout", patient if options.get("waits", True) else 0)
    _tell(connection, "query_only", int(options.get("only_reads", False) and not options.get("writes", False)))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def _tell(connection: Connection, pragma: str, value: int) -> None:
    """Said where it is not what this connection was told last."""
    if connection.info.get(pragma) != value:
        cast(Any, connection.connection).execute(f"PRAGMA {pragma}={value}")
        connection.info[pragma] = value


def session() -> Session:
    """The session of this request, job or command; opened for reading when none is open, and then good for no more."""
    current = _session.get()
    if current is None:
        current = _opened(reading())
    return current


def add_once(model: type[Base], *, by: str, **values: Any) -> bool:
    """Insert a record unless one with the same value in the unique column `by` stands already; tells whether it did.

    Two transactions that try at once: the second waits for the first, then writes nothing.
    """
    careful = sqlite.insert if is_sqlite() else postgresql.insert
    column = model.__table__.c[by]
    written = careful(model).values(**values).on_conflict_do_nothing(index_elements=[by]).returning(column)
    return session().execute(written).one_or_none() is not None


def add_last(model: type[Base], **values: Any) -> None:
    """Insert a record when the open transaction ends, all of one model in one statement: for what nobody in it reads
    again. Every column without a default is named. What is added within a savepoint is written there, and goes with it.
    """
    if session().in_nested_transaction():
        session().execute(_inserted(model), values)
    else:
        session().info.setdefault(model, []).append(values)


def add_the_last() -> None:
    """Write what waits for the end of the transaction, because something now told must come after it."""
    for model, rows in session().info.items():
        session().execute(_inserted(model), rows)
    session().info.clear()


@cache
def _inserted(model: type[Base]) -> Any:
    """Written once, as every deed says it of the audit."""
    return insert(table(model))


def is_writing() -> bool:
    """Whether a transaction() is open here."""
    return _writing.get()


@contextmanager
def transaction(*, on: Connection | None = None, waits: bool = True, is_lasting: bool = True) -> Iterator[Session]:
    """All or nothing: commits at the end, rolls back on any exception. Refuses to nest.

    Begins with a new session: what was read before is stale, and must be read again inside. `on` is a connection of
    the caller's own, at rest, for work that needs temporary tables; it stays open. With `waits=False` it is for what
    may as well be left out: it waits for nobody who is writing just now, and raises OperationalError at once.
    With `is_lasting=False` a PostgreSQL that loses its power just afterwards may forget it, and no one waits for the
    disk: for what is harmless to do again. Raises NestedTransaction.
    """
    if _writing.get():
        raise NestedTransaction("A transaction is open already; only doors open transactions.")
    close()
    current = _opened(engine() if on is None else on)
    _writing.set(True)
    try:
        begun = current.connection(execution_options={"writes": True, "waits": waits})
        if not waits and not is_sqlite():
            begun.exec_driver_sql(f"SET LOCAL lock_timeout = {NO_WAIT_MS}")
        yield current
        add_the_last()
        if not is_lasting and not is_sqlite():
            current.flush()
            current.connection().exec_driver_sql("SET LOCAL synchronous_commit = off; COMMIT")
        current.commit()
    except BaseException:
        current.rollback()
        raise
    finally:
        _writing.set(False)
        close()


def _opened(on: Engine | Connection) -> Session:
    current = Session(on, expire_on_commit=False)
    _session.set(current)
    return current


def close() -> None:
    """End the session, and with it whatever it was reading. Raises NestedTransaction within a transaction: what came
    after would be written nowhere."""
    if _writing.get():
        raise NestedTransaction("A transaction is open; it ends with its block.")
    current = _session.get()
    if current is not None:
        _session.set(None)
        current.close()
