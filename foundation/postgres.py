"""PostgreSQL as Hearth connects to it: waits end in time, and what the server has prepared is kept from page to page.

libpq bounds only the connecting; a statement sent to a stopped server waits for ever, and would hold the thread that
asked (T29).

A connection that was in use just now is believed to stand: asking it first would cost every page a way to the server
and back. A server that ended it has said so, which is read without asking.

The driver prepares what it is asked for the sixth time, and forgets all of it at a ROLLBACK, for what was rolled back
may have been a table. A transaction that may only read has made none, and ends with COMMIT instead.
"""

from __future__ import annotations

import select
import time
from typing import Any, TypeVar, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from foundation import patience

CONNECT_S = 3
BELIEVED_S = 30
"""How long a connection may rest before it is asked whether it still stands: the network may have forgotten it."""
RESTS_SINCE = "hearth-rests-since"
PLANNED_ANEW = "hearth_planned_anew"

Asked = TypeVar("Asked", bound=Executable)
Value = TypeVar("Value")


def planned_anew(asked: Asked) -> Asked:
    """A statement whose best plan depends on what it is given, such as the words somebody looks for: PostgreSQL plans
    it each time. Any other it plans once for whatever is given, after it has been asked some times."""
    return asked.execution_options(**{PLANNED_ANEW: True})


def new_engine(url: str, *, unanswered_ms: int, **options: Any) -> Engine:
    """Locks are waited for as long as on SQLite (`connect`), an unanswered word to the server `unanswered_ms`. Errors
    never show parameters, which may hold a token's hash (T44).

    The server compiles no plan (`jit`): a page reads few rows by many lookups, and would wait a second for the code.
    Days as text are ISO days (`datestyle`), as on SQLite, whatever the server is used to.
    """
    wishes = {
        "connect_timeout": CONNECT_S,
        "options": "-c jit=off -c datestyle=ISO",
        "tcp_user_timeout": unanswered_ms,
    }
    made = create_engine(url, pool_timeout=CONNECT_S, connect_args=wishes, hide_parameters=True, **options)
    event.listen(made, "do_connect", connect)
    event.listen(made, "begin", _begin)
    event.listen(made, "do_execute", _ask_anew)
    _watch(made)
    return made


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection whose waits end at the deadline. It is closed then: what the server still does is not known."""

    def wait(self, gen: PQGen[Value], interval: float = 0.1, timeout: float | None = None) -> Value:
        left = patience.seconds_left()
        if left is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, left)
        except psycopg.OperationalError as problem:
            if patience.seconds_left():
                raise
            self.close()
            raise psycopg.OperationalError("The database did not answer in time.") from problem

    def rollback(self) -> None:
        """Nothing is kept of what was done; of what could do nothing, the plans are."""
        if self.read_only and self.info.transaction_status == TransactionStatus.INTRANS:
            self.commit()
        else:
            super().rollback()


def connect(dialect: object, record: object, given: list[Any], named: dict[str, Any]) -> DeadlineConnection:
    """How the engine's pool opens a connection (SQLAlchemy's `do_connect`); refuses at once past the deadline.

    Locks are waited for as long as whoever opens it may wait: a process serves pages, or does the work behind them.
    """
    if patience.seconds_left() == 0:
        raise psycopg.OperationalError("The database did not answer in time.")
    options = f"{named['options']} -c lock_timeout={int(patience.span() * 1000)}"
    return DeadlineConnection.connect(*given, **{**named, "options": options})


def _watch(engine: Engine) -> None:
    """Let the pool of `engine` hand out no connection that the server has ended."""

    def note_rest(driver: object, record: Any) -> None:
        record.info[RESTS_SINCE] = time.monotonic()

    def look(driver: psycopg.Connection[Any], record: Any, handed_out: object) -> None:
        rests_since = record.info.get(RESTS_SINCE)
        if rests_since is None or (time.monotonic() - rests_since < BELIEVED_S and not _has_word(driver)):
            return
        try:
            engine.dialect.do_ping(driver)  # type: ignore[arg-type]
        except psycopg.Error as problem:
            raise InvalidatePoolError from problem

    event.listen(engine, "checkin", note_rest)
    event.listen(engine, "checkout", look)


def _has_word(driver: psycopg.Connection[Any]) -> bool:
    """Whether something came that nobody asked for: a farewell, most likely."""
    if driver.closed:
        return True
    line = select.poll()
    line.register(driver.fileno(), select.POLLIN)
    return bool(line.poll(0))


def _begin(connection: Connection) -> None:
    """What only reads says so, and is refused what would change anything."""
    driver = cast(DeadlineConnection, connection.connection.driver_connection)
    only_reads = True if connection.get_execution_options().get("only_reads", False) else None
    if driver.read_only != only_reads:
        driver.read_only = only_reads


def _ask_anew(cursor: Any, statement: str, given: Any, context: Any) -> bool:
    """Whether it was asked here: what is `planned_anew` is never prepared."""
    if PLANNED_ANEW not in context.execution_options:
        return False
    cursor.execute(statement, given, prepare=False)
    return True
