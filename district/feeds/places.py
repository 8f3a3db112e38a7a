"""Which school the code of a place means: an identifier of a school, or its key, in whatever feed brought it.

A code may come before its school: human resources know a place that no roster has named yet. The job then waits with
the code alone, and the roster that brings the school finds it. Where several schools have a code, an open one is
meant before a closed one, an identifier before a key, and the one known longest.
"""

from __future__ import annotations

from collections.abc import Sequence

from district.feeds.staging import Stage

_MEANT = (
    "row_number() OVER (PARTITION BY c.code ORDER BY CASE WHEN o.is_open THEN 0 ELSE 1 END, "
    "CASE WHEN o.identifier = c.code THEN 0 ELSE 1 END, o.id)"
)


def know(stage: Stage, codes: str) -> None:
    """Fill `place` with the school each code means; `codes` is SQL that selects the distinct codes as `code`."""
    stage.make("place", "code {name}, school_id {number}")
    stage.run(
        f"INSERT INTO place SELECT code, school_id FROM (SELECT c.code, o.id AS school_id, {_MEANT} AS rank "
        f"FROM ({codes}) c JOIN school o ON o.identifier = c.code OR o.source_key = c.code WHERE c.code <> '') x "
        "WHERE rank = 1"
    )
    stage.look_at("place")


def find_again(stage: Stage) -> Sequence[int]:
    """Give the jobs whose place was unknown the school that has come since. Answers whose jobs they are."""
    know(stage, "SELECT DISTINCT location AS code FROM staff_assignment WHERE school_id IS NULL")
    waiting = "FROM staff_assignment a JOIN place p ON p.code = a.location WHERE a.school_id IS NULL"
    found = stage.rows(f"SELECT DISTINCT a.person_id {waiting}")
    if found:
        stage.run(
            "UPDATE staff_assignment SET school_id = p.school_id FROM place p "
            "WHERE p.code = staff_assignment.location AND staff_assignment.school_id IS NULL"
        )
    return [row.person_id for row in found]
