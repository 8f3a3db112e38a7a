"""Where a feed waits before it changes anything: temporary tables on one connection, and the SQL that runs there.

On PostgreSQL they are filled by COPY. On SQLite they live in a file of their own, so that filling them does not lock
the database. Everything after is set-based SQL over them and the working tables, written for both databases; the few
words in which they differ are `Stage.words`, put in by `{braces}`. Not for: SQL with values in it; values are bound.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Boolean, Date, Engine, Row, String, bindparam, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.types import TypeEngine

from foundation import db

ROW = "n {row}, line {number}, key TEXT, digest TEXT, gone {flag}"
"""How every staged row of a record with a key begins; to be formatted with `Stage.words`."""

_BIND = re.compile(r"(?<!:):([a-z_]+)")
_TYPES: tuple[tuple[type, TypeEngine[Any]], ...] = (
    (datetime, db.UTCDateTime()),
    (date, Date()),
    (bool, Boolean()),
    (str, String()),
)

SQLITE = {
    "row": "INTEGER PRIMARY KEY",
    "name": "TEXT PRIMARY KEY",
    "public_id": "lower(hex(randomblob(8)))",
    "flag": "INTEGER",
    "day": "TEXT",
    "number": "INTEGER",
    "real": "REAL",
    "list": "group_concat({0}, ',')",
    "next_person": "(SELECT coalesce(max(id), 0) FROM person) + row_number() OVER ()",
}
POSTGRESQL = {
    "row": "BIGINT",
    "name": "TEXT",
    "public_id": "left(replace(gen_random_uuid()::text, '-', ''), 12) || right(gen_random_uuid()::text, 4)",
    "flag": "BOOLEAN",
    "day": "DATE",
    "number": "BIGINT",
    "real": "DOUBLE PRECISION",
    "list": "string_agg({0}, ',' ORDER BY {0})",
    "next_person": "nextval(pg_get_serial_sequence('person', 'id'))",
}


class Stage:
    """One connection with its temporary tables. Use as a context manager: leaving drops everything staged."""

    def __init__(self, engine: Engine, **facts: Any) -> None:
        self.connection = engine.connect()
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.words = SQLITE if self.is_sqlite else POSTGRESQL
        self.facts = facts
        """Values any statement may name: `:source`, `:today`, `:at`."""
        for sentence in _SQLITE_SETTINGS if self.is_sqlite else _POSTGRESQL_SETTINGS:
            self._driver().execute(sentence)
        self._driver().commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.invalidate()
        self.connection.close()

    def run(self, sql: str, **values: Any) -> CursorResult[Any]:
        """Run one statement; `{word}` is put in from `words`, `:name` bound from `values` and `facts`."""
        for word, written in self.words.items():
            sql = sql.replace("{" + word + "}", written)
        given = self.facts | values
        named = {name: given[name] for name in _BIND.findall(sql)}
        return self.connection.execute(
            text(sql).bindparams(*(bindparam(name, value, type_=_type_of(value)) for name, value in named.items()))
        )

    def number(self, sql: str, **values: Any) -> int:
        """The one number a statement answers."""
        return int(self.run(sql, **values).scalar_one() or 0)

    def rows(self, sql: str, **values: Any) -> Sequence[Row[Any]]:
        return self.run(sql, **values).all()

    def listed(self, expression: str) -> str:
        """SQL that joins the values of a group by commas, in their order when the rows come in order."""
        return self.words["list"].format(expression)

    def make(self, table: str, columns: str) -> None:
        """Create an empty temporary table, replacing one of that name. A `key` column is a text of the feed."""
        self.run(f"DROP TABLE IF EXISTS {table}")
        self.run(f"CREATE TEMPORARY TABLE {table} ({columns})")

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows at the speed of the database. Empty text stays text; None is null."""
        if not rows:
            return
        raw = self._driver()
        if self.is_sqlite:
            marks = ",".join("?" * len(columns))
            raw.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)
            return
        page = io.StringIO()
        csv.writer(page).writerows(
            tuple(NULL if cell is None else cell for cell in row) if None in row else row for row in rows
        )
        with raw.cursor() as cursor, cursor.copy(_copy(table, columns)) as copy:
            copy.write(page.getvalue())

    def _driver(self) -> Any:
        """The driver's own connection, for what SQLAlchemy has no words for."""
        return self.connection.connection.driver_connection

    def index(self, table: str, columns: str) -> None:
        """Index a filled table on SQLite. PostgreSQL joins whole tables by hash, and pays for an index in vain."""
        if self.is_sqlite:
            self.run(f"CREATE INDEX {table}_{columns.replace(', ', '_')} ON {table} ({columns})")

    def look_at(self, table: str) -> None:
        """Gather the statistics PostgreSQL plans by; temporary tables get none by themselves."""
        if not self.is_sqlite:
            self.run(f"ANALYZE {table}")

    def rest(self) -> None:
        """End the open transaction, which held nothing but temporary tables and reading."""
        self.connection.commit()

    def look_steadily(self) -> None:
        """From here on, see the record as it stands now, whoever commits meanwhile; until the next rest.

        SQLite does so by itself.
        """
        self.rest()
        if not self.is_sqlite:
            self.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one transaction that changes the district's record; sees the temporary tables."""
        self.rest()
        with db.transaction(on=self.connection):
            if not self.is_sqlite:
                self.run("SELECT pg_advisory_xact_lock(hashtext('hearth feeds'))")
            yield


NULL = "\x01"
"""How null is written to COPY; the readers refuse control characters, so no cell can say it."""

_SQLITE_SETTINGS = (
    "PRAGMA cache_size=-65536",
    "PRAGMA temp.cache_size=-32768",
    "PRAGMA temp.journal_mode=OFF",
    "PRAGMA temp.synchronous=OFF",
)
_POSTGRESQL_SETTINGS = ("SET work_mem = '64MB'", "SET temp_buffers = '64MB'")


def _copy(table: str, columns: Sequence[str]) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL '{NULL}')"


def _type_of(value: Any) -> TypeEngine[Any] | None:
    return next((known for kind, known in _TYPES if isinstance(value, kind)), None)
