"""PostgreSQL connections that give up in time, so that a server that hangs frees the thread that asked (T29).

libpq bounds only the connecting; a statement sent to a stopped server waits for ever. A request sets a deadline, and
every wait in it ends there. Commands and workers set none: an import may take its time.

A connection that was in use just now is believed to stand: asking it first would cost every page a way to the server
and back. A server that ended it has said so, which is read without asking.
"""

from __future__ import annotations

import select
import time
from contextvars import ContextVar
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

UNHURRIED_S = 60
"""How long work that nobody waits for at a page lets others write or hold a lock first: an import may take its time."""
BELIEVED_S = 30
"""How long a connection may rest before it is asked whether it still stands: the network may have forgotten it."""
RESTS_SINCE = "hearth-rests-since"

Value = TypeVar("Value")

_span: ContextVar[float | None] = ContextVar("hearth_span", default=None)
_deadline: ContextVar[float | None] = ContextVar("hearth_deadline", default=None)


def end_in(seconds: float) -> None:
    """From here on, give up on the database `seconds` from now."""
    _span.set(seconds)
    start_over()


def start_over() -> None:
    """Wait as long again as `end_in` said: for the next portion of a long list, which is no database that hangs."""
    span = _span.get()
    _deadline.set(None if span is None else time.monotonic() + span)


def end_never() -> None:
    """Wait as long as it takes again."""
    _span.set(None)
    _deadline.set(None)


class DeadlineConnection(psycopg.Connection[Any]):
    """A connection whose waits end at the deadline. It is closed then: what the server still does is not known."""

    def wait(self, gen: PQGen[Value], interval: float = 0.1, timeout: float | None = None) -> Value:
        left = seconds_left()
        if left is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, left)
        except psycopg.OperationalError as problem:
            if seconds_left():
                raise
            self.close()
            raise psycopg.OperationalError("The database did not answer in time.") from problem


def span() -> float:
    """How many seconds whatever is asked here may wait for others: as long as its page may take, or `UNHURRIED_S`."""
    return UNHURRIED_S if (given := _span.get()) is None else given


def seconds_left() -> float | None:
    """Until the deadline, at least 0; None without one."""
    deadline = _deadline.get()
    return None if deadline is None else max(0.0, deadline - time.monotonic())


def connect(dialect: object, record: object, given: list[Any], named: dict[str, Any]) -> DeadlineConnection:
    """How the engine's pool opens a connection (SQLAlchemy's `do_connect`); refuses at once past the deadline.

    Locks are waited for as long as whoever opens it may wait: a process serves pages, or does the work behind them.
    """
    if seconds_left() == 0:
        raise psycopg.OperationalError("The database did not answer in time.")
    options = f"{named['options']} -c lock_timeout={int(span() * 1000)}"
    return DeadlineConnection.connect(*given, **{**named, "options": options})


def watch(engine: Engine) -> None:
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
