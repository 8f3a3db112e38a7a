"""Rows that a format without ids of its own may tell twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from district.feeds.staging import Stage


def drop_repeated(
    stage: Stage, tables: Iterable[str], tell: Callable[[int, str], None], *, is_quiet: bool = False
) -> None:
    """Keep the first row of each key; `tell(place, key)` is told of every other one."""
    for table in tables:
        stage.make("repeated", "n {row}, line {number}, key TEXT")
        stage.run(
            f"INSERT INTO repeated SELECT r.n, r.line, r.key FROM {table} r JOIN (SELECT key, min(n) AS first "
            f"FROM {table} GROUP BY key HAVING count(*) > 1) x ON x.key = r.key AND r.n > x.first"
        )
        if not is_quiet:
            for row in stage.rows("SELECT line, key FROM repeated ORDER BY n LIMIT 1000"):
                tell(row.line, row.key)
        stage.run(f"DELETE FROM {table} WHERE n IN (SELECT n FROM repeated)")
