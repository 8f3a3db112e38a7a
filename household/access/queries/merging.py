"""Everybody in one pass: tables read side by side in the order of people, with flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select

from foundation import db

READ_AT_ONCE = 2_000

Grouped = Iterator[tuple[int, list[Any]]]


@contextmanager
def steady_connection() -> Iterator[Connection]:
    """A connection beside the session's that sees the database as it is now, until it is given back.

    Transactions may write beside it.
    """
    engine = db.engine()
    isolated = engine if db.is_sqlite() else engine.execution_options(isolation_level="REPEATABLE READ")
    with isolated.connect() as connection:
        yield connection


def streamed(connection: Connection, asked: Select[*tuple[Any, ...]], **given: Any) -> Grouped:
    """Rows that are ordered by their first column, the person: each person's, without that column."""
    result = connection.execution_options(stream_results=True, yield_per=READ_AT_ONCE).execute(asked, given)
    for person_id, rows in groupby(result, key=itemgetter(0)):
        yield person_id, [tuple(row[1:]) for row in rows]


def merged(streams: Sequence[Grouped]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Each person that any of `streams` has, with what each has of them: nothing, where it has none."""
    heads = [next(each, None) for each in streams]
    while alive := [head[0] for head in heads if head is not None]:
        person_id = min(alive)
        theirs: list[list[Any]] = []
        for place, head in enumerate(heads):
            if head is not None and head[0] == person_id:
                theirs.append(head[1])
                heads[place] = next(streams[place], None)
            else:
                theirs.append([])
        yield person_id, theirs
