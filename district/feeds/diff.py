"""Compares what is staged with what is held. Changes nothing but temporary tables.

For each kind of record it leaves `todo_<record>` (staged rows that are new or say something else than before, with the
record they concern, if any) and `gone_<record>` (records the feed no longer lists). A bulk file is the whole truth of
its source: what it leaves out is gone. A delta only takes back what it names. A row set aside is still listed.
Another source's records are never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from district.feeds import matching, people, references, relationships
from district.feeds.intake import Scope
from district.feeds.kinds import PLAIN, Kind
from district.feeds.staging import Stage

COUNTED = ("created", "updated", "unchanged", "deactivated")


@dataclass
class Difference:
    """What a run would do, counted; the rows themselves wait in the temporary tables."""

    seen_run: int
    """The latest run of any feed when this was worked out; another one since means it must be worked out again."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    """Records in force before the run, by kind."""

    @property
    def is_empty(self) -> bool:
        return not any(each[name] for each in self.counts.values() for name in COUNTED if name != "unchanged")

    def total(self, name: str) -> int:
        return sum(each[name] for each in self.counts.values())


def latest_run(stage: Stage) -> int:
    return stage.number("SELECT coalesce(max(id), 0) FROM feed_run")


def compare(stage: Stage, scope: Scope) -> Difference:
    """Work out the difference between the staged tables and the record."""
    found = Difference(seen_run=latest_run(stage))
    references.know(stage, scope)
    relationships.know_sides(stage, scope)
    found.counts["people"], found.held["people"] = people.compare(stage, scope)
    matching.match(stage)
    for kind in PLAIN:
        found.counts[kind.name], found.held[kind.name] = compare_kind(stage, kind, scope)
    found.counts["relationships"], found.held["relationships"] = relationships.compare(stage)
    _regrade(stage, found)
    return found


def tidy(stage: Stage, scope: Scope) -> None:
    """Make the staged tables ready to compare, without the roles of those the feed has switched off."""
    for table in scope.files:
        stage.index(table, "key")
    stage.run("DELETE FROM in_role WHERE user_key IN (SELECT key FROM in_user WHERE NOT enabled)")
    stage.index("in_role", "user_key")


def compare_kind(stage: Stage, kind: Kind, scope: Scope) -> tuple[dict[str, int], int]:
    """Work out the difference of one kind of record; its counts, and how many are in force."""
    record, mode, file = kind.record, scope.modes.get(kind.staged, "absent"), scope.files.get(kind.staged, "")
    stage.make(f"todo_{record}", "n {row}, held_id {number}")
    stage.make(f"gone_{record}", "held_id {row}")
    listed = stage.number(f"SELECT count(*) FROM {kind.staged} s WHERE NOT s.gone AND {kind.only}")
    holds_any = stage.number(f"SELECT count(*) FROM (SELECT 1 FROM {record} WHERE source = :source LIMIT 1) x")
    if holds_any:
        stage.run(
            f"INSERT INTO todo_{record} SELECT s.n, h.id FROM {kind.staged} s LEFT JOIN {record} h "
            f"ON h.source = :source AND h.source_key = s.key WHERE NOT s.gone AND {kind.only} "
            "AND (h.id IS NULL OR h.digest <> s.digest)"
        )
        _find_gone(stage, kind, mode, file)
    else:
        stage.run(f"INSERT INTO todo_{record} SELECT s.n, NULL FROM {kind.staged} s WHERE NOT s.gone AND {kind.only}")
    stage.look_at(f"todo_{record}")
    aside = sum(references.set_aside(stage, kind, need, file) for need in kind.needs)
    if kind.is_same and holds_any:
        _adopt(stage, kind)
    if kind.about_person and holds_any:
        _leave_with_the_person(stage, kind)
    return _counted(stage, kind, listed - aside), stage.number(
        f"SELECT count(*) FROM {record} h WHERE h.source = :source AND {kind.is_live}"
    )


def _counted(stage: Stage, kind: Kind, listed: int) -> dict[str, int]:
    created = stage.number(f"SELECT count(*) FROM todo_{kind.record} WHERE held_id IS NULL")
    updated = stage.number(f"SELECT count(*) FROM todo_{kind.record} WHERE held_id IS NOT NULL")
    return {
        "created": created,
        "updated": updated,
        "unchanged": listed - created - updated,
        "deactivated": stage.number(f"SELECT count(*) FROM gone_{kind.record}"),
    }


def _find_gone(stage: Stage, kind: Kind, mode: str, file: str) -> None:
    """Records in force that a bulk file leaves out, or that the feed takes back by name."""
    record = kind.record
    if mode == "bulk":
        stage.run(
            f"INSERT INTO gone_{record} SELECT h.id FROM {record} h LEFT JOIN {kind.staged} s ON s.key = h.source_key "
            f"AND NOT s.gone AND {kind.only} WHERE h.source = :source AND {kind.is_live} AND s.n IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM listed l WHERE l.file = :file AND l.key = h.source_key)"
            + (" AND NOT EXISTS (SELECT 1 FROM spared p WHERE p.person_id = h.person_id)" if kind.about_person else ""),
            file=file,
        )
    elif mode == "delta":
        stage.run(
            f"INSERT INTO gone_{record} SELECT DISTINCT h.id FROM {record} h JOIN {kind.staged} s "
            f"ON s.key = h.source_key WHERE h.source = :source AND {kind.is_live} AND s.gone"
        )
        if kind.staged != "in_role":
            references.note_unheld(stage, kind.staged, record, file)


def _adopt(stage: Stage, kind: Kind) -> None:
    """A record under a new key that is the same by `kind.is_same` as one the feed lists no more is that record.

    The two versions of OneRoster name a role differently: without this, changing version ends every enrollment.
    """
    record = kind.record
    stage.run(
        f"UPDATE todo_{record} SET held_id = v.held_id FROM ("
        f"SELECT min(t.n) AS n, was.id AS held_id FROM todo_{record} t JOIN {kind.staged} s ON s.n = t.n {kind.joins} "
        f"JOIN {record} was ON was.source = :source AND {kind.is_same} "
        f"JOIN gone_{record} g ON g.held_id = was.id WHERE t.held_id IS NULL GROUP BY was.id) v "
        f"WHERE todo_{record}.n = v.n"
    )
    stage.run(f"DELETE FROM gone_{record} WHERE held_id IN (SELECT held_id FROM todo_{record})")


def touched(stage: Stage, kind: Kind) -> list[int]:
    """Whose records of a kind the difference just written made, changed or ended."""
    rows = stage.rows(
        f"SELECT h.person_id FROM todo_{kind.record} t JOIN {kind.staged} s ON s.n = t.n "
        f"JOIN {kind.record} h ON h.source = :source AND h.source_key = s.key "
        f"UNION SELECT h.person_id FROM gone_{kind.record} g JOIN {kind.record} h ON h.id = g.held_id"
    )
    return [row.person_id for row in rows]


def _leave_with_the_person(stage: Stage, kind: Kind) -> None:
    """Someone who leaves the feed takes along what the feed said of her, listed or not."""
    stage.run(
        f"INSERT INTO gone_{kind.record} SELECT h.id FROM {kind.record} h JOIN leaving l ON l.person_id = h.person_id "
        f"WHERE h.source = :source AND {kind.is_live} "
        + ("AND NOT l.is_listed " if kind.name == "class enrollments" else "")
        + f"AND NOT EXISTS (SELECT 1 FROM gone_{kind.record} g WHERE g.held_id = h.id)"
    )


def _regrade(stage: Stage, found: Difference) -> None:
    """A grade stands on the user's row and is held on the enrollment: changes are found apart."""
    stage.make("todo_grade", "held_id {row}, grade TEXT")
    stage.run(
        "INSERT INTO todo_grade SELECT h.id, u.grade FROM in_user u JOIN known_user who ON who.key = u.key "
        "JOIN todo_person p ON p.n = u.n JOIN enrollment h ON h.person_id = who.person_id AND h.source = :source "
        "WHERE (h.ends IS NULL OR h.ends > :today) AND h.grade <> u.grade "
        "AND NOT EXISTS (SELECT 1 FROM todo_enrollment t WHERE t.held_id = h.id) "
        "AND NOT EXISTS (SELECT 1 FROM gone_enrollment g WHERE g.held_id = h.id)"
    )
    regraded = stage.number("SELECT count(*) FROM todo_grade")
    found.counts["enrollments"]["updated"] += regraded
    found.counts["enrollments"]["unchanged"] -= regraded
