"""Everybody in one pass: tables read side by side in the order of people, with flat memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select

from foundation import db

READ_AT_ONCE = 2_000
NOBODY = 0
"""Before every person."""

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
    """Rows that are ordered by their first column, the person: each person's, that column with them.

    Raises ValueError where they are not: somebody would be met twice, each time with half of the facts.
    """
    result = connection.execution_options(stream_results=True, yield_per=READ_AT_ONCE).execute(asked, given)
    person_id, theirs = NOBODY, list[Any]()
    for read in result.partitions():
        for row in read:
            if row[0] != person_id:
                if row[0] < person_id:
                    raise ValueError("Rows of people came out of their order.")
                if theirs:
                    yield person_id, theirs
                person_id, theirs = row[0], []
            theirs.append(row)
    if theirs:
        yield person_id, theirs


def merged(streams: Sequence[Grouped]) -> Iterator[tuple[int, list[list[Any]]]]:
    """Each person that any of `streams` has, with what each has of them: nothing, where it has none."""
    nobody: tuple[int, list[Any]] = (sys.maxsize, [])
    heads = [next(each, nobody) for each in streams]
    while (person_id := min(heads, key=itemgetter(0))[0]) != sys.maxsize:
        theirs: list[list[Any]] = []
        for place, (whose, rows) in enumerate(heads):
            if whose == person_id:
                theirs.append(rows)
                heads[place] = next(streams[place], nobody)
            else:
                theirs.append([])
        yield person_id, theirs
