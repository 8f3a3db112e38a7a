"""The change rows of a run: the detail behind its one audit entry.

Kept for what decides who sees whom: people, relationships, enrollments and staff assignments; what is updated or
ended, and what is created after a source's first run. The first run creates everything at one moment, and the rows
themselves say so; class enrollments are a schedule, counted only. That halves the writing of a first load.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from sqlalchemy import insert

from district.feeds.kinds import ASSIGNMENTS, ENROLLMENTS, Kind
from district.feeds.staging import Stage
from district.models import FeedChange
from foundation import db

BATCH = 5_000
_INSERT = "INSERT INTO feed_change (run_id, kind, record, source_key, person_id, data)"


def write(stage: Stage, *, run_id: int, is_first: bool) -> None:
    """Write the change rows of the difference just applied."""
    for kind in (ENROLLMENTS, ASSIGNMENTS):
        write_kind(stage, kind, run_id=run_id, is_first=is_first)
    _write_relationships(stage, run_id, is_first)
    write_people(stage, run_id=run_id, is_first=is_first)


def write_kind(stage: Stage, kind: Kind, *, run_id: int, is_first: bool) -> None:
    """Write the change rows of one kind of record."""
    record = kind.record
    for deed, ids in (
        ("updated", f"SELECT held_id FROM todo_{record} WHERE held_id IS NOT NULL"),
        ("ended", f"SELECT held_id FROM gone_{record}"),
    ):
        stage.run(
            f"{_INSERT} SELECT :run, '{deed}', '{record}', h.source_key, h.person_id, '{{}}' "
            f"FROM {record} h WHERE h.id IN ({ids})",
            run=run_id,
        )
    if not is_first:
        stage.run(
            f"{_INSERT} SELECT :run, 'created', '{record}', h.source_key, h.person_id, '{{}}' FROM todo_{record} t "
            f"JOIN {kind.staged} s ON s.n = t.n JOIN {record} h ON h.source = :source AND h.source_key = s.key "
            "WHERE t.held_id IS NULL",
            run=run_id,
        )


def _write_relationships(stage: Stage, run_id: int, is_first: bool) -> None:
    pair = "t.adult_key || ' → ' || t.student_key"
    if not is_first:
        stage.run(
            f"{_INSERT} SELECT :run, CASE WHEN t.held_id IS NULL THEN 'created' ELSE 'updated' END, 'relationship', "
            f"{pair}, a.person_id, '{{}}' FROM todo_pair t JOIN known_user a ON a.key = t.adult_key",
            run=run_id,
        )
    stage.run(
        f"{_INSERT} SELECT :run, 'ended', 'relationship', a.source_key || ' → ' || s.source_key, r.adult_id, '{{}}' "
        "FROM gone_relationship g JOIN relationship r ON r.id = g.held_id "
        "JOIN person_source a ON a.person_id = r.adult_id AND a.source = :source "
        "JOIN person_source s ON s.person_id = r.student_id AND s.source = :source",
        run=run_id,
    )


def write_people(stage: Stage, *, run_id: int, is_first: bool) -> None:
    """Write the change rows of people: who left, who came, and which words changed."""
    stage.run(
        f"{_INSERT} SELECT :run, 'ended', 'person', ps.source_key, ps.person_id, '{{}}' FROM leaving l "
        "JOIN person_source ps ON ps.id = l.source_id",
        run=run_id,
    )
    if not is_first:
        stage.run(
            f"{_INSERT} SELECT :run, CASE WHEN t.is_met THEN 'met' ELSE 'created' END, 'person', u.key, t.person_id, "
            "'{}' FROM todo_person t JOIN in_user u ON u.n = t.n WHERE t.source_id IS NULL",
            run=run_id,
        )
    rows = _changed_words(stage, run_id)
    while batch := list(islice(rows, BATCH)):
        db.session().execute(insert(FeedChange), batch)


def _changed_words(stage: Stage, run_id: int) -> Iterator[dict[str, Any]]:
    """One row for each person with changed words: field, what the source said before and says now."""
    words = stage.rows(
        "SELECT ps.source_key, w.person_id, w.field, w.was, w.says FROM (SELECT * FROM new_word UNION ALL "
        "SELECT person_id, source_id, 'birth_date', CAST(was AS TEXT), CAST(says AS TEXT) FROM new_birth) w "
        "JOIN person_source ps ON ps.id = w.source_id ORDER BY ps.source_key, w.field"
    )
    for (key, person_id), changed in groupby(words, key=lambda row: (row.source_key, row.person_id)):
        yield {
            "run_id": run_id,
            "kind": "updated",
            "record": "person",
            "source_key": key,
            "person_id": person_id,
            "data": {row.field: [row.was, row.says] for row in changed},
        }
