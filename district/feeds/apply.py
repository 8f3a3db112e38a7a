"""Writes a difference into the record, in one transaction: all of it or nothing, whatever kills the process."""

from __future__ import annotations

from district.feeds import people, relationships, terms
from district.feeds.filling import filling, is_founding
from district.feeds.kinds import MEMBERSHIPS, PLACES, Kind
from district.feeds.staging import Stage


def write_records(stage: Stage) -> None:
    """Write every record of the difference; must run inside `Stage.writing`."""
    founding = is_founding(stage)
    for kind in PLACES:
        write_kind(stage, kind, founding)
    people.write(stage, is_founding=founding)
    for kind in MEMBERSHIPS:
        write_kind(stage, kind, founding)
    relationships.write(stage, is_founding=founding)
    stage.run("UPDATE enrollment SET grade = t.grade FROM todo_grade t WHERE t.held_id = enrollment.id")
    if founding:
        _look_at_all(stage)
    terms.write(stage, is_founding=founding)


def _look_at_all(stage: Stage) -> None:
    """Let PostgreSQL plan by what the tables hold now: the first family to sign in does not wait for its own turn."""
    for table in (*people.TABLES, *(kind.record for kind in (*PLACES, *MEMBERSHIPS)), "relationship"):
        stage.look_at(table)


def write_kind(stage: Stage, kind: Kind, founding: bool) -> None:
    """New rows, then those that changed, then the endings of one kind."""
    write_rows(stage, kind, founding)
    record = kind.record
    stage.run(f"UPDATE {record} SET digest = '', {kind.ending} WHERE id IN (SELECT held_id FROM gone_{record})")


def write_rows(stage: Stage, kind: Kind, founding: bool) -> None:
    """New rows, then those that changed; of a kind that nothing ends."""
    record = kind.record
    fresh = kind.values | kind.at_birth
    with filling(stage, record, is_founding=founding):
        stage.run(
            f"INSERT INTO {record} (source, source_key, digest, {', '.join(fresh)}) "
            f"SELECT :source, s.key, s.digest, {', '.join(fresh.values())} FROM todo_{record} t "
            f"JOIN {kind.staged} s ON s.n = t.n {kind.joins} WHERE t.held_id IS NULL ORDER BY t.n"
        )
    changed = ", ".join(f"{expression} AS new_{column}" for column, expression in kind.values.items())
    stage.run(
        f"UPDATE {record} SET source_key = v.key, digest = v.digest, "
        f"{', '.join(f'{column} = v.new_{column}' for column in kind.values)} FROM "
        f"(SELECT t.held_id, s.key, s.digest, {changed} FROM todo_{record} t JOIN {kind.staged} s ON s.n = t.n "
        f"{kind.joins} WHERE t.held_id IS NOT NULL) v WHERE {record}.id = v.held_id"
    )
    if kind.afterwards:
        stage.run(kind.afterwards)
