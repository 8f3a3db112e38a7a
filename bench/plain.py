"""`python -m bench.plain URL`: fetch what the decision about access rests on, by the driver alone, row after row."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Any

HANDFUL = 10_000
STATEMENTS = (
    (
        "SELECT a.person_id, a.starts, a.ends, a.category, a.job_role, a.team, a.location, e.starts, e.ends "
        "FROM staff_assignment a LEFT JOIN staff_employment e ON e.id = a.employment_id ORDER BY a.person_id"
    ),
    "SELECT person_id, course, completed_on FROM completion WHERE voided_at IS NULL ORDER BY person_id",
    "SELECT person_id, location, approved_on FROM access_approval ORDER BY person_id",
    "SELECT person_id, starts, ends FROM access_revocation ORDER BY person_id",
)


def main(url: str) -> int:
    """Read them all; how many rows there were."""
    rows = 0
    with closing(_connected(url)) as connection:
        for sql in STATEMENTS:
            cursor = connection.cursor()
            cursor.execute(sql)
            while handful := cursor.fetchmany(HANDFUL):
                rows += len(handful)
            cursor.close()
    return rows


def _connected(url: str) -> Any:
    kind, place = url.split(":", 1)
    if kind == "sqlite":
        import sqlite3

        return sqlite3.connect(place.removeprefix("///"))
    import psycopg

    return psycopg.connect(f"postgresql:{place}")


if __name__ == "__main__":
    print(main(sys.argv[1]))
