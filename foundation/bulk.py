"""Tens of thousands of rows at once, and what the database is to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from foundation import db


def load(model: type[db.Base], columns: Sequence[str], rows: Sequence[Sequence[str | int | date | None]]) -> None:
    """Insert many plain rows into the open transaction, by the driver's shortest way: COPY where there is one.

    Values are texts, numbers, days or None; no default is filled in and no type is looked at. For tens of thousands.
    """
    table, names = model.__tablename__, ", ".join(columns)
    driver: Any = db.session().connection().connection.driver_connection
    if db.is_sqlite():
        marks = ", ".join("?" * len(columns))
        told = [[each.isoformat() if isinstance(each, date) else each for each in row] for row in rows]
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", told)  # noqa: S608 - names of our own
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def gather_statistics(*models: type[db.Base]) -> None:
    """Tell PostgreSQL how large these tables have become. What one deed writes it learns by itself a minute later, and
    reads them from end to end until then. SQLite takes an index wherever there is one, and is told nothing."""
    if not db.is_sqlite():
        names = ", ".join(each.__tablename__ for each in models)
        db.session().connection().exec_driver_sql(f"ANALYZE {names}")
