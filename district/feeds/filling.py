"""Fills tables that hold next to nothing at the speed of a load: indexes and foreign keys are made afterwards.

Measured with 700,000 class enrollments on PostgreSQL: 12 s with them in place, 3 s with them made afterwards, when
the database checks them all at once. It happens inside the transaction, so a killed import leaves them as they were.
The tables are locked meanwhile, people included; hence only for the load that founds a district, when there is nobody
to keep waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from district.feeds.staging import Stage

WORTH_IT = 20_000
"""Fewer newcomers than this are written as fast with everything in place."""
NEXT_TO_NOBODY = 10
"""A record counts as empty when it holds less than one person in so many of those to come."""


@dataclass(frozen=True)
class _Part:
    """Something of a table that can be taken down and put up again."""

    down: str
    up: str


def is_founding(stage: Stage, record: str = "person") -> bool:
    """Whether the difference brings nearly everyone there will be, or nearly every record of that name."""
    fresh = "source_id IS NULL" if record == "person" else "held_id IS NULL"
    coming = stage.number(f"SELECT count(*) FROM todo_{record} WHERE {fresh}")
    few = coming // NEXT_TO_NOBODY
    return coming >= WORTH_IT and stage.number(f"SELECT count(*) FROM (SELECT 1 FROM {record} LIMIT {few}) x") < few


@contextmanager
def filling(stage: Stage, *tables: str, is_founding: bool) -> Iterator[None]:
    """Around insertions into `tables`: takes down their indexes and foreign keys, and puts them up again."""
    parts = [part for table in tables for part in _parts(stage, table)] if is_founding else []
    for part in parts:
        stage.run(part.down)
    yield
    for part in reversed(parts):
        stage.run(part.up)


def _parts(stage: Stage, table: str) -> list[_Part]:
    """Foreign keys first, since they are put up last and need what they point at. None when the table is not ours."""
    if stage.is_sqlite:
        indexes = stage.rows(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL",
            table=table,
        )
        return [_Part(f"DROP INDEX {row.name}", row.sql) for row in indexes]
    if not stage.number(
        "SELECT count(*) FROM pg_tables WHERE tablename = :table AND tableowner = current_user "
        "AND schemaname = current_schema()",
        table=table,
    ):
        return []
    keys = stage.rows(
        "SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint "
        "WHERE conrelid = CAST(:table AS regclass) AND contype = 'f'",
        table=table,
    )
    indexes = stage.rows(
        "SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i WHERE i.tablename = :table "
        "AND i.schemaname = current_schema() "
        "AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)",
        table=table,
    )
    return [
        *(
            _Part(
                f"ALTER TABLE {table} DROP CONSTRAINT {row.name}",
                f"ALTER TABLE {table} ADD CONSTRAINT {row.name} {row.definition}",
            )
            for row in keys
        ),
        *(_Part(f"DROP INDEX {row.name}", row.definition) for row in indexes),
    ]
